import type { Form, View } from './shapes.ts'

const table = 'wbc_accountsettings'

export const settingsView: View = {
  table,
  key: 'all',
  first: true,
  words: { en: 'Account settings', de: 'Kontoeinstellungen' },
  description: {
    en: 'What is decided for each account at the webinar provider.',
    de: 'Was für jedes Konto beim Webinar-Anbieter festgelegt ist.',
  },
  columns: [
    { name: 'wbc_name', width: 200 },
    { name: 'wbc_configurationid', width: 220 },
    { name: 'wbc_engagement', width: 120 },
    { name: 'wbc_actions', width: 120 },
    { name: 'wbc_monthskept', width: 120 },
    { name: 'wbc_registeredthere', width: 180 },
    { name: 'wbc_mailsfrom', width: 140 },
  ],
  order: { column: 'wbc_name', descending: false },
  filter: [{ column: 'statecode', is: 'eq', value: 0 }],
}

export const settingsForm: Form = {
  table,
  words: { en: 'Account settings', de: 'Kontoeinstellungen' },
  tab: { en: 'Settings', de: 'Einstellungen' },
  sections: [
    {
      key: 'account',
      words: { en: 'Account', de: 'Konto' },
      rows: [[{ column: 'wbc_name' }, { column: 'ownerid' }], [{ column: 'wbc_configurationid', readOnly: true }]],
    },
    {
      key: 'attendance',
      words: { en: 'Attendance', de: 'Teilnahme' },
      rows: [
        [{ column: 'wbc_engagement' }, { column: 'wbc_actions' }],
        [{ column: 'wbc_livecheckins' }, { column: 'wbc_monthskept' }],
      ],
    },
    {
      key: 'people',
      words: { en: 'People who register at ON24', de: 'Registrierungen bei ON24' },
      rows: [[{ column: 'wbc_registeredthere' }, { column: 'wbc_consentpurposeid' }]],
    },
    {
      key: 'webinars',
      words: { en: 'Webinars and mails', de: 'Webinare und E-Mails' },
      rows: [
        [{ column: 'wbc_templatetag' }, { column: 'wbc_mailsfrom' }],
        [{ column: 'wbc_loginonly' }, { column: 'wbc_blocklate' }],
      ],
    },
    {
      key: 'erasure',
      words: { en: 'Erasure', de: 'Löschung' },
      rows: [[{ column: 'wbc_erasedeleted' }]],
    },
  ],
}
