import { options } from '../../lib/dataverse/options.ts'
import { digestColumn, noLongerListed, webinarLookups } from './attendee-columns.ts'
import type { OwnTable } from './shapes.ts'
import { writtenByConnector } from './written-by-connector.ts'

const kinds = options.actionKind

/** One row an answer, question, resource, call to action or certification. It goes with its attendee. */
export const attendeeAction: OwnTable = {
  schema: 'wbc_AttendeeAction',
  words: { en: 'Attendee action', de: 'Teilnahmeaktion' },
  plural: { en: 'Attendee actions', de: 'Teilnahmeaktionen' },
  description: {
    en: 'An answer, a question or a click of an attendee.',
    de: 'Eine Antwort, eine Frage oder ein Klick bei der Teilnahme.',
  },
  ...writtenByConnector,
  primary: {
    schema: 'wbc_Name',
    type: 'text',
    length: 200,
    words: { en: 'Name', de: 'Name' },
    description: { en: 'The subject, in short.', de: 'Der Gegenstand, gekürzt.' },
  },
  columns: [
    {
      schema: 'wbc_Subject',
      type: 'memo',
      length: 4000,
      words: { en: 'Subject', de: 'Gegenstand' },
      description: {
        en: 'The question that was asked or answered, or the name of what was opened.',
        de: 'Die gestellte oder beantwortete Frage, oder der Name des Geöffneten.',
      },
    },
    {
      schema: 'wbc_Answer',
      type: 'memo',
      length: 4000,
      words: { en: 'Answer', de: 'Antwort' },
      description: {
        en: 'Of a poll or survey all answers, one a line; of a question the presenter’s; of a certification its result.',
        de: 'Bei Umfragen alle Antworten, je Zeile eine; bei Fragen die der Referenten; bei Zertifikaten das Ergebnis.',
      },
    },
    {
      schema: 'wbc_ActedOn',
      type: 'time',
      words: { en: 'When', de: 'Wann' },
      description: { en: 'When they did it.', de: 'Wann es geschah.' },
    },
    {
      schema: 'wbc_Times',
      type: 'whole',
      min: 0,
      max: 1_000_000,
      words: { en: 'Times', de: 'Anzahl' },
      description: { en: 'How often, where ON24 counts it.', de: 'Wie oft, wenn ON24 es zählt.' },
    },
    {
      schema: 'wbc_Link',
      type: 'link',
      length: 1000,
      words: { en: 'Link', de: 'Link' },
      description: { en: 'To the certificate.', de: 'Zum Zertifikat.' },
    },
    noLongerListed,
    digestColumn,
    {
      schema: 'wbc_Kind',
      type: 'choice',
      options: [
        { value: kinds.poll, words: { en: 'Poll', de: 'Umfrage' } },
        { value: kinds.survey, words: { en: 'Survey', de: 'Fragebogen' } },
        { value: kinds.question, words: { en: 'Question', de: 'Frage' } },
        { value: kinds.resource, words: { en: 'Resource', de: 'Material' } },
        { value: kinds.callToAction, words: { en: 'Call to action', de: 'Handlungsaufruf' } },
        { value: kinds.certification, words: { en: 'Certification', de: 'Zertifikat' } },
      ],
      words: { en: 'Kind', de: 'Art' },
      description: { en: 'What they did.', de: 'Was getan wurde.' },
    },
  ],
  lookups: [
    {
      schema: 'wbc_AttendeeId',
      to: 'wbc_attendee',
      goesAlong: true,
      words: { en: 'Attendee', de: 'Teilnahme' },
      description: { en: 'Who did it.', de: 'Wer es getan hat.' },
    },
    ...webinarLookups.filter(({ schema }) => schema !== 'wbc_ConfigurationId'),
  ],
}
