import { mappingLookups } from './mapping-lookups.ts'
import type { OwnTable } from './shapes.ts'
import { writtenByConnector } from './written-by-connector.ts'

/** A row is a field that the webinar provider has for registrants, in an account or in one webinar. */
export const providerField: OwnTable = {
  schema: 'wbc_ProviderField',
  words: { en: 'Provider field', de: 'Feld des Anbieters' },
  plural: { en: 'Provider fields', de: 'Felder des Anbieters' },
  description: {
    en: 'A field of the webinar provider’s registration form. Read by the connector when it is asked to.',
    de: 'Ein Feld im Registrierungsformular des Webinar-Anbieters. Liest der Connector auf Auftrag.',
  },
  ...writtenByConnector,
  primary: {
    schema: 'wbc_Name',
    type: 'text',
    length: 200,
    words: { en: 'Name', de: 'Name' },
    description: { en: 'What people read at the field.', de: 'Was Menschen an dem Feld lesen.' },
  },
  columns: [
    {
      schema: 'wbc_Field',
      type: 'text',
      length: 50,
      words: { en: 'Field', de: 'Feld' },
      description: { en: 'What a field mapping calls it.', de: 'Wie eine Feldzuordnung es nennt.' },
    },
    {
      schema: 'wbc_Required',
      type: 'yes or no',
      yes: { en: 'Yes', de: 'Ja' },
      no: { en: 'No', de: 'Nein' },
      words: { en: 'Required', de: 'Pflichtfeld' },
      description: { en: 'Nobody is registered without it.', de: 'Ohne es wird niemand registriert.' },
    },
    {
      schema: 'wbc_Options',
      type: 'memo',
      length: 20_000,
      words: { en: 'Options', de: 'Auswahl' },
      description: {
        en: 'The only values that a drop-down takes, a line each.',
        de: 'Die einzigen Werte einer Auswahlliste, je Zeile einer.',
      },
    },
    {
      schema: 'wbc_Missing',
      type: 'whole',
      min: 0,
      max: 2_147_483_647,
      words: { en: 'Without a value', de: 'Ohne Wert' },
      description: {
        en: 'Registrations of the webinar for which nothing can be sent.',
        de: 'Registrierungen des Webinars, für die nichts gesendet werden kann.',
      },
    },
    {
      schema: 'wbc_Position',
      type: 'whole',
      min: 0,
      max: 1000,
      words: { en: 'Position', de: 'Position' },
      description: { en: 'Its place in the form.', de: 'Seine Stelle im Formular.' },
    },
    {
      schema: 'wbc_MaxLength',
      type: 'whole',
      min: 0,
      max: 1_000_000,
      words: { en: 'Most characters', de: 'Höchstlänge' },
      description: { en: 'How many characters it takes.', de: 'Wie viele Zeichen es fasst.' },
    },
  ],
  lookups: mappingLookups,
}
