import { normalizeEmail } from '../../core/email.ts'
import type { MatchedBy } from '../../model/attendee-rows.ts'
import type { RegistrationKey } from '../../model/crm.ts'
import type { Attendance } from '../../model/webinar.ts'
import { packAttendance, unpackAttendance } from './packed-attendance.ts'
import { unionOf } from './union-of.ts'

/** Why an attendee belongs to no registration, or could not be written. */
export const unmatchedReasons = ['unknown', 'ambiguous', 'orphan', 'refused', 'unreadable'] as const
export type UnmatchedReason = (typeof unmatchedReasons)[number]

export type MatchedRegistration = Pick<RegistrationKey, 'id' | 'owner' | 'contactId'> & { eventRegistrationId: string }
export type Match = { registration: MatchedRegistration; by: MatchedBy } | { reason: UnmatchedReason }

export type RegistrationIndex = {
  byId: ReadonlyMap<string, RegistrationKey>
  byProviderId: ReadonlyMap<string, RegistrationKey>
  /** `null` where several registrations have the address. */
  byEmail: ReadonlyMap<string, RegistrationKey | null>
}

/** Finds registrations by what an attendee may carry. */
export function indexRegistrations(registrations: readonly RegistrationKey[]): RegistrationIndex {
  const byId = new Map<string, RegistrationKey>()
  const byProviderId = new Map<string, RegistrationKey>()
  const byEmail = new Map<string, RegistrationKey | null>()
  for (const registration of registrations) {
    const email = normalizeEmail(registration.email)
    byId.set(registration.id.toLowerCase(), registration)
    if (registration.providerId && !byProviderId.has(registration.providerId)) {
      byProviderId.set(registration.providerId, registration)
    }
    if (email) byEmail.set(email, byEmail.has(email) ? null : registration)
  }
  return { byId, byProviderId, byEmail }
}

/**
 * Finds the registration of an attendee: by the registration that the attendee carries, else by the provider's id on the
 * CRM row, else by the e-mail address if only one registration has it. Never a guess.
 */
export function matchAttendee(attendance: Attendance, index: RegistrationIndex): Match {
  const { registrationId: carried } = attendance
  const ways = {
    registration: carried ? index.byId.get(carried) : undefined,
    providerId: index.byProviderId.get(attendance.providerId),
    email: index.byEmail.get(normalizeEmail(attendance.email)),
  }
  const by = (['registration', 'providerId', 'email'] as const).find((way) => ways[way])
  const found = by && ways[by]
  if (!found) return { reason: ways.email === null ? 'ambiguous' : 'unknown' }
  const { id, owner, contactId, eventRegistrationId } = found
  if (!eventRegistrationId) return { reason: 'orphan' }
  return { registration: { id, owner, contactId, eventRegistrationId }, by }
}

/** A person who attended, with all that the provider lists of them, packed. */
export type Attendee = { registration: MatchedRegistration; packed: string }

export type Matches = {
  /** By registration: a person whom the provider lists twice counts once. */
  attendees: Map<string, Attendee>
  unmatched: { providerId: string; reason: UnmatchedReason }[]
}

export function noMatches(): Matches {
  return { attendees: new Map(), unmatched: [] }
}

/** Adds a packed attendance to the person whose it is, and answers who that is. */
export function addMatch({ attendees, unmatched }: Matches, packed: string, index: RegistrationIndex): Match {
  const attendance = unpackAttendance(packed)
  const match = matchAttendee(attendance, index)
  if ('reason' in match) {
    unmatched.push({ providerId: attendance.providerId, reason: match.reason })
    return match
  }
  const { registration } = match
  const before = attendees.get(registration.id)
  const union = before && packAttendance(unionOf(unpackAttendance(before.packed), attendance))
  attendees.set(registration.id, { registration, packed: union ?? packed })
  return match
}

/** Gives session registrations without an event registration that of the same contact, the first one given. */
export function adoptEventRegistrations(
  sessions: readonly RegistrationKey[],
  events: readonly RegistrationKey[],
): RegistrationKey[] {
  const byContact = new Map<string, string>()
  for (const { contactId, id } of events) if (contactId && !byContact.has(contactId)) byContact.set(contactId, id)
  return sessions.map((session) => ({
    ...session,
    eventRegistrationId: session.eventRegistrationId ?? byContact.get(session.contactId ?? ''),
  }))
}
