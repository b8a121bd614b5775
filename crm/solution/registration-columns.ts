import type { Column, Extension } from './shapes.ts'

const joinLink: Column = {
  schema: 'wbc_JoinLink',
  type: 'link',
  length: 200,
  words: { en: 'Join link', de: 'Teilnahmelink' },
  description: {
    en: 'Opens the webinar for this person. Filled in by the webinar connector.',
    de: 'Öffnet das Webinar für diese Person. Füllt der Webinar-Connector aus.',
  },
}

/** Columns on Microsoft’s tables of registrations: e-mails can show what stands on these rows themselves. */
export const registrationColumns: readonly Extension[] = [
  { table: 'msevtmgt_eventregistration', columns: [joinLink] },
  { table: 'msevtmgt_sessionregistration', columns: [joinLink] },
]
