import { day, hour, minute } from '../../core/time.ts'

/** The facts that decide whether attendance is read now. */
export type Freshness = {
  liveEnd: Date
  /** When attendance was last read; undefined: never. */
  pulledAt: Date | undefined
  /** When the provider last saw its audience move, as known at the last pull, and now. */
  movedThen: Date | undefined
  movedNow: Date | undefined
  archiveEnd: Date | undefined
  /** How long after the live end the provider shows its audience, in milliseconds. */
  lag: number
}

/**
 * Whether the attendance of a webinar should be read now. The provider's numbers settle over hours (live attendance
 * within two, on demand within twelve, some fields within a day), then move only with the on-demand audience: hence
 * 30 minutes, 2, 6 and 24 hours after the live end, daily for a week, weekly to the end of the archive, and besides
 * whenever the audience moved and six hours have passed.
 */
export function isDue(webinar: Freshness, now: Date): boolean {
  const { liveEnd, pulledAt } = webinar
  const since = now.getTime() - liveEnd.getTime()
  if (since < webinar.lag) return false
  if (!pulledAt) return since <= 365 * day
  const missed = slots(webinar).some((slot) => pulledAt < slot && slot <= now)
  const moved = webinar.movedNow !== undefined && (!webinar.movedThen || webinar.movedNow > webinar.movedThen)
  return missed || (moved && now.getTime() - pulledAt.getTime() >= 6 * hour)
}

/** Whether a pull at this time was the last that the schedule asks for. */
export function isFinal(webinar: Pick<Freshness, 'liveEnd' | 'archiveEnd'>, pulledAt: Date): boolean {
  return slots(webinar).every((slot) => slot <= pulledAt)
}

/** The times at which a webinar is read anyway; the end of the archive is the last. */
function slots({ liveEnd, archiveEnd }: Pick<Freshness, 'liveEnd' | 'archiveEnd'>): Date[] {
  const start = liveEnd.getTime()
  const year = start + 365 * day
  const end = Math.max(start + 7 * day, Math.min(archiveEnd?.getTime() ?? year, year))
  const offsets = [30 * minute, 2 * hour, 6 * hour]
  for (let days = 1; days <= 7; days += 1) offsets.push(days * day)
  const times = offsets.map((offset) => start + offset)
  for (let at = start + 14 * day; at < end; at += 7 * day) times.push(at)
  return [...times, end].map((time) => new Date(time))
}
