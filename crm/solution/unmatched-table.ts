import { options } from '../../lib/dataverse/options.ts'
import type { GlobalChoice, LookupColumn, OwnTable } from './shapes.ts'

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

/** The webinar of a row about an attendee. */
export const webinarLookups: readonly LookupColumn[] = [
  {
    schema: 'wbc_EventId',
    to: 'msevtmgt_event',
    words: { en: 'Event', de: 'Event' },
    description: { en: 'The event that was attended.', de: 'Das Event, an dem teilgenommen wurde.' },
  },
  {
    schema: 'wbc_SessionId',
    to: 'msevtmgt_session',
    words: { en: 'Session', de: 'Sitzung' },
    description: {
      en: 'The session that was attended, where it is a webinar of its own.',
      de: 'Die Sitzung, an der teilgenommen wurde, wenn sie ein eigenes Webinar ist.',
    },
  },
  {
    schema: 'wbc_ConfigurationId',
    to: 'msevtmgt_webinarconfiguration',
    words: { en: 'Webinar configuration', de: 'Webinarkonfiguration' },
    description: { en: 'The account that held the webinar.', de: 'Das Konto, das das Webinar veranstaltet hat.' },
  },
]

/** Tells what the connector wrote last, so that it writes nothing twice. */
export const digestColumn = {
  schema: 'wbc_Digest',
  type: 'text',
  length: 100,
  words: { en: 'Checksum', de: 'Prüfsumme' },
  description: {
    en: 'Of what the connector wrote last. Not to be edited.',
    de: 'Von dem, was der Connector zuletzt geschrieben hat. Nicht bearbeiten.',
  },
} as const

/** An attendee who belongs to no registration, until there is one. */
export const unmatchedAttendee: OwnTable = {
  schema: 'wbc_UnmatchedAttendee',
  words: { en: 'Unmatched attendee', de: 'Teilnahme ohne Zuordnung' },
  plural: { en: 'Unmatched attendees', de: 'Teilnahmen ohne Zuordnung' },
  description: {
    en: 'Somebody who attended a webinar and has no registration in Dynamics. The row goes when they are matched.',
    de: 'Jemand hat an einem Webinar teilgenommen und keine Registrierung in Dynamics. Die Zeile geht mit der Zuordnung.',
  },
  ownership: 'UserOwned',
  audited: false,
  tracked: false,
  primary: {
    schema: 'wbc_Name',
    type: 'text',
    length: 200,
    words: { en: 'Name', de: 'Name' },
    description: { en: 'The name given at ON24, else the address.', de: 'Der Name laut ON24, sonst die Adresse.' },
  },
  columns: [
    {
      schema: 'wbc_EmailAddress',
      type: 'text',
      length: 320,
      words: { en: 'E-mail address', de: 'E-Mail-Adresse' },
      description: { en: 'As given at ON24.', de: 'Wie bei ON24 angegeben.' },
    },
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
    {
      schema: 'wbc_Company',
      type: 'text',
      length: 200,
      words: { en: 'Company', de: 'Firma' },
      description: { en: 'As given at ON24.', de: 'Wie bei ON24 angegeben.' },
    },
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
