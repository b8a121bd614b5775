import type { Column, LookupColumn } from './shapes.ts'

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

/** The name of an attendee. */
export const personName = {
  schema: 'wbc_Name',
  type: 'text',
  length: 200,
  words: { en: 'Name', de: 'Name' },
  description: { en: 'The name given at ON24, else the address.', de: 'Der Name laut ON24, sonst die Adresse.' },
} as const

export const emailAddress: Column = {
  schema: 'wbc_EmailAddress',
  type: 'text',
  length: 320,
  words: { en: 'E-mail address', de: 'E-Mail-Adresse' },
  description: { en: 'As given at ON24.', de: 'Wie bei ON24 angegeben.' },
}

export const company: Column = {
  schema: 'wbc_Company',
  type: 'text',
  length: 200,
  words: { en: 'Company', de: 'Firma' },
  description: { en: 'As given at ON24.', de: 'Wie bei ON24 angegeben.' },
}

/** An attendee or an action that is kept though it is not in the list any more. */
export const noLongerListed: Column = {
  schema: 'wbc_NoLongerListed',
  type: 'yes or no',
  yes: { en: 'Yes', de: 'Ja' },
  no: { en: 'No', de: 'Nein' },
  words: { en: 'No longer listed', de: 'Nicht mehr gelistet' },
  description: { en: 'ON24 lists it no more; the row is kept.', de: 'ON24 listet es nicht mehr; die Zeile bleibt.' },
}

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
