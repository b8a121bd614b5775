import type { operations as english } from '../en/operations.ts'
import type { Translation } from '../message.ts'

/** Of attendees and failures, for an administrator. */
export const operations: Translation<typeof english> = {
  attendee_unknown: 'Zu dieser Person gibt es in Dynamics keine Anmeldung.',
  attendee_ambiguous: 'Mehrere Anmeldungen in Dynamics haben diese E-Mail-Adresse.',
  attendee_orphan: 'Die Sitzungsanmeldung gehört zu keiner Veranstaltungsanmeldung.',
  attendee_unreadable: 'Die Angaben des Anbieters zu dieser Person sind nicht lesbar.',
  attendee_refused: 'Dataverse lehnt den Check-in ab.',
  failure_unforeseen: ['Der Konnektor ist auf unvorhergesehene Weise gescheitert.', 'Wo, steht in seinem Protokoll.'],
}
