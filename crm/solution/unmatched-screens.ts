import type { Form, View } from './shapes.ts'

const table = 'wbc_unmatchedattendee'

export const unmatchedViews: readonly View[] = [
  {
    table,
    key: 'all',
    first: true,
    words: { en: 'Unmatched attendees', de: 'Teilnahmen ohne Zuordnung' },
    description: {
      en: 'People who attended and whom no registration fits, with the reason.',
      de: 'Wer teilnahm, ohne dass eine Registrierung passt, mit dem Grund.',
    },
    columns: [
      { name: 'wbc_name', width: 200 },
      { name: 'wbc_reason', width: 250 },
      { name: 'wbc_emailaddress', width: 220 },
      { name: 'wbc_company', width: 180 },
      { name: 'wbc_eventid', width: 220 },
      { name: 'wbc_sessionid', width: 220 },
      { name: 'wbc_liveminutes', width: 110 },
      { name: 'wbc_ondemandminutes', width: 110 },
      { name: 'wbc_firstjoinedon', width: 140 },
    ],
    order: { column: 'wbc_firstjoinedon', descending: true },
    filter: [{ column: 'statecode', is: 'eq', value: 0 }],
  },
]

export const unmatchedForm: Form = {
  table,
  words: { en: 'Unmatched attendee', de: 'Teilnahme ohne Zuordnung' },
  tab: { en: 'Attendee', de: 'Teilnahme' },
  sections: [
    {
      key: 'person',
      words: { en: 'What is known of the person', de: 'Was von der Person bekannt ist' },
      rows: [
        readOnly('wbc_name', 'ownerid'),
        readOnly('wbc_reason', 'wbc_emailaddress'),
        readOnly('wbc_firstname', 'wbc_lastname'),
        readOnly('wbc_company', 'wbc_firstjoinedon'),
      ],
    },
    {
      key: 'webinar',
      words: { en: 'The webinar', de: 'Das Webinar' },
      rows: [
        readOnly('wbc_eventid', 'wbc_sessionid'),
        readOnly('wbc_liveminutes', 'wbc_ondemandminutes'),
        readOnly('wbc_configurationid'),
      ],
    },
  ],
}

function readOnly(...columns: string[]) {
  return columns.map((column) => ({ column, readOnly: column !== 'ownerid' }))
}
