import type { WebinarRow } from '../../model/crm.ts'
import { isFinal } from '../../rules/attendance/pull-schedule.ts'
import { endOf, timesFor } from '../../rules/attendance/remembered-times.ts'
import type { Services } from '../../services.ts'
import type { Pull, Unmatched } from '../../stores/attendance.ts'

type Counted = Pick<Pull, 'configuration' | 'webinarId' | 'attendees' | 'matched' | 'minutes' | 'digest' | 'fullAt'>
/** A reading of attendance; `movedThen`: the last move of the audience that was known when it began. */
type Reading = Counted & Pick<Pull, 'movedThen'> & { asOf: Date }

/**
 * Keeps what was read; true if the row may not say so yet.
 * @param unmatched undefined: the same as at the last reading
 * @param ended when the webinar ended, unless the provider has told it since
 */
export async function remember(
  webinar: WebinarRow,
  reading: Reading,
  unmatched: readonly Unmatched[] | undefined,
  ended: Date | undefined,
  { attendanceStore }: Pick<Services, 'attendanceStore'>,
): Promise<boolean> {
  const { kind, id } = webinar
  const { configuration, webinarId, asOf, attendees, matched } = reading
  if (unmatched) await attendanceStore.setUnmatched(kind, id, configuration, unmatched)
  let isNews = false
  await attendanceStore.updatePull(kind, id, (known) => {
    const same = known?.webinarId === webinarId ? known : undefined
    const { moved, queuedAt } = same ?? {}
    const { liveEnd, archiveEnd } = timesFor(same, webinar)
    const end = endOf(webinar)
    const last = liveEnd ?? ended
    const final = last !== undefined && isFinal({ liveEnd: last, archiveEnd }, asOf)
    const isSame = same?.attendees === attendees && same.matched === matched && same.end?.getTime() === end?.getTime()
    const unchangedSince = isSame ? (same.countsAt ?? same.asOf) : undefined
    // A run that died before it told the row has kept the counts already.
    isNews = !unchangedSince || (queuedAt !== undefined && unchangedSince >= queuedAt)
    const countsAt = unchangedSince ?? asOf
    return { ...reading, countsAt, moved, queuedAt, end, liveEnd, archiveEnd, refusedAt: undefined, final }
  })
  return isNews
}
