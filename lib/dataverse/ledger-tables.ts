import { table } from './table-definition.ts'

const common = { own: true, watched: {}, read: {} } as const
const privileges = ['Create', 'Read', 'Write', 'Delete', 'Append', 'Assign'] as const
const counts = ['wbc_due', 'wbc_sent', 'wbc_waiting', 'wbc_refused', 'wbc_cancelled'] as const
const audience = ['wbc_attendees', 'wbc_matched', 'wbc_unmatched'] as const
const drift = ['wbc_driftfound', 'wbc_driftrepaired'] as const

/** The ledger: how many registrations there are, and what became of them. */
export const ledgerTables = {
  /** A row is a webinar. */
  webinarLedger: table('wbc_webinarledger', {
    ...common,
    privileges,
    written: [
      'wbc_name',
      'wbc_EventId@odata.bind',
      'wbc_SessionId@odata.bind',
      'wbc_ConfigurationId@odata.bind',
      'wbc_startson',
      'wbc_endson',
      ...counts,
      'wbc_waitingsince',
      'wbc_refusals',
      ...audience,
      'wbc_minutes',
      'wbc_reviewedon',
      'wbc_pulledon',
      ...drift,
      'wbc_attention',
      'ownerid@odata.bind',
    ],
  }),
  /** A row is a day of an account. */
  dailyLedger: table('wbc_dailyledger', {
    ...common,
    privileges: ['Create', 'Read', 'Write', 'Append'],
    written: [
      'wbc_name',
      'wbc_day',
      'wbc_ConfigurationId@odata.bind',
      ...counts,
      'wbc_meanseconds',
      'wbc_slowestseconds',
      ...audience,
      ...drift,
    ],
  }),
} as const
