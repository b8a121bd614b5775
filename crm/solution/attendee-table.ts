import { options } from '../../lib/dataverse/options.ts'
import { company, digestColumn, emailAddress, noLongerListed, personName, webinarLookups } from './attendee-columns.ts'
import { engagementColumns } from './attendee-fields.ts'
import type { LookupColumn, OwnTable } from './shapes.ts'
import { unmatchedReason } from './unmatched-table.ts'
import { writtenByConnector } from './written-by-connector.ts'

const { matchedBy } = options

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
  ...writtenByConnector,
  primary: personName,
  columns: [
    emailAddress,
    company,
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
