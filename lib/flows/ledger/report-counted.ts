import { reportEvent } from '../../core/reporter.ts'
import { minute } from '../../core/time.ts'
import type { WebinarKind } from '../../model/crm.ts'

/** The ledger of a webinar, as its registrations and attendees were counted: due = sent + waiting + refused. */
export type CountedWebinar = {
  kind: WebinarKind
  /** The row of the event or session. */
  webinar: string
  configuration: string
  due: number
  sent: number
  waiting: number
  /** Since when the oldest of them waits. */
  waitingSince: Date | undefined
  refused: number
  cancelled: number
  attendees: number
  matched: number
  unmatched: number
}

/** Tells of a counted webinar in the log, for alerts and the workbook. Whole minutes: how long the oldest has waited. */
export function reportCounted({ waitingSince, ...counts }: CountedWebinar, now: Date) {
  const waited = waitingSince ? now.getTime() - waitingSince.getTime() : 0
  reportEvent('ledger', { ...counts, waitingMinutes: Math.max(0, Math.floor(waited / minute)) })
}
