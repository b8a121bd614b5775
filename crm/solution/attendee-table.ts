import { options } from '../../lib/dataverse/options.ts'
import { engagementColumns } from './attendee-fields.ts'
import type { Column, LookupColumn, OwnTable } from './shapes.ts'
import { digestColumn, unmatchedReason, webinarLookups } from './unmatched-table.ts'

const { matchedBy } = options

export const noLongerListed: Column = {
  schema: 'wbc_NoLongerListed',
  type: 'yes or no',
  yes: { en: 'Yes', de: 'Ja' },
  no: { en: 'No', de: 'Nein' },
  words: { en: 'No longer listed', de: 'Nicht mehr gelistet' },
  description: { en: 'ON24 lists it no more; the row is kept.', de: 'ON24 listet es nicht mehr; die Zeile bleibt.' },
}

const links: readonly LookupColumn[] = [
  {
    schema: 'wbc_EventRegistrationId',
    to: 'msevtmgt_eventregistration',
    words: { en: 'Event registration', de: 'Eventregistrierung' },
    description: { en: 'The registration of the attendee.', de: 'Die Registrierung zur Teilnahme.' },
  },
  {
    schema: 'wbc_SessionRegistrationId',
    to: 'msevtmgt_sessionregistration',
    words: { en: 'Session registration', de: 'Sitzungsregistrierung' },
    description: { en: 'The registration of the attendee.', de: 'Die Registrierung zur Teilnahme.' },
  },
  {
    schema: 'wbc_ContactId',
    to: 'contact',
    words: { en: 'Contact', de: 'Kontakt' },
    description: { en: 'The contact of the registration.', de: 'Der Kontakt der Registrierung.' },
  },
]

/** One row an attendee and webinar, with all that ON24 knows. */
export const attendee: OwnTable = {
  schema: 'wbc_Attendee',
  words: { en: 'Webinar attendee', de: 'Webinarteilnahme' },
  plural: { en: 'Webinar attendees', de: 'Webinarteilnahmen' },
  description: {
    en: 'Somebody who attended a webinar, and how they took part.',
    de: 'Jemand hat an einem Webinar teilgenommen, und wie.',
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
      schema: 'wbc_Company',
      type: 'text',
      length: 200,
      words: { en: 'Company', de: 'Firma' },
      description: { en: 'As given at ON24.', de: 'Wie bei ON24 angegeben.' },
    },
    ...engagementColumns,
    noLongerListed,
    digestColumn,
    {
      ...digestColumn,
      schema: 'wbc_ActionsDigest',
      words: { en: 'Checksum of actions', de: 'Prüfsumme der Aktionen' },
    },
    {
      schema: 'wbc_MatchedBy',
      type: 'choice',
      options: [
        { value: matchedBy.registration, words: { en: 'Registration', de: 'Registrierung' } },
        { value: matchedBy.providerId, words: { en: 'Id at ON24', de: 'Kennung bei ON24' } },
        { value: matchedBy.email, words: { en: 'E-mail address', de: 'E-Mail-Adresse' } },
      ],
      words: { en: 'Matched by', de: 'Zugeordnet über' },
      description: {
        en: 'By what the registration was found; empty if none was.',
        de: 'Worüber die Registrierung gefunden wurde; leer, wenn keine.',
      },
    },
    {
      schema: 'wbc_Reason',
      type: 'global choice',
      choice: unmatchedReason.name,
      words: { en: 'Reason for no match', de: 'Grund ohne Zuordnung' },
      description: { en: 'Why no registration was found.', de: 'Warum keine Registrierung gefunden wurde.' },
    },
  ],
  lookups: [...webinarLookups, ...links],
}
