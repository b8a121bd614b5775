import { date, instant, lookup, table, text, whole, yesNo } from './column.ts'
import type { Column, Table } from './types.ts'

const numbers = (...names: string[]): Record<string, Column> =>
  Object.fromEntries(names.map((name) => [`wbc_${name}`, whole(0)]))
const counts = numbers('due', 'sent', 'waiting', 'refused', 'cancelled', 'attendees', 'matched', 'unmatched')
const drift = numbers('driftfound', 'driftrepaired')

const webinarLedger = table('wbc_webinarledger', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_name: text(200),
    wbc_eventid: lookup({ msevtmgt_event: 'wbc_EventId' }),
    wbc_sessionid: lookup({ msevtmgt_session: 'wbc_SessionId' }),
    wbc_configurationid: lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
    wbc_startson: instant(),
    wbc_endson: instant(),
    ...counts,
    wbc_waitingsince: instant(),
    wbc_refusals: { type: 'text', max: 4000, memo: true },
    ...numbers('minutes'),
    wbc_reviewedon: instant(),
    wbc_pulledon: instant(),
    ...drift,
    wbc_attention: yesNo(),
  },
})

const dailyLedger = table('wbc_dailyledger', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_name: text(200),
    wbc_day: date(),
    wbc_configurationid: lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
    ...counts,
    ...numbers('meanseconds', 'slowestseconds'),
    ...drift,
  },
})

/** Counts of registrations: a row a webinar, and one a day and account. */
export const LEDGER_TABLES: Table[] = [webinarLedger, dailyLedger]
