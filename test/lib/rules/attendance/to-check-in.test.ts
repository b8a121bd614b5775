import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WebinarRow } from '../../../../lib/model/crm.ts'
import type { Attendance } from '../../../../lib/model/webinar.ts'
import { checkInHash, toCheckIn } from '../../../../lib/rules/attendance/to-check-in.ts'
import { anAttendance, aRegistrationKey, aWebinarRow } from '../../../harness/builders.ts'

const event = aWebinarRow({ id: 'event-1', eventId: 'event-1' })
const session = aWebinarRow({ kind: 'session', table: 'sessions', id: 'session-1', eventId: 'event-1' })
const registration = {
  ...aRegistrationKey({ id: 'registration-1', contactId: 'contact-1' }),
  eventRegistrationId: 'event-registration-1',
}
const attendance = anAttendance({
  metrics: { minutes: 42, questions: 3 },
  ...{ firstSeen: new Date('2026-05-12T13:00:01Z'), lastSeen: new Date('2026-05-12T14:00:02Z') },
})

test('an attendee of an event is a check-in of the event, and of no session', () => {
  expect(toCheckIn(attendance, registration, event)).toEqual({
    ...{ id: expect.any(String), kind: 'event', contactId: 'contact-1', eventId: 'event-1' },
    ...{ eventRegistrationId: 'event-registration-1', sessionRegistrationId: undefined, sessionId: undefined },
    ...{ from: attendance.firstSeen, to: attendance.lastSeen, metrics: attendance.metrics },
  })
})

test('an attendee of a session is a check-in of session, event and the registrations', () => {
  expect(toCheckIn(attendance, registration, session)).toMatchObject({
    ...{ kind: 'session', contactId: 'contact-1', eventId: 'event-1', sessionId: 'session-1' },
    ...{ eventRegistrationId: 'event-registration-1', sessionRegistrationId: 'registration-1' },
  })
})

test('the id of a check-in is fixed for ever', () => {
  expect(toCheckIn(attendance, registration, event).id).toBe('0e59e1e2-873f-5de6-be7b-6d22193307af')
})

test('the id depends on attendee, webinar and event, and on nothing else', () => {
  const id = (who: Partial<Attendance>, where: Partial<WebinarRow> = {}) =>
    toCheckIn({ ...attendance, ...who }, registration, { ...event, ...where }).id
  const same = id({ email: 'other@example.test', metrics: { minutes: 7, questions: 0 }, lastSeen: undefined })
  expect(same).toBe(id({}))
  const others = [id({ providerId: '701' }), id({}, { id: 'event-2' }), id({}, { webinarId: '5000002' })]
  expect(new Set([...others, id({}), toCheckIn(attendance, registration, session).id]).size).toBe(5)
})

test('a check-in is equal before and after Dataverse has stored it', () => {
  const time = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(time, time, fc.nat(1000), (firstSeen, lastSeen, minutes) => {
      const checkIn = toCheckIn(
        { ...attendance, firstSeen, lastSeen, metrics: { minutes, questions: 3 } },
        registration,
        session,
      )
      const second = (date: Date) => new Date(`${date.toISOString().slice(0, 19)}Z`)
      const kept = { ...checkIn, from: second(firstSeen), to: second(lastSeen), contactId: 'CONTACT-1' }
      expect(checkInHash(kept)).toBe(checkInHash(checkIn))
    }),
  )
})

test.each([
  ['minutes', { metrics: { minutes: 43, questions: 3 } }],
  ['questions', { metrics: { minutes: 42, questions: 4 } }],
  ['first activity', { firstSeen: new Date('2026-05-12T13:00:02Z') }],
  ['last activity', { lastSeen: new Date('2026-05-12T14:00:03Z') }],
  ['activity that is no longer known', { lastSeen: undefined }],
])('a check-in with other %s is different', (_, news) => {
  const say = (one: Attendance) => checkInHash(toCheckIn(one, registration, event))
  expect(say({ ...attendance, ...news })).not.toBe(say(attendance))
})
