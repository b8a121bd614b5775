import { minute } from '../../core/time.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import { type Times, timesFor } from '../attendance/remembered-times.ts'
import { wallClockIn } from './event-time.ts'
import type { Planned } from './webinar-plan.ts'

/** The record of a webinar's attendance, as far as its row tells it. */
export type ReadAttendance = Times & {
  configuration: string
  webinarId: string
  asOf: Date | undefined
  countsAt: Date | undefined
  attendees: number
  matched: number
}

/**
 * The reason on the row of a webinar that is over, by the provider's own end where that is known; undefined before.
 * @param read what is known of its attendance, or of that of the webinar as which the row ran before
 */
export function overReason(
  row: PlannedWebinar,
  planned: Planned,
  read: ReadAttendance | undefined,
  now: Date,
): UserMessage | undefined {
  if (!row.webinarId || planned.problem !== undefined) return undefined
  const { start, minutes, zone } = planned.plan
  const same = read?.webinarId === row.webinarId && read.configuration === row.configuration ? read : undefined
  const end = timesFor(same, row).liveEnd ?? new Date(start.getTime() + minutes * minute)
  if (end > now) return undefined
  if (!same?.asOf || same.asOf < end) return { code: 'webinar_over' }
  const { asOf, countsAt = asOf, attendees, matched } = same
  return { code: 'webinar_over_read', readAt: wallClockIn(countsAt, zone), attendees, unmatched: attendees - matched }
}
