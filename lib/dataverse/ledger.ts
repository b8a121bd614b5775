import type { DailyLedgerRow, WebinarLedgerRow } from '../model/ledger.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { createOwnRows, OwnRow } from './own-rows.ts'
import { tables } from './tables.ts'

const { webinarLedger, dailyLedger, event, session, configuration } = tables

/** The ledger in Dynamics. An environment may lack it: then nothing is written, and every write answers undefined. */
export function createLedger(
  { upsertRows, deleteRows }: ReturnType<typeof createOwnRows>,
  { isComplete }: OwnDefinitions,
) {
  return {
    /** Whether the environment has the tables of the ledger, as far as it was asked within an hour. */
    hasLedger: async (): Promise<boolean> => (await isComplete(webinarLedger)) && (await isComplete(dailyLedger)),

    writeWebinarLedger: (row: WebinarLedgerRow) => upsertRows(webinarLedger, [toWebinarRow(row)]),
    /** Deletes rows by their ids; one that is gone is no error. */
    deleteWebinarLedger: (ids: readonly string[]) => deleteRows(webinarLedger, ids),
    writeDailyLedger: (rows: readonly DailyLedgerRow[]) => upsertRows(dailyLedger, rows.map(toDailyRow)),
  }
}

function toWebinarRow(row: WebinarLedgerRow): OwnRow<typeof webinarLedger> {
  const isEvent = row.kind === 'event'
  return {
    id: row.id,
    owner: row.owner,
    values: {
      wbc_name: row.name,
      ...(isEvent
        ? { 'wbc_EventId@odata.bind': `/${event.set}(${row.webinarRow})` }
        : { 'wbc_SessionId@odata.bind': `/${session.set}(${row.webinarRow})` }),
      'wbc_ConfigurationId@odata.bind': `/${configuration.set}(${row.configuration})`,
      wbc_startson: time(row.startsOn),
      wbc_endson: time(row.endsOn),
      ...toCounts(row),
      wbc_waitingsince: time(row.waitingSince),
      wbc_refusals: row.refusals || null,
      wbc_minutes: row.minutes,
      wbc_reviewedon: time(row.reviewedOn),
      wbc_pulledon: time(row.pulledOn),
      wbc_attention: row.needsSomebody,
    },
  }
}

function toDailyRow(row: DailyLedgerRow): OwnRow<typeof dailyLedger> {
  return {
    id: row.id,
    values: {
      wbc_name: row.name,
      wbc_day: row.day,
      'wbc_ConfigurationId@odata.bind': `/${configuration.set}(${row.configuration})`,
      ...toCounts(row),
      wbc_meanseconds: row.meanSeconds ?? null,
      wbc_slowestseconds: row.slowestSeconds ?? null,
    },
  }
}

function toCounts(row: WebinarLedgerRow | DailyLedgerRow) {
  return {
    wbc_due: row.due,
    wbc_sent: row.sent,
    wbc_waiting: row.waiting,
    wbc_refused: row.refused,
    wbc_cancelled: row.cancelled,
    wbc_attendees: row.attendees,
    wbc_matched: row.matched,
    wbc_unmatched: row.unmatched,
    wbc_driftfound: row.driftFound,
    wbc_driftrepaired: row.driftRepaired,
  }
}

function time(at: Date | undefined) {
  return at?.toISOString() ?? null
}
