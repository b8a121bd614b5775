import { minute, second } from '../../core/time.ts'

/** Counted at most once a minute, however much happens. */
const longest = minute
/** Dataverse shows so many registrations on a page: more pages a counting mean fewer countings. */
const rowsPerMinute = 5000
/** After so long without a counting, the next one is again counted within a second. */
const rested = 2 * minute

/** How fast a webinar, or the days of an account, are counted: `pace` grows with each counting that follows closely. */
export type Pace = { countedAt: Date; pace: number }

/** How long outcomes are gathered before they are counted, in milliseconds: a second at first, and up to a minute. */
export function gatheringTime(pace: number): number {
  return Math.min(longest, second * 2 ** Math.min(pace, 10))
}

/**
 * How long, in milliseconds, the next counting has to wait; zero or below: not at all.
 * @param rows that the last counting read
 */
export function waitOf({ countedAt, pace }: Pace, rows: number, now: Date): number {
  const needed = Math.max(gatheringTime(pace), (rows / rowsPerMinute) * minute)
  return countedAt.getTime() + needed - now.getTime()
}

/** The pace after a counting now. */
export function nextPace(last: Pace | undefined, now: Date): number {
  return last && now.getTime() - last.countedAt.getTime() < rested ? Math.min(last.pace + 1, 10) : 0
}

/**
 * Whether all outcomes that a message stands for were counted by others meanwhile: it stands for those of a minute at
 * most, and clocks differ by another one.
 * @param completeAt when the last counting began that came to its end
 */
export function isCovered(completeAt: Date, sentAt: Date): boolean {
  return completeAt.getTime() >= sentAt.getTime() + longest + minute
}
