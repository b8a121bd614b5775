import { hour, minute } from '../../core/time.ts'
import type { Attendance } from '../../model/webinar.ts'

/** A webinar runs from its start to so long after its end: then attendance is read for the first time. */
const overrun = 30 * minute
/** People may be there so long before the start. */
const early = hour
/** Looks overlap by this, for a provider may show somebody a little late. */
const overlap = 20 * minute

/** Whether the audience of a webinar may be coming now. */
export function isLive({ start, end }: { start: Date; end: Date }, now: Date): boolean {
  return start <= now && now.getTime() < end.getTime() + overrun
}

/**
 * Since when the audience has to be asked for, so that nobody is missed: of webinars that began since the last look, from
 * before their start on.
 * @param starts of all webinars that run
 * @param last when the audience was last asked for; undefined: never
 */
export function lookSince(starts: readonly Date[], last: Date | undefined): Date {
  const since = starts.map((start) => (last && start <= last ? last.getTime() - overlap : start.getTime() - early))
  return new Date(Math.min(...since))
}

/** An attendance with its first sight: where the provider does not tell it yet, by how long the person has watched. */
export function seenBy(attendance: Attendance, now: Date): Attendance {
  const { firstSeen = new Date(now.getTime() - attendance.metrics.minutes * minute) } = attendance
  return { ...attendance, firstSeen }
}
