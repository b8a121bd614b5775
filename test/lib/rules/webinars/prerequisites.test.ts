import { expect, test } from 'vitest'
import { noWebinarReason, registrationProblem } from '../../../../lib/rules/webinars/prerequisites.ts'
import { aWebinarRow } from '../../../harness/builders.ts'

const session = aWebinarRow({ kind: 'session' })
const all = { credentials: true, terms: true }

test('nothing is wrong with a webinar that has an id, credentials and accepted terms', () => {
  expect(registrationProblem(session, all)).toBeUndefined()
})

test('missing prerequisites are named in the order in which they have to be met', () => {
  const nothing = { ...session, configuration: undefined, webinarId: undefined }
  const none = { credentials: false, terms: false }
  expect(registrationProblem(nothing, none)).toEqual({ code: 'no_configuration', kind: 'session' })
  const noId = { ...session, webinarId: undefined }
  expect(registrationProblem(noId, none)).toEqual({ code: 'no_credentials' })
  expect(registrationProblem(noId, { ...none, credentials: true })).toEqual({ code: 'terms_not_accepted' })
  expect(registrationProblem(noId, all)).toEqual({ code: 'no_webinar_yet', kind: 'session' })
})

test('an id that is none of the provider’s is told last', () => {
  const provider = { title: 'ON24', readWebinarId: () => undefined }
  const told = { code: 'no_such_webinar', provider: 'ON24', webinarId: session.webinarId }
  expect(registrationProblem(session, all, false, provider)).toEqual(told)
  expect(registrationProblem(session, { ...all, terms: false }, false, provider)).toEqual({
    code: 'terms_not_accepted',
  })
  expect(
    registrationProblem(session, all, false, { ...provider, readWebinarId: (typed: string) => typed }),
  ).toBeUndefined()
})

test('the planner’s own word is used for the event', () => {
  expect(registrationProblem({ ...session, kind: 'event', webinarId: undefined }, all)).toMatchObject({ kind: 'event' })
})

test('a webinar that is missing once the event has started is promised to nobody', () => {
  const row = aWebinarRow({ start: '2026-07-01T18:00:00' })
  const at = (now: string) => noWebinarReason(row, 'Europe/Berlin', 'status_attention', new Date(now)).code
  expect(at('2026-07-01T15:59:59Z')).toBe('no_webinar_yet')
  expect(at('2026-07-01T16:00:00Z')).toBe('no_webinar_past')
  expect(noWebinarReason(row, undefined, undefined, new Date()).code).toBe('no_webinar_yet')
})

test('registrations of an event that runs in its sessions learn that', () => {
  const reason = noWebinarReason(aWebinarRow(), 'Europe/Berlin', 'status_sessions', new Date())
  expect(reason).toEqual({ code: 'sessions_are_webinars' })
})
