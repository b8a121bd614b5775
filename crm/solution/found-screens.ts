import type { Form, View } from './shapes.ts'

const table = 'wbc_foundwebinar'

export const foundViews: readonly View[] = [
  {
    table,
    key: 'all',
    first: true,
    words: { en: 'Webinars at ON24 only', de: 'Webinare nur bei ON24' },
    description: {
      en: 'Webinars at ON24 that no event or session names, the next ones first.',
      de: 'Webinare bei ON24, die kein Event und keine Sitzung nennt, die nächsten zuerst.',
    },
    columns: [
      { name: 'wbc_name', width: 280 },
      { name: 'wbc_startson', width: 140 },
      { name: 'wbc_endson', width: 140 },
      { name: 'wbc_registrants', width: 110 },
      { name: 'wbc_format', width: 150 },
      { name: 'wbc_configurationid', width: 180 },
      { name: 'wbc_webinarid', width: 120 },
    ],
    order: { column: 'wbc_startson', descending: false },
    filter: [{ column: 'statecode', is: 'eq', value: 0 }],
  },
]

export const foundForm: Form = {
  table,
  words: { en: 'Found webinar', de: 'Gefundenes Webinar' },
  tab: { en: 'Webinar', de: 'Webinar' },
  sections: [
    {
      key: 'webinar',
      words: { en: 'The webinar at ON24', de: 'Das Webinar bei ON24' },
      rows: [
        readOnly('wbc_name', 'wbc_format'),
        readOnly('wbc_startson', 'wbc_endson'),
        readOnly('wbc_registrants', 'wbc_webinarid'),
        readOnly('wbc_link'),
        readOnly('wbc_configurationid'),
      ],
    },
  ],
}

function readOnly(...columns: string[]) {
  return columns.map((column) => ({ column, readOnly: true }))
}
