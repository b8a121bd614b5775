import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { test as base, expect } from 'vitest'
import { pollAnswers, questionsOf, scoreGroups } from '../../page/data/engagement.ts'
import { createWebApi } from '../../page/data/web-api.ts'
import type { Webinar } from '../../page/model.ts'

const kinds = { poll: 524_130_000, survey: 524_130_001, question: 524_130_002, resource: 524_130_003 }

const test = base.extend('world', async ({ onTestFinished }) => {
  const dataverse = await startDataverse({ ownTables: true })
  onTestFinished(dataverse.stop)
  const api = createWebApi(`${dataverse.url}/api/data/v9.2/`, { authorization: 'Bearer token' })
  const event = dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Spring demo' })
  return { dataverse, api, event, webinar: webinarOf(event, 'msevtmgt_event') }
})

function webinarOf(id: string, table: Webinar['table']): Webinar {
  return {
    table,
    id,
    name: 'Spring demo',
    startsOn: '',
    endsOn: '',
    status: '',
    reason: '',
    webinarId: '',
    account: '',
  }
}

function attend(dataverse: Dataverse, event: string, values: Record<string, unknown> = {}) {
  return dataverse.insert('wbc_attendee', { wbc_name: 'Ada Byron', wbc_eventid: event, ...values })
}

test('attendees are added up by score, without those whom ON24 lists no more', async ({ world }) => {
  const { dataverse, api, event, webinar } = world
  attend(dataverse, event, { wbc_score: 6.4, wbc_liveminutes: 50, wbc_questions: 1 })
  attend(dataverse, event, { wbc_score: 6.4, wbc_liveminutes: 30, wbc_ondemandminutes: 4 })
  attend(dataverse, event, { wbc_liveminutes: 1 })
  attend(dataverse, event, { wbc_score: 9, wbc_nolongerlisted: true })
  attend(dataverse, dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Other' }), { wbc_score: 1 })
  const groups = await scoreGroups(api, webinar)
  expect(groups).toHaveLength(2)
  expect(groups).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ score: 6.4, attendees: 2, liveMinutes: 80, onDemandMinutes: 4, questions: 1 }),
      expect.objectContaining({ score: undefined, attendees: 1, liveMinutes: 1, polls: 0 }),
    ]),
  )
})

test('a session that is a webinar of its own is not its event', async ({ world }) => {
  const { dataverse, api, event, webinar } = world
  const session = dataverse.insert('msevtmgt_session', { msevtmgt_name: 'Session', msevtmgt_event: event })
  attend(dataverse, event, { wbc_sessionid: session, wbc_score: 3 })
  expect(await scoreGroups(api, webinar)).toEqual([])
  expect(await scoreGroups(api, webinarOf(session, 'msevtmgt_session'))).toMatchObject([{ score: 3, attendees: 1 }])
})

test('answers and questions come with what was asked, and a question with who asked', async ({ world }) => {
  const { dataverse, api, event, webinar } = world
  const attendee = attend(dataverse, event)
  const act = (kind: number, subject: string, values: object = {}) =>
    dataverse.insert('wbc_attendeeaction', {
      ...{ wbc_attendeeid: attendee, wbc_eventid: event, wbc_kind: kind, wbc_subject: subject, ...values },
    })
  act(kinds.poll, 'Which?', { wbc_answer: 'A\nB' })
  act(kinds.survey, 'Well?', { wbc_answer: 'Yes' })
  act(kinds.resource, 'Slides')
  act(kinds.poll, 'Edited?', { wbc_answer: 'A', wbc_nolongerlisted: true })
  act(kinds.question, 'Price?', { wbc_actedon: '2026-11-20T10:00:00Z' })
  act(kinds.question, 'When?', { wbc_answer: 'Soon.', wbc_actedon: '2026-11-20T10:05:00Z' })
  const { answers, isAll } = await pollAnswers(api, webinar)
  expect(isAll).toBe(true)
  expect(answers).toHaveLength(2)
  expect(answers).toContainEqual({ isSurvey: false, question: 'Which?', answer: 'A\nB' })
  expect(answers).toContainEqual({ isSurvey: true, question: 'Well?', answer: 'Yes' })
  const asked = await questionsOf(api, webinar)
  expect(asked.count).toBe(2)
  expect(asked.shown).toMatchObject([
    { question: 'When?', answer: 'Soon.', attendee: { id: attendee, name: 'Ada Byron' } },
    { question: 'Price?', answer: '', askedOn: new Date('2026-11-20T10:00:00Z') },
  ])
})

test('answers are read page by page up to a bound, and what is left is told', async ({ world }) => {
  const { dataverse, api, event, webinar } = world
  const attendee = attend(dataverse, event)
  const values = { wbc_attendeeid: attendee, wbc_eventid: event, wbc_kind: kinds.poll, wbc_answer: 'A' }
  for (let count = 0; count < 20_001; count++) dataverse.insert('wbc_attendeeaction', values)
  const { answers, isAll } = await pollAnswers(api, webinar)
  expect([answers.length, isAll]).toEqual([20_000, false])
})
