import type { OwnTable } from './shapes.ts'
import { writtenByConnector } from './written-by-connector.ts'

/** A webinar that exists at its provider only, until an event or session names it. */
export const foundWebinar: OwnTable = {
  schema: 'wbc_FoundWebinar',
  words: { en: 'Found webinar', de: 'Gefundenes Webinar' },
  plural: { en: 'Found webinars', de: 'Gefundene Webinare' },
  description: {
    en: 'A webinar that is at ON24 and that no event or session names. The row goes once one does.',
    de: 'Ein Webinar, das bei ON24 steht und das kein Event und keine Sitzung nennt. Die Zeile geht, sobald eines es tut.',
  },
  ...writtenByConnector,
  primary: {
    schema: 'wbc_Name',
    type: 'text',
    length: 200,
    words: { en: 'Title', de: 'Titel' },
    description: { en: 'The title of the webinar at ON24.', de: 'Der Titel des Webinars bei ON24.' },
  },
  columns: [
    {
      schema: 'wbc_WebinarId',
      type: 'text',
      length: 100,
      words: { en: 'Webinar id', de: 'Webinar-ID' },
      description: { en: 'What ON24 knows the webinar by.', de: 'Woran ON24 das Webinar erkennt.' },
    },
    {
      schema: 'wbc_StartsOn',
      type: 'time',
      words: { en: 'Starts', de: 'Beginn' },
      description: { en: 'When it starts at ON24.', de: 'Wann es bei ON24 beginnt.' },
    },
    {
      schema: 'wbc_EndsOn',
      type: 'time',
      words: { en: 'Ends', de: 'Ende' },
      description: { en: 'When it ends live at ON24.', de: 'Wann es bei ON24 live endet.' },
    },
    {
      schema: 'wbc_Registrants',
      type: 'whole',
      min: 0,
      max: 2_147_483_647,
      words: { en: 'Registrants', de: 'Angemeldete' },
      description: {
        en: 'How many people ON24 has registered, read at least once an hour.',
        de: 'Wie viele Personen bei ON24 angemeldet sind, mindestens stündlich gelesen.',
      },
    },
    {
      schema: 'wbc_Link',
      type: 'link',
      length: 1000,
      words: { en: 'Audience page', de: 'Seite für Teilnehmende' },
      description: {
        en: 'The page where people register at ON24.',
        de: 'Die Seite, auf der man sich bei ON24 anmeldet.',
      },
    },
    {
      schema: 'wbc_Format',
      type: 'text',
      length: 100,
      words: { en: 'Format', de: 'Format' },
      description: { en: 'The kind of webinar, as ON24 calls it.', de: 'Die Art des Webinars, wie ON24 sie nennt.' },
    },
  ],
  lookups: [
    {
      schema: 'wbc_ConfigurationId',
      to: 'msevtmgt_webinarconfiguration',
      goesAlong: true,
      words: { en: 'Webinar configuration', de: 'Webinarkonfiguration' },
      description: { en: 'The account in which it was found.', de: 'Das Konto, in dem es gefunden wurde.' },
    },
  ],
}
