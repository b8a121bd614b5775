import { v5 as uuidV5 } from 'uuid'
import { hashOf } from '../../core/hash.ts'
import type { RowPlace, UnmatchedAttendee, UnmatchedCause } from '../../model/attendee-rows.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { Attendance } from '../../model/webinar.ts'
import type { Details } from './details.ts'
import type { UnmatchedReason } from './match-attendees.ts'

/** The name space of the ids of unmatched attendees. Changing it would make each of them a second time. */
const unmatchedAttendees = '0d0c3c5e-52c7-4e0e-8c55-3a5f2c1b7e41'

export const nobody = { firstName: '', lastName: '', company: '' }

/** An attendee who belongs to no registration as a row, always with the same id. */
export function toUnmatchedAttendee(
  attendance: Attendance,
  { person = nobody, engagement }: Pick<Details, 'person' | 'engagement'>,
  reason: UnmatchedReason,
  webinar: WebinarRow,
): UnmatchedAttendee {
  const { email, firstSeen } = attendance
  const { liveMinutes, onDemandMinutes } = engagement
  const known = { email, person, liveMinutes, onDemandMinutes, firstJoinedOn: firstSeen }
  const facts = { ...placeOf(webinar), ...known, cause: causeOf(attendance, reason) }
  return { id: unmatchedId(webinar, attendance.providerId), digest: hashOf(facts), ...facts }
}

/** The id of the row of an attendee while they belong to no registration. */
export function unmatchedId(webinar: WebinarRow, providerId: string): string {
  return rowId(unmatchedAttendees, webinar, providerId)
}

/** The id of what is kept of an attendee in a webinar. */
export function rowId(space: string, { kind, id, webinarId }: WebinarRow, ...names: string[]): string {
  return uuidV5([kind, id, webinarId, ...names].join('|').toLowerCase(), space)
}

export function placeOf({ kind, id, eventId, configuration = '' }: WebinarRow): RowPlace {
  return { eventId, sessionId: kind === 'session' ? id : undefined, configuration }
}

/** Somebody without a registration may have one that was deleted, or may have registered at the provider itself. */
export function causeOf({ email, registrationId }: Attendance, reason: UnmatchedReason): UnmatchedCause {
  if (reason === 'ambiguous') return 'several'
  if (reason === 'orphan' || reason === 'refused') return reason
  if (!email.includes('@')) return 'noAddress'
  return registrationId ? 'noRegistration' : 'providerOnly'
}
