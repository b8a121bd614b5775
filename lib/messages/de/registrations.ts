import type { registrations as english } from '../en/registrations.ts'
import type { Translation } from '../message.ts'
import { die } from './words.ts'

/** Of a registration, for its planner: in a column of 100 characters. */
export const registrations: Translation<typeof english> = {
  registered: ({ provider }) => `Bei ${provider} angemeldet`,
  cancelled: ({ provider }) => `Bei ${provider} abgemeldet`,
  blocked: ({ provider }) => `Nach dem Beginn abgemeldet: bei ${provider} gesperrt`,
  erased: ({ provider }) => [
    `Bei ${provider} auf Wunsch gelöscht; nicht erneut übermittelt.`,
    'Rückgängig: absagen und wieder aktivieren.',
  ],

  waitlisted: 'Auf der Warteliste. Wird übermittelt, sobald angemeldet; Sie müssen nichts tun.',
  on_hold: 'Zurückgestellt. Wird übermittelt, sobald angemeldet; Sie müssen nichts tun.',
  status_reason_unknown: ['Nicht übermittelt: Statusgrund unbekannt.', 'Ihre Administration: bitte zuordnen.'],

  contact_without_email: ['Dem Kontakt fehlt die E-Mail-Adresse.', 'Bitte tragen Sie sie beim Kontakt ein.'],
  email_malformed: ['Die E-Mail-Adresse des Kontakts ist ungültig.', 'Bitte berichtigen Sie sie beim Kontakt.'],
  email_too_long: ({ most }) => [
    `Die E-Mail-Adresse des Kontakts hat mehr als ${most} Zeichen.`,
    'Bitte geben Sie eine kürzere an.',
  ],
  registration_fields_missing: ({ provider, fields }) => [
    `${provider} verlangt: ${fields}.`,
    'Bitte Kontakt ergänzen oder Administration fragen.',
  ],
  registration_fields_not_options: ({ provider, fields }) => [
    `${provider} kennt die Angabe nicht: ${fields}.`,
    'Bitte Kontakt ändern oder Administration fragen.',
  ],
  registration_fields_too_long: ({ provider, fields }) => [
    `Zu lang für ${provider}: ${fields}.`,
    'Bitte kürzen oder Administration fragen.',
  ],
  registration_webinar_unknown: ({ provider }) => [
    `${provider} kennt dieses Webinar nicht.`,
    'Bitte prüfen Sie die Webinar-ID der Veranstaltung.',
  ],
  no_such_webinar: ({ provider, webinarId }) => [
    `Bei ${provider} gibt es kein Webinar „${webinarId}“.`,
    'Bitte die Webinar-ID berichtigen.',
  ],
  registration_webinar_inactive: ({ provider }) => [
    `Das Webinar ist bei ${provider} inaktiv; bitte dort aktivieren.`,
    'Ihre Administration: dann neu senden.',
  ],
  registration_refused: ({ provider, said }) =>
    said
      ? [`${provider} lehnt ab: „${said}“`, 'Bitte berichtigen Sie den Kontakt.']
      : [`${provider} lehnt dies ohne Begründung ab.`, 'Ihre Administration: siehe Liste der Fehlschläge.'],
  registration_refused_before: ({ provider }) => [
    `${provider} hat diese Anmeldung schon einmal abgelehnt.`,
    'Bitte berichtigen Sie den Kontakt.',
  ],
  too_late_to_cancel: ({ provider }) =>
    `Das Webinar hat begonnen; die Person bleibt bei ${provider} angemeldet. Sie müssen nichts tun.`,
  too_late_to_register: ({ provider }) => `Das Webinar hat begonnen; ${provider} nimmt diese Anmeldung nicht mehr an.`,

  event_cancelled: ({ kind }) => `${die(kind)} ist abgesagt. Sie müssen nichts tun.`,
  no_configuration: ({ kind }) => [`${die(kind)} hat keine Webinarkonfiguration.`, 'Bitte wählen Sie dort eine aus.'],
  no_credentials: ['Die Webinarkonfiguration hat keine Zugangsdaten.', 'Ihre Administration: bitte dort eintragen.'],
  terms_not_accepted: [
    'Den Bedingungen des Webinaranbieters ist nicht zugestimmt.',
    'Ihre Administration: bitte zustimmen.',
  ],
  no_own_webinar: ({ kind }) => [
    `${die(kind)} hat die Webinar-ID einer anderen.`,
    'Was zu tun ist, nennt dort der Webinarstatus.',
  ],
  no_webinar_yet: ({ kind }) => [`${die(kind)} hat noch kein Webinar.`, 'Den Grund nennt dort der Webinarstatus.'],
  no_webinar_past: ({ kind }) => [
    `Nicht übermittelt: ${die(kind)} begann ohne Webinar.`,
    'Den Grund nennt dort der Webinarstatus.',
  ],
  sessions_are_webinars: 'Nicht übermittelt: Nur die Sitzungen der Veranstaltung sind Webinare. Nichts zu tun.',

  waiting: 'Noch nicht übermittelt. Das geschieht von selbst; Sie müssen nichts tun.',
  gave_up: ['Trotz vieler Versuche nicht übermittelt.', 'Ihre Administration: Ursache klären, neu senden.'],
  no_access: ['Der Webinaranbieter verweigert zurzeit den Zugang.', 'Ihre Administration: siehe Webinarkonfiguration.'],
  not_processed: ['Dies ließ sich nicht verarbeiten.', 'Ihre Administration: siehe Liste der Fehlschläge.'],
}
