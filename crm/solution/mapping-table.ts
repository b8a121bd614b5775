import { options } from '../../lib/dataverse/options.ts'
import { mappingLookups } from './mapping-lookups.ts'
import type { OwnTable } from './shapes.ts'

const { mappingSource: sources, tooLong } = options

/** A row says where a field of the webinar provider comes from. */
export const fieldMapping: OwnTable = {
  schema: 'wbc_FieldMapping',
  words: { en: 'Field mapping', de: 'Feldzuordnung' },
  plural: { en: 'Field mappings', de: 'Feldzuordnungen' },
  description: {
    en: 'Which value of Dynamics goes into which field of the webinar provider.',
    de: 'Welcher Wert aus Dynamics in welches Feld des Webinar-Anbieters geht.',
  },
  ownership: 'UserOwned',
  // Each line sends personal data to a third party, so its history is kept.
  audited: true,
  tracked: false,
  primary: {
    schema: 'wbc_Name',
    type: 'text',
    length: 200,
    words: { en: 'Name', de: 'Name' },
    description: {
      en: 'For people; the connector does not read it.',
      de: 'Für Menschen; der Connector liest ihn nicht.',
    },
  },
  columns: [
    {
      schema: 'wbc_Field',
      type: 'text',
      length: 50,
      words: { en: 'Field', de: 'Feld' },
      description: {
        en: 'The field as the webinar provider names it, such as country, workphone or std1.',
        de: 'Das Feld, wie der Webinar-Anbieter es nennt, etwa country, workphone oder std1.',
      },
    },
    {
      schema: 'wbc_Source',
      type: 'choice',
      options: [
        { value: sources.contact, words: { en: 'Contact', de: 'Kontakt' } },
        { value: sources.account, words: { en: 'Account of the contact', de: 'Firma des Kontakts' } },
        { value: sources.registration, words: { en: 'Registration', de: 'Registrierung' } },
        { value: sources.answer, words: { en: 'Answer in the form', de: 'Antwort im Formular' } },
        { value: sources.constant, words: { en: 'The same for everybody', de: 'Für alle gleich' } },
      ],
      words: { en: 'Taken from', de: 'Kommt aus' },
      description: { en: 'Where the value comes from.', de: 'Woher der Wert kommt.' },
    },
    {
      schema: 'wbc_Column',
      type: 'text',
      length: 100,
      words: { en: 'Column or question', de: 'Spalte oder Frage' },
      description: {
        en: 'The logical name of the column, such as telephone1; of an answer the question, as the form has it.',
        de: 'Der logische Name der Spalte, etwa telephone1; bei einer Antwort die Frage, wie sie im Formular steht.',
      },
    },
    {
      schema: 'wbc_Constant',
      type: 'text',
      length: 1000,
      words: { en: 'Fixed value', de: 'Fester Wert' },
      description: { en: 'What is sent for everybody.', de: 'Was für alle gesendet wird.' },
    },
    {
      schema: 'wbc_ValueMap',
      type: 'memo',
      length: 10_000,
      words: { en: 'Values', de: 'Werte' },
      description: {
        en: 'A line each: value in Dynamics = value at the webinar provider.',
        de: 'Je Zeile: Wert in Dynamics = Wert beim Webinar-Anbieter.',
      },
    },
    {
      schema: 'wbc_Default',
      type: 'text',
      length: 1000,
      words: { en: 'If there is none', de: 'Wenn keiner da ist' },
      description: {
        en: 'What is sent where Dynamics has no value.',
        de: 'Was gesendet wird, wenn Dynamics keinen Wert hat.',
      },
    },
    {
      schema: 'wbc_TooLong',
      type: 'choice',
      options: [
        { value: tooLong.cut, words: { en: 'Cut it', de: 'Kürzen' } },
        { value: tooLong.refuse, words: { en: 'Do not send the registration', de: 'Registrierung nicht senden' } },
      ],
      words: { en: 'If it is too long', de: 'Wenn er zu lang ist' },
      description: {
        en: 'What happens with a value that is longer than the field; empty is: cut it.',
        de: 'Was mit einem Wert geschieht, der länger ist als das Feld; leer heißt: kürzen.',
      },
    },
    {
      schema: 'wbc_Problem',
      type: 'text',
      length: 1000,
      words: { en: 'Problem', de: 'Problem' },
      description: {
        en: 'Why the connector cannot use the line, or not for everybody. Written by the connector.',
        de: 'Warum der Connector die Zeile nicht oder nicht für alle verwenden kann. Schreibt der Connector.',
      },
    },
  ],
  lookups: mappingLookups,
}
