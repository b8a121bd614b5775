import * as v from 'valibot'
import { expect, test } from 'vitest'
import { On24Attendee, On24Registrant } from '../../../lib/on24/schemas.ts'
import { toAttendance, toProviderRegistrant } from '../../../lib/on24/to-attendance.ts'

const attendance = (raw: object) => toAttendance(v.parse(On24Attendee, { eventuserid: 7, ...raw }))
const registrant = (raw: object) => toProviderRegistrant(v.parse(On24Registrant, { eventuserid: 7, ...raw }))

test('live and on demand are one attendance', () => {
  expect(
    attendance({
      ...{ email: 'ada@example.test', exteventusercd: 'AB-1', askedquestions: 2, liveminutes: 52, archiveminutes: 8 },
      ...{ firstliveactivity: '2026-05-12T05:58:10-07:00', lastliveactivity: '2026-05-12T06:50:02-07:00' },
      ...{ firstarchiveactivity: '2026-05-13T05:00:00-07:00', lastarchiveactivity: '2026-05-13T05:08:00-07:00' },
    }),
  ).toEqual({
    ...{ providerId: '7', email: 'ada@example.test', registrationId: 'ab-1', metrics: { minutes: 60, questions: 2 } },
    firstSeen: new Date('2026-05-12T12:58:10Z'),
    lastSeen: new Date('2026-05-13T12:08:00Z'),
  })
})

test('a person who only saw the recording attended then', () => {
  const seen = { archiveminutes: 8, firstarchiveactivity: '2026-05-13T05:00:00-07:00' }
  expect(attendance(seen)).toMatchObject({
    metrics: { minutes: 8, questions: 0 },
    firstSeen: new Date('2026-05-13T12:00:00Z'),
    lastSeen: undefined,
  })
})

test('a value that ON24 leaves out or sends as null is nothing', () => {
  const nothing = {
    firstSeen: undefined,
    lastSeen: undefined,
    metrics: { minutes: 0, questions: 0 },
    registrationId: undefined,
  }
  expect(attendance({})).toEqual({ providerId: '7', email: '', ...nothing })
  const nulls = { email: null, exteventusercd: null, liveminutes: null, firstliveactivity: null, askedquestions: null }
  expect(attendance(nulls)).toEqual({ providerId: '7', email: '', ...nothing })
})

test('a time that is none, and minutes below nothing, do no harm', () => {
  const odd = { firstliveactivity: 'n/a', lastliveactivity: '', liveminutes: -3, archiveminutes: 5, askedquestions: -1 }
  expect(attendance(odd)).toMatchObject({
    firstSeen: undefined,
    lastSeen: undefined,
    metrics: { minutes: 5, questions: 0 },
  })
})

test.each([
  ['active', 'approved'],
  ['Active', 'approved'],
  [undefined, 'approved'],
  ['deleted', 'gone'],
  ['forgotten', 'erased'],
  ['inactive', 'gone'],
  ['Denied', 'denied'],
  ['Pending', 'pending'],
  ['something new', 'pending'],
])('a registrant whose status is %s is %s', (userstatus, state) => {
  expect(registrant({ userstatus })).toMatchObject({ state })
})

test('a blocked registrant is denied, and one cancelled before stays gone', () => {
  expect(registrant({ isblocked: 'Y' })).toMatchObject({ state: 'denied' })
  expect(registrant({ isblocked: 'Y', userstatus: 'deleted' })).toMatchObject({ state: 'gone' })
})

test('a registrant carries the registration in lower case, as CRM is searched', () => {
  expect(registrant({ email: 'a@b.test', exteventusercd: 'AB-1', userstatus: 'active' })).toEqual({
    ...{ providerId: '7', email: 'a@b.test', registrationId: 'ab-1', state: 'approved' },
  })
  expect(registrant({ exteventusercd: '' }).registrationId).toBeUndefined()
})
