import { options } from '../../lib/dataverse/options.ts'
import { company, digestColumn, emailAddress, personName, webinarLookups } from './attendee-columns.ts'
import type { GlobalChoice, OwnTable } from './shapes.ts'
import { writtenByConnector } from './written-by-connector.ts'

const reasons = options.unmatchedReason

/** Why an attendee belongs to no registration. A value that a row has stays what it means. */
export const unmatchedReason: GlobalChoice = {
  name: 'wbc_unmatchedreason',
  words: { en: 'Reason for no match', de: 'Grund ohne Zuordnung' },
  description: {
    en: 'Why an attendee belongs to no registration in Dynamics.',
    de: 'Warum eine Person, die teilgenommen hat, zu keiner Registrierung in Dynamics gehört.',
  },
  options: [
    {
      value: reasons.noRegistration,
      words: { en: 'The registration is gone', de: 'Die Registrierung gibt es nicht mehr' },
    },
    {
      value: reasons.several,
      words: { en: 'Several registrations have this address', de: 'Mehrere Registrierungen haben diese Adresse' },
    },
    { value: reasons.providerOnly, words: { en: 'Registered at ON24 only', de: 'Nur bei ON24 registriert' } },
    { value: reasons.noAddress, words: { en: 'No e-mail address', de: 'Keine E-Mail-Adresse' } },
    {
      value: reasons.orphan,
      words: { en: 'Session registration without event registration', de: 'Sitzungs- ohne Eventregistrierung' },
    },
    {
      value: reasons.refused,
      words: { en: 'Dynamics refused the check-in', de: 'Dynamics hat den Check-in abgelehnt' },
    },
  ],
}

/** An attendee who belongs to no registration, until there is one. */
export const unmatchedAttendee: OwnTable = {
  schema: 'wbc_UnmatchedAttendee',
  words: { en: 'Unmatched attendee', de: 'Teilnahme ohne Zuordnung' },
  plural: { en: 'Unmatched attendees', de: 'Teilnahmen ohne Zuordnung' },
  description: {
    en: 'Somebody who attended a webinar and has no registration in Dynamics. The row goes when they are matched.',
    de: 'Jemand hat an einem Webinar teilgenommen und keine Registrierung in Dynamics. Die Zeile geht mit der Zuordnung.',
  },
  ...writtenByConnector,
  primary: personName,
  columns: [
    emailAddress,
    {
      schema: 'wbc_FirstName',
      type: 'text',
      length: 200,
      words: { en: 'First name', de: 'Vorname' },
      description: { en: 'As given at ON24.', de: 'Wie bei ON24 angegeben.' },
    },
    {
      schema: 'wbc_LastName',
      type: 'text',
      length: 200,
      words: { en: 'Last name', de: 'Nachname' },
      description: { en: 'As given at ON24.', de: 'Wie bei ON24 angegeben.' },
    },
    company,
    {
      schema: 'wbc_LiveMinutes',
      type: 'whole',
      min: 0,
      max: 1_000_000,
      words: { en: 'Minutes live', de: 'Minuten live' },
      description: { en: 'How long they watched live.', de: 'Wie lange live zugesehen wurde.' },
    },
    {
      schema: 'wbc_OnDemandMinutes',
      type: 'whole',
      min: 0,
      max: 1_000_000,
      words: { en: 'Minutes on demand', de: 'Minuten auf Abruf' },
      description: { en: 'How long they watched the recording.', de: 'Wie lange die Aufzeichnung gesehen wurde.' },
    },
    {
      schema: 'wbc_FirstJoinedOn',
      type: 'time',
      words: { en: 'First joined', de: 'Zuerst dabei' },
      description: { en: 'When they were first there, live or on demand.', de: 'Zuerst dabei, live oder auf Abruf.' },
    },
    digestColumn,
    {
      schema: 'wbc_Reason',
      type: 'global choice',
      choice: unmatchedReason.name,
      words: { en: 'Reason', de: 'Grund' },
      description: { en: 'Why no registration was found.', de: 'Warum keine Registrierung gefunden wurde.' },
    },
  ],
  lookups: webinarLookups,
}
