import { hour } from '../../core/time.ts'

/** Something is late that waits for longer. */
const late = hour

/**
 * Since when registrations have waited: a row of long ago that is due again waits since that was first seen.
 * @param seenWaiting when a counting first saw somebody wait, without one in between that saw nobody
 */
export function waitingFrom(oldest: Date | undefined, seenWaiting: Date | undefined): Date | undefined {
  if (!oldest || !seenWaiting) return undefined
  return oldest > seenWaiting ? oldest : seenWaiting
}

/** Whether somebody is needed for a webinar that is still ahead. */
export function needsSomebody(
  { refused, waitingSince, failed }: { refused: number; waitingSince: Date | undefined; failed: boolean },
  now: Date,
): boolean {
  const isLate = waitingSince !== undefined && now.getTime() - waitingSince.getTime() >= late
  return refused > 0 || isLate || failed
}
