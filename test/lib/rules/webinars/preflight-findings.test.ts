import { expect, test } from 'vitest'
import { type Facts, findingsOf } from '../../../../lib/rules/webinars/preflight-findings.ts'
import { aWebinarPlan } from '../../../harness/builders.ts'

const start = new Date('2026-07-01T16:00:00Z')
const well: Facts = {
  ...{ kind: 'session', provider: 'ON24', accountProblem: undefined, credentialsProblem: undefined },
  ...{ planProblem: undefined, start: '2026-07-01T18:00:00', objections: [], webinarId: '7', unanswerable: [] },
  refused: { count: 0, fields: [] },
  ...{ ownerProblem: undefined, reminders: [], idleDays: 0, tokenIdleDays: 60 },
  plan: aWebinarPlan({ start }),
  webinar: {
    ...{ webinarId: '7', audienceUrl: undefined, presenterUrl: undefined },
    ...{ active: true, start, minutes: 60, externalId: undefined },
  },
}
const refused = { code: 'credentials_refused', provider: 'ON24' } as const
const codes = (facts: Partial<Facts>) => findingsOf({ ...well, ...facts }).map(({ code }) => code)

test('a webinar that is well has no findings', () => {
  expect(findingsOf(well)).toEqual([])
})

test('reminders of the provider are warned of where Dynamics mails', () => {
  const reminders = ['Reminder Email #1', 'Reminder Email #2']
  expect(findingsOf({ ...well, reminders })).toEqual([
    {
      ...{ code: 'reminders', level: 'warning' },
      message: { code: 'reminders_on', provider: 'ON24', reminders: reminders.join(', ') },
    },
  ])
})

test('a token that will soon be disabled for idleness is warned of', () => {
  expect(codes({ idleDays: 44 })).toEqual([])
  expect(findingsOf({ ...well, idleDays: 45 })).toEqual([
    {
      ...{ code: 'idle token', level: 'warning' },
      message: { code: 'token_idle', provider: 'ON24', days: 45, most: 60 },
    },
  ])
})

test('errors come before warnings, and the account before all', () => {
  expect(codes({ idleDays: 50, unanswerable: ['Country'], credentialsProblem: undefined })).toEqual([
    ...['required fields', 'idle token'],
  ])
  expect(codes({ credentialsProblem: refused, planProblem: { code: 'no_end', kind: 'event' }, idleDays: 50 })).toEqual([
    ...['credentials', 'plan', 'idle token'],
  ])
})

test('nothing is said of the provider’s facts when it cannot be asked', () => {
  expect(codes({ accountProblem: { code: 'no_credentials' }, webinar: undefined })).toEqual(['account'])
  expect(codes({ credentialsProblem: refused, webinar: undefined })).toEqual(['credentials'])
  expect(codes({ webinar: undefined })).toEqual(['unknown webinar'])
  expect(codes({ webinarId: undefined, webinar: undefined })).toEqual(['no webinar'])
})
