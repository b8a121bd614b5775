import type { WebinarKind } from './crm.ts'
import type { Engagement, EngagementAction, Person } from './engagement.ts'

/** Why an attendee belongs to no registration, as a row in CRM says it. */
export type UnmatchedCause = 'noRegistration' | 'several' | 'providerOnly' | 'noAddress' | 'orphan' | 'refused'

/** The webinar of an own row: an event, or a session of it, and the account. */
export type RowPlace = { eventId: string; sessionId: string | undefined; configuration: string }

/** A row that stands in CRM; `digest`: of what the connector wrote there last. */
export type KnownRow = { id: string; digest: string }

/** An attendee without a registration, as CRM shows them until there is one. `digest`: of all else. */
export type UnmatchedAttendee = KnownRow &
  RowPlace & {
    email: string
    person: Person
    liveMinutes: number | undefined
    onDemandMinutes: number | undefined
    firstJoinedOn: Date | undefined
    cause: UnmatchedCause
  }

/** A person behind such a row, and the event or session that they attended. */
export type UnmatchedPerson = { email: string; person: Person; kind: WebinarKind; webinarRow: string }

/** By what an attendee was found: the registration that they carry, the provider's id on the row, or the address. */
export type MatchedBy = 'registration' | 'providerId' | 'email'

/** The rows of CRM to which an attendee belongs. */
type AttendeeLinks = {
  eventRegistrationId: string | undefined
  sessionRegistrationId: string | undefined
  contactId: string | undefined
}

/** An attendee of a webinar, with all that is known. `digest`: of all but the actions, which have their own. */
export type AttendeeRow = KnownRow &
  RowPlace &
  AttendeeLinks & {
    email: string
    person: Person
    engagement: Engagement
    matchedBy: MatchedBy | undefined
    cause: UnmatchedCause | undefined
    /** Empty where there is no action, or where not all of them are written. */
    actionsDigest: string
  }

/** `isUnlisted`: it stands as one that the provider lists no more. */
export type KnownAttendee = KnownRow & { actionsDigest: string; isUnlisted: boolean }

export type ActionRow = KnownRow & Omit<RowPlace, 'configuration'> & EngagementAction & { attendeeId: string }
export type KnownAction = KnownRow & { isUnlisted: boolean }
