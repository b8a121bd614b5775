import { reportEvent } from '../../core/reporter.ts'
import { minute } from '../../core/time.ts'
import type { Audience, Counts, WebinarLedgerRow } from '../../model/ledger.ts'

type Counted = Counts & Audience & Pick<WebinarLedgerRow, 'kind' | 'webinarRow' | 'configuration' | 'waitingSince'>

/**
 * Tells of a counted webinar in the log, for alerts and the workbook, in ids and numbers. Whole minutes: how long the oldest
 * registration has waited.
 * @param ahead whether the webinar may still lie ahead: else nothing can be done about those who wait
 */
export function reportCounted(row: Counted, ahead: boolean, now: Date) {
  const { kind, webinarRow: webinar, configuration, waitingSince } = row
  const { due, sent, waiting, refused, cancelled, attendees, matched, unmatched } = row
  const waited = waitingSince ? now.getTime() - waitingSince.getTime() : 0
  const waitingMinutes = Math.max(0, Math.floor(waited / minute))
  const counts = { due, sent, waiting, waitingMinutes, refused, cancelled, attendees, matched, unmatched }
  reportEvent('ledger', { webinar, kind, configuration, ahead, ...counts })
}
