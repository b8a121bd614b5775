import { day } from '../../core/time.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { endOf } from '../attendance/remembered-times.ts'

/** Attendance is read for a year after the end, whatever the zone: a record that went before then would be made again. */
const readFor = 368 * day

/**
 * Whether the app's records of a webinar are of no more use. One without an end may lie ahead.
 * @param archiveEnd where it is not known, the archive may last a year
 * @param keptDays for how many days after that they are kept
 */
export function isOutdated(
  webinar: Pick<WebinarRow, 'end'>,
  archiveEnd: Date | undefined,
  keptDays: number,
  now: Date,
): boolean {
  const end = endOf(webinar)
  if (!end) return false
  const lastReading = end.getTime() + readFor
  const archived = archiveEnd?.getTime() ?? lastReading
  return Math.max(archived + keptDays * day, lastReading) < now.getTime()
}
