import type { Form, View } from './shapes.ts'

const webinars = 'wbc_webinarledger'
const days = 'wbc_dailyledger'
const active = { column: 'statecode', is: 'eq', value: 0 }
const cell = (name: string, width = 100) => ({ name, width })
const counts = ['due', 'sent', 'waiting', 'refused', 'cancelled'].map((name) => cell(`wbc_${name}`))
const audience = ['attendees', 'matched', 'unmatched'].map((name) => cell(`wbc_${name}`))
const columns = [cell('wbc_name', 260), cell('wbc_startson', 140), ...counts, ...audience, cell('wbc_attention')]

export const ledgerViews: readonly View[] = [
  {
    ...{ table: webinars, key: 'all', first: true, columns, filter: [active] },
    words: { en: 'Webinar ledger', de: 'Webinarbilanz' },
    order: { column: 'wbc_startson', descending: true },
  },
  {
    ...{ table: webinars, key: 'attention', columns: [...columns, cell('wbc_refusals', 400)] },
    words: { en: 'Webinars that need somebody', de: 'Webinare, die jemanden brauchen' },
    filter: [active, { column: 'wbc_attention', is: 'eq', value: 1 }],
    order: { column: 'wbc_startson', descending: false },
  },
  {
    ...{ table: days, key: 'all', first: true, filter: [active] },
    words: { en: 'Daily ledger', de: 'Tagesbilanz' },
    columns: [cell('wbc_day', 120), cell('wbc_configurationid', 200), ...counts, cell('wbc_meanseconds'), ...audience],
    order: { column: 'wbc_day', descending: true },
  },
]

const shown = (...names: string[]) => names.map((name) => ({ column: `wbc_${name}`, readOnly: true }))
const registrations = {
  key: 'registrations',
  words: { en: 'Registrations', de: 'Registrierungen' },
  rows: [shown('due', 'sent'), shown('waiting', 'refused'), shown('cancelled')],
}
const attendance = {
  key: 'attendance',
  words: { en: 'Attendance', de: 'Teilnahme' },
  rows: [shown('attendees'), shown('matched', 'unmatched')],
}
const review = { key: 'review', words: { en: 'Review', de: 'Prüfung' } }

export const ledgerForms: readonly Form[] = [
  {
    table: webinars,
    words: { en: 'Webinar ledger', de: 'Webinarbilanz' },
    tab: { en: 'Webinar', de: 'Webinar' },
    sections: [
      {
        key: 'webinar',
        words: { en: 'Webinar', de: 'Webinar' },
        rows: [
          [...shown('name'), { column: 'ownerid' }],
          shown('eventid', 'sessionid'),
          shown('configurationid', 'attention'),
          shown('startson', 'endson'),
        ],
      },
      {
        ...registrations,
        rows: [...registrations.rows, shown('waitingsince'), [{ column: 'wbc_refusals', readOnly: true, lines: 4 }]],
      },
      { ...attendance, rows: [...attendance.rows, shown('minutes', 'pulledon')] },
      { ...review, rows: [shown('reviewedon'), shown('driftfound', 'driftrepaired')] },
    ],
  },
  {
    table: days,
    words: { en: 'Daily ledger', de: 'Tagesbilanz' },
    tab: { en: 'Day', de: 'Tag' },
    sections: [
      {
        key: 'day',
        words: { en: 'Day', de: 'Tag' },
        rows: [shown('name'), shown('day', 'configurationid')],
      },
      { ...registrations, rows: [...registrations.rows, shown('meanseconds', 'slowestseconds')] },
      attendance,
      { ...review, rows: [shown('driftfound', 'driftrepaired')] },
    ],
  },
]
