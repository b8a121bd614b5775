import type { Entry } from '../message.ts'

/** Of attendees and failures, for an administrator. */
export const operations = {
  attendee_unknown: 'No registration in Dynamics belongs to this attendee.',
  attendee_ambiguous: 'Several registrations in Dynamics have this e-mail address.',
  attendee_orphan: 'The session registration belongs to no event registration.',
  attendee_unreadable: 'What the provider says of this attendee cannot be read.',
  attendee_refused: 'Dataverse refused the check-in.',
  failure_unforeseen: ['The connector failed in a way that was not foreseen.', 'Its log says where.'],
} satisfies Record<string, Entry>
