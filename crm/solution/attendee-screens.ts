import { engagementColumns } from './attendee-fields.ts'
import type { Chart, Form, View } from './shapes.ts'

const [attendee, action] = ['wbc_attendee', 'wbc_attendeeaction']
const active = { column: 'statecode', is: 'eq', value: 0 }
const facts = engagementColumns.map(({ schema }) => schema.toLowerCase())

export const attendeeViews: readonly View[] = [
  {
    table: attendee,
    key: 'all',
    first: true,
    words: { en: 'Webinar attendees', de: 'Webinarteilnahmen' },
    description: {
      en: 'Each person who attended a webinar, the most engaged first.',
      de: 'Wer an einem Webinar teilnahm, die mit der höchsten Beteiligung zuerst.',
    },
    columns: [
      { name: 'wbc_name', width: 200 },
      { name: 'wbc_contactid', width: 180 },
      { name: 'wbc_eventid', width: 220 },
      { name: 'wbc_sessionid', width: 220 },
      { name: 'wbc_score', width: 100 },
      { name: 'wbc_liveminutes', width: 110 },
      { name: 'wbc_ondemandminutes', width: 110 },
      { name: 'wbc_questions', width: 90 },
      { name: 'wbc_polls', width: 90 },
      { name: 'wbc_resources', width: 90 },
      { name: 'wbc_matchedby', width: 130 },
    ],
    order: { column: 'wbc_score', descending: true },
    filter: [active],
  },
  {
    table: action,
    key: 'all',
    first: true,
    words: { en: 'Attendee actions', de: 'Teilnahmeaktionen' },
    description: {
      en: 'What attendees answered, asked, opened and clicked, the latest first.',
      de: 'Was Teilnehmende beantwortet, gefragt, geöffnet und angeklickt haben, das Neueste zuerst.',
    },
    columns: [
      { name: 'wbc_kind', width: 120 },
      { name: 'wbc_name', width: 300 },
      { name: 'wbc_answer', width: 300 },
      { name: 'wbc_attendeeid', width: 180 },
      { name: 'wbc_eventid', width: 220 },
      { name: 'wbc_actedon', width: 140 },
    ],
    order: { column: 'wbc_actedon', descending: true },
    filter: [active],
  },
  {
    table: action,
    key: 'questions',
    words: { en: 'Questions of attendees', de: 'Fragen der Teilnehmenden' },
    description: {
      en: 'Questions that attendees asked, with the answers that they were given.',
      de: 'Fragen der Teilnehmenden mit den Antworten darauf.',
    },
    columns: [
      { name: 'wbc_name', width: 400 },
      { name: 'wbc_answer', width: 300 },
      { name: 'wbc_attendeeid', width: 180 },
      { name: 'wbc_eventid', width: 220 },
      { name: 'wbc_actedon', width: 140 },
    ],
    order: { column: 'wbc_actedon', descending: true },
    filter: [active, { column: 'wbc_kind', is: 'eq', value: 524130002 }],
  },
]

export const attendeeForms: readonly Form[] = [
  {
    table: attendee,
    words: { en: 'Webinar attendee', de: 'Webinarteilnahme' },
    tab: { en: 'Attendee', de: 'Teilnahme' },
    sections: [
      {
        key: 'person',
        words: { en: 'Who', de: 'Wer' },
        rows: inPairs([
          ...['wbc_name', 'ownerid', 'wbc_emailaddress', 'wbc_company', 'wbc_contactid', 'wbc_matchedby'],
          ...['wbc_eventregistrationid', 'wbc_sessionregistrationid', 'wbc_reason', 'wbc_nolongerlisted'],
        ]),
      },
      { key: 'engagement', words: { en: 'How they took part', de: 'Wie teilgenommen wurde' }, rows: inPairs(facts) },
      {
        key: 'webinar',
        words: { en: 'The webinar', de: 'Das Webinar' },
        rows: inPairs(['wbc_eventid', 'wbc_sessionid', 'wbc_configurationid']),
      },
    ],
  },
  {
    table: action,
    words: { en: 'Attendee action', de: 'Teilnahmeaktion' },
    tab: { en: 'Action', de: 'Aktion' },
    sections: [
      {
        key: 'action',
        words: { en: 'What was done', de: 'Was getan wurde' },
        rows: [
          ...inPairs(['wbc_name', 'ownerid', 'wbc_kind', 'wbc_actedon']),
          [{ column: 'wbc_subject', readOnly: true, lines: 3 }],
          [{ column: 'wbc_answer', readOnly: true, lines: 3 }],
          ...inPairs(['wbc_times', 'wbc_link', 'wbc_attendeeid', 'wbc_eventid', 'wbc_sessionid', 'wbc_nolongerlisted']),
        ],
      },
    ],
  },
]

export const actionChart: Chart = {
  table: action,
  words: { en: 'Actions by kind', de: 'Aktionen nach Art' },
  by: 'wbc_kind',
}

/** Two columns a row, of which the connector fills in all but the owner. */
function inPairs(columns: readonly string[]) {
  const fields = columns.map((column) => ({ column, readOnly: column !== 'ownerid' }))
  return Array.from({ length: Math.ceil(fields.length / 2) }, (_, at) => fields.slice(at * 2, at * 2 + 2))
}
