import { expect, test } from 'vitest'
import { toUnmatchedAttendee } from '../../../../lib/rules/attendance/to-unmatched-attendee.ts'
import { anAttendance, aWebinarRow } from '../../../harness/builders.ts'

const event = aWebinarRow({ id: 'event-1', eventId: 'event-1' })
const nothing = { person: undefined, engagement: {} }

test('the id of an unmatched attendee is fixed for ever, and another one in each webinar', () => {
  const idIn = (webinar: typeof event) => toUnmatchedAttendee(anAttendance(), nothing, 'unknown', webinar).id
  expect(idIn(event)).toBe('e38d0dd8-6d8d-5792-9c0c-abd09801589f')
  const others = [
    { ...event, webinarId: '5000002' },
    { ...event, id: 'event-2' },
    { ...event, kind: 'session' as const },
  ]
  expect(new Set([event, ...others].map(idIn)).size).toBe(4)
})

test('the digest is another one for another fact, and no other', () => {
  const digest = (...[attendance, details]: Parameters<typeof toUnmatchedAttendee>) =>
    toUnmatchedAttendee(attendance, details, 'unknown', event).digest
  const usual = digest(anAttendance(), nothing, 'unknown', event)
  expect(digest(anAttendance(), { ...nothing, engagement: { score: 4 } }, 'unknown', event)).toBe(usual)
  expect(digest(anAttendance(), { ...nothing, engagement: { liveMinutes: 4 } }, 'unknown', event)).not.toBe(usual)
  expect(digest(anAttendance({ email: 'eve@example.test' }), nothing, 'unknown', event)).not.toBe(usual)
})
