import { serve } from '@webinar-connector/emulator-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WebinarAccount } from '../../../lib/model/provider.ts'
import { createOn24 } from '../../../lib/on24/provider.ts'
import { noLimits } from '../../harness/no-limits.ts'

const token = { clientId: '10001', accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' }
const since = new Date('2026-05-01T00:00:00Z')
/** The answer to every call, and to one for the second page. */
let answer: object
let secondPage: object
let server: Awaited<ReturnType<typeof serve>>
let account: WebinarAccount

beforeEach(async () => {
  secondPage = { totalevents: 0 }
  server = await serve(({ url }) => Response.json(url.includes('pageOffset=1') ? secondPage : answer))
  account = createOn24({ na: server.url, eu: '' }, noLimits).connect({ provider: 'on24', region: 'na', ...token })
})
afterEach(() => server.stop())

const attendance = async (facts: object) => {
  answer = { eventid: 1, totalattendees: 1, attendees: [{ eventuserid: 7, ...facts }] }
  return (await Array.fromAsync(account.attendances('1')))[0]
}

test.each<[string, object, object]>([
  ['minutes as text', { liveminutes: '12' }, { minutes: 12 }],
  ['empty minutes', { liveminutes: '' }, { minutes: 0 }],
  ['a fraction', { liveminutes: 12.5 }, { minutes: 13 }],
  ['a fraction as text', { archiveminutes: '12.4' }, { minutes: 12 }],
  ['questions as text', { askedquestions: '2' }, { questions: 2 }],
  ['text that is no number', { liveminutes: 'n/a', askedquestions: 'Infinity' }, { minutes: 0, questions: 0 }],
  ['no numbers at all', { liveminutes: {}, askedquestions: [2] }, { minutes: 0, questions: 0 }],
])('an attendee with %s is read', async (_, facts, metrics) => {
  expect(await attendance(facts)).toMatchObject({ providerId: '7', metrics })
})

test.each(['0001-01-01T00:00:00-08:00', '1752-12-31T00:00:00Z', '9999-12-31T23:59:59-08:00', '12', 7, {}])(
  'a time that Dataverse cannot hold is none: %j',
  async (time) => {
    const real = { firstarchiveactivity: '2026-05-13T05:00:00-07:00', lastarchiveactivity: '2026-05-13T05:30:00-07:00' }
    expect(await attendance({ firstliveactivity: time, lastliveactivity: time })).toMatchObject({
      ...{ firstSeen: undefined, lastSeen: undefined },
    })
    expect(await attendance({ ...real, firstliveactivity: time, lastliveactivity: time })).toMatchObject({
      ...{ firstSeen: new Date('2026-05-13T12:00:00Z'), lastSeen: new Date('2026-05-13T12:30:00Z') },
    })
  },
)

test('a text given as a number, or as something else, costs no attendee', async () => {
  expect(await attendance({ email: 5, exteventusercd: 12 })).toMatchObject({ email: '5', registrationId: '12' })
  expect(await attendance({ email: {}, exteventusercd: [] })).toMatchObject({ email: '', registrationId: undefined })
})

const odd = [{}, null, 7, 'x', [], { email: 'ada@example.test' }, { eventuserid: '' }, { eventuserid: {} }]

test('an attendee that cannot be read costs that attendee', async () => {
  answer = { eventid: 1, attendees: [...odd, { eventuserid: '8' }] }
  const read = await Array.fromAsync(account.attendances('1'))
  expect(read.map((one) => one?.providerId)).toEqual([...odd.map(() => undefined), '8'])
})

test('a registrant that cannot be read costs that registrant', async () => {
  answer = { eventid: 1, registrants: [...odd, { eventuserid: 8, email: 'kim@example.test' }] }
  const read = await Array.fromAsync(account.registrants('1'))
  expect(read.map((one) => one?.email)).toEqual([...odd.map(() => undefined), 'kim@example.test'])
})

test.each<[object, string]>([
  [{ userstatus: true }, 'pending'],
  [{ userstatus: 5 }, 'pending'],
  [{ userstatus: null, isblocked: true }, 'denied'],
  [{ userstatus: 'active', isblocked: 'y' }, 'denied'],
  [{ isblocked: 'N' }, 'approved'],
  [{ isblocked: {} }, 'approved'],
])('a registrant with %j is %s', async (facts, state) => {
  answer = { eventid: 1, registrants: [{ eventuserid: 8, ...facts }] }
  expect(await Array.fromAsync(account.registrants('1'))).toMatchObject([{ state }])
})

test('odd events cost no search and no news of others', async () => {
  const events = [...odd, { eventid: 1, isactive: {}, campaigncode: 7 }, { eventid: 2, campaigncode: 'the-row' }]
  answer = { totalevents: events.length, events }
  expect(await account.findByExternalId(['the-row'], since)).toMatchObject({ webinarId: '2', active: true })
  const news = await Array.fromAsync(account.changedSince(since))
  expect(news.map(({ webinarId }) => webinarId)).toEqual(['1', '2'])
})

test('an event of the mark that cannot be read is not taken for none', async () => {
  answer = { totalevents: 1, events: [{ campaigncode: 'the-row' }] }
  await expect(account.findByExternalId(['the-row'], since)).rejects.toMatchObject({ name: 'UnavailableError' })
})

test('a full page with odd events is followed by the next', async () => {
  answer = { totalevents: 101, events: Array.from({ length: 100 }, () => ({})) }
  secondPage = { totalevents: 101, events: [{ eventid: 2, campaigncode: 'the-row' }] }
  expect(await account.findByExternalId(['the-row'], since)).toMatchObject({ webinarId: '2' })
})

test.each<[unknown, boolean]>([
  [true, true],
  ['Y', true],
  ['true', true],
  [1, true],
  [undefined, true],
  ['whatever', true],
  [false, false],
  ['N', false],
  ['False', false],
  [0, false],
])('an event with isactive %j is active: %s', async (isactive, active) => {
  answer = { eventid: 1, isactive }
  expect(await account.webinar('1')).toMatchObject({ active })
})

test('odd choices of an account cost themselves only', async () => {
  answer = { eventtypes: [{}, { label: 'Live', value: 'fav' }, null] }
  expect(await account.types()).toEqual([{ name: 'Live', value: 'fav' }])
})
