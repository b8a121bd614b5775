import { AppError } from '../../core/errors.ts'
import { day, hour } from '../../core/time.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { WebinarActivity } from '../../model/webinar.ts'
import { isDue, isFinal } from '../../rules/attendance/pull-schedule.ts'
import { endOf, timesFor } from '../../rules/attendance/remembered-times.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { Pull } from '../../stores/attendance.ts'
import { isAnothers } from '../webinars/webinar-owner.ts'
import { activityByAccount } from './activity-by-account.ts'
import { liveEnds } from './live-end.ts'

/** A pull that was queued is given this long before it is queued again. */
const pullTime = hour / 2

const counts = { attendees: 0, matched: 0, minutes: 0, countsAt: undefined, digest: undefined, fullAt: undefined }
const neverRead = { asOf: undefined, movedThen: undefined, moved: undefined, ...counts }

/** Queues every webinar whose attendance should be read now; how many that were. */
export async function enqueueDueWebinars(services: Services): Promise<number> {
  const { crm, attendanceStore, queues } = services
  const now = services.now()
  const activities = await activityByAccount(services)
  const pulls = await attendanceStore.pulls()
  const candidates: WebinarRow[] = []
  // Wall clocks are up to a day away from the instant; the rule below decides to the minute.
  for await (const webinar of crm.webinarsBegun(new Date(now.getTime() - 367 * day), new Date(now.getTime() + day))) {
    const { moves } = activities.get(webinar.configuration ?? '') ?? {}
    const held = webinar.webinarId !== undefined && isWebinar(webinar)
    const activity = moves?.get(webinar.webinarId ?? '')
    if (moves && held && !isDone(pulls(webinar.kind, webinar.id), webinar, activity)) candidates.push(webinar)
  }
  const ends = await liveEnds(candidates, services)
  let due = 0
  for (const webinar of candidates) {
    const { kind, id, table, configuration = '', webinarId = '' } = webinar
    const listed = pulls(kind, id)
    const pull = sameWebinar(listed, webinar)
    const times = timesFor(pull, webinar)
    const { account, moves } = activities.get(configuration) ?? {}
    const activity = moves?.get(webinarId)
    // An event may take days and its webinar an hour of them, or the webinar takes longer than planned.
    const endThere = activity?.liveEnd ?? times.liveEnd
    const liveEnd = endThere ?? ends.get(id)
    if (!account || !liveEnd || (pull?.queuedAt && now.getTime() - pull.queuedAt.getTime() < pullTime)) continue
    const { capabilities, lags } = account
    const archiveEnd = capabilities.onDemand ? (activity?.archiveEnd ?? times.archiveEnd) : liveEnd
    const movedNow = activity?.updatedAt
    // Attendance that the provider refused to show is asked for again when it would have been read again.
    const pulledAt = times.refusedAt ?? pull?.asOf
    const freshness = { liveEnd, pulledAt, movedThen: pull?.movedThen, movedNow, archiveEnd, lag: lags.attendance }
    if ((pull?.asOf && isFinal(freshness, pull.asOf)) || !isDue(freshness, now)) continue
    if (await isAnothers(webinar, services).catch(ifUnknown)) continue
    const moved = movedNow ?? pull?.moved
    const drawn = { end: endOf(webinar), liveEnd: endThere, archiveEnd, refusedAt: times.refusedAt, final: false }
    const news = { configuration, webinarId, queuedAt: now, moved }
    // A reading that ended since the records were listed knows better: the next look decides anew.
    const queued = await attendanceStore.updatePull(kind, id, (known) =>
      known?.etag === listed?.etag ? { ...neverRead, ...pull, ...drawn, ...news } : undefined,
    )
    if (!queued) continue
    await queues.send('webinars', [{ table, id, work: 'attendance' }])
    due += 1
  }
  return due
}

/** Spares the time zone of a webinar that was read for the last time, unless it takes place at another time since. */
function isDone(pull: Pull | undefined, webinar: WebinarRow, activity: WebinarActivity | undefined) {
  const known = sameWebinar(pull, webinar)
  const stays = (['liveEnd', 'archiveEnd'] as const).every(
    (end) => !activity?.[end] || activity[end].getTime() === known?.[end]?.getTime(),
  )
  return known?.end !== undefined && timesFor(known, webinar).final && stays
}

/** To whom a webinar belongs may not be known while the provider is out; the reading asks again. */
function ifUnknown(error: unknown): false {
  if (error instanceof AppError) return false
  throw error
}

/** A pull only counts for the webinar that the row runs as now. */
function sameWebinar(pull: Pull | undefined, webinar: WebinarRow) {
  const same = pull?.webinarId === webinar.webinarId && pull?.configuration === webinar.configuration
  return same ? pull : undefined
}
