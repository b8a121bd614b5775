import type { Chart, Form, View } from './shapes.ts'

const table = 'wbc_request'
const open = { column: 'wbc_state', is: 'null' }
const columns = [
  { name: 'wbc_name', width: 260 },
  { name: 'wbc_kind', width: 150 },
  { name: 'wbc_state', width: 100 },
  { name: 'wbc_progress', width: 100 },
  { name: 'wbc_answer', width: 300 },
  { name: 'ownerid', width: 150 },
  { name: 'createdon', width: 140 },
]
const order = { column: 'createdon', descending: true }
const active = { column: 'statecode', is: 'eq', value: 0 }

export const requestViews: readonly View[] = [
  {
    table,
    key: 'all',
    first: true,
    words: { en: 'Webinar requests', de: 'Webinar-Aufträge' },
    description: {
      en: 'All orders to the webinar connector, the newest first.',
      de: 'Alle Aufträge an den Webinar-Connector, die neuesten zuerst.',
    },
    columns,
    order,
    filter: [active],
  },
  {
    table,
    key: 'open',
    words: { en: 'Requests that are not done', de: 'Unerledigte Aufträge' },
    description: {
      en: 'Orders that wait or are being carried out.',
      de: 'Aufträge, die warten oder ausgeführt werden.',
    },
    columns,
    order,
    filter: [active, { any: [open, { column: 'wbc_state', is: 'in', value: [524130000, 524130001] }] }],
  },
  {
    table,
    key: 'failed',
    words: { en: 'Requests that failed', de: 'Gescheiterte Aufträge' },
    description: {
      en: 'Orders that the webinar connector could not carry out; the answer says why.',
      de: 'Aufträge, die der Webinar-Connector nicht ausführen konnte; die Antwort nennt den Grund.',
    },
    columns,
    order,
    filter: [active, { column: 'wbc_state', is: 'eq', value: 524130003 }],
  },
]

export const requestForm: Form = {
  table,
  words: { en: 'Webinar request', de: 'Webinar-Auftrag' },
  tab: { en: 'Request', de: 'Auftrag' },
  sections: [
    {
      key: 'order',
      words: { en: 'What is to be done', de: 'Was zu tun ist' },
      rows: [
        [{ column: 'wbc_name' }, { column: 'ownerid' }],
        [{ column: 'wbc_kind' }, { column: 'wbc_dryrun' }],
        [{ column: 'wbc_eventid' }, { column: 'wbc_sessionid' }],
        [{ column: 'wbc_eventregistrationid' }, { column: 'wbc_sessionregistrationid' }],
        [{ column: 'wbc_configurationid' }, { column: 'wbc_foundwebinarid' }],
        [{ column: 'wbc_unmatchedattendeeid' }, { column: 'wbc_contactid' }],
      ],
    },
    {
      key: 'answer',
      words: { en: 'What came of it', de: 'Was daraus geworden ist' },
      rows: [
        [
          { column: 'wbc_state', readOnly: true },
          { column: 'wbc_progress', readOnly: true },
        ],
        [
          { column: 'wbc_startedon', readOnly: true },
          { column: 'wbc_finishedon', readOnly: true },
        ],
        [{ column: 'wbc_answer', readOnly: true, lines: 6 }],
        [{ column: 'wbc_runid', readOnly: true }],
      ],
    },
  ],
}

export const requestChart: Chart = {
  table,
  words: { en: 'Requests by state', de: 'Aufträge nach Stand' },
  by: 'wbc_state',
}
