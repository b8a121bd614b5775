import type { Person } from './engagement.ts'

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
