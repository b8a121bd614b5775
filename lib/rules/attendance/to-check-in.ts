import { v5 as uuidV5 } from 'uuid'
import { hashOf } from '../../core/hash.ts'
import type { CheckIn, WebinarRow } from '../../model/crm.ts'
import type { Attendance } from '../../model/webinar.ts'
import type { MatchedRegistration } from './match-attendees.ts'

/** The name space of check-in ids. Changing it would write every check-in a second time. */
const checkIns = '6f0f3d0e-7a55-4c0e-9a35-5f5c0f0a2b11'

/** An attendee's presence as a check-in, always with the same id, so that writing it twice changes nothing. */
export function toCheckIn(attendance: Attendance, registration: MatchedRegistration, webinar: WebinarRow): CheckIn {
  const ofSession = webinar.kind === 'session'
  return {
    id: checkInId(webinar, attendance.providerId),
    kind: webinar.kind,
    eventRegistrationId: registration.eventRegistrationId,
    sessionRegistrationId: ofSession ? registration.id : undefined,
    contactId: registration.contactId,
    eventId: webinar.eventId,
    sessionId: ofSession ? webinar.id : undefined,
    from: attendance.firstSeen,
    to: attendance.lastSeen,
    metrics: attendance.metrics,
  }
}

/** The id of the check-in of an attendee, by the provider's id of them. */
export function checkInId({ kind, id, webinarId }: WebinarRow, providerId: string): string {
  return uuidV5([kind, id, webinarId, providerId].join('|').toLowerCase(), checkIns)
}

/** Equal for check-ins that say the same. All texts of a check-in are ids, which Dataverse compares in any case. */
export function checkInHash(checkIn: CheckIn): string {
  const lower = Object.entries(checkIn).map(([name, value]) => [name, caseless(value)])
  return hashOf(Object.fromEntries(lower))
}

function caseless(value: CheckIn[keyof CheckIn]) {
  return typeof value === 'string' ? value.toLowerCase() : value
}
