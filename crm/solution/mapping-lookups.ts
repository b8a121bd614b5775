import type { LookupColumn } from './shapes.ts'

/** Where a mapping holds or a field is asked for: in an account, or in one event or session of it alone. */
export const mappingLookups: readonly LookupColumn[] = [
  {
    schema: 'wbc_ConfigurationId',
    to: 'msevtmgt_webinarconfiguration',
    words: { en: 'Webinar configuration', de: 'Webinarkonfiguration' },
    description: { en: 'The account for which it holds.', de: 'Das Konto, für das es gilt.' },
  },
  {
    schema: 'wbc_EventId',
    to: 'msevtmgt_event',
    words: { en: 'Event', de: 'Event' },
    description: {
      en: 'Filled in where it holds for this event alone.',
      de: 'Ausgefüllt, wenn es nur für dieses Event gilt.',
    },
  },
  {
    schema: 'wbc_SessionId',
    to: 'msevtmgt_session',
    words: { en: 'Session', de: 'Sitzung' },
    description: {
      en: 'Filled in where it holds for this session alone.',
      de: 'Ausgefüllt, wenn es nur für diese Sitzung gilt.',
    },
  },
]
