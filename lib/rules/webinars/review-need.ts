import { day, hour } from '../../core/time.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { mayLieAhead } from './event-time.ts'

/** A webinar that ends within this, whatever its zone, is due: it goes before those that have time. */
const due = 2 * day

/** Whether a webinar is due, and so looked at each hour. */
export function isDueSoon({ end }: Pick<WebinarRow, 'end'>, now: Date): boolean {
  return !mayLieAhead(end, new Date(now.getTime() + due))
}

/**
 * Whether a webinar ahead needs a review: never more than one an hour; one that is due, or not held yet, each hour;
 * others daily, and in between if the provider's list tells something new of them.
 * @param lastAt when the last one was enqueued, if any
 * @param anew when all have to be looked at again: a review from before does not count
 */
export function reviewNeed(
  webinar: Pick<WebinarRow, 'end' | 'webinarId'>,
  lastAt: Date | undefined,
  anew: Date,
  now: Date,
): 'now' | 'if changed' | 'none' {
  if (!lastAt) return 'now'
  const age = now.getTime() - lastAt.getTime()
  if (age < hour) return 'none'
  const isHourly = isDueSoon(webinar, now) || webinar.webinarId === undefined
  return isHourly || age >= day || lastAt < anew ? 'now' : 'if changed'
}
