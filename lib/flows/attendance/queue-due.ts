import { AppError, Unavailable } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { Health } from '../../model/configuration.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { WebinarActivity } from '../../model/webinar.ts'
import { isDue } from '../../rules/attendance/pull-schedule.ts'
import { runsAsWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Pull, WebinarMemory } from '../../stores/attendance.ts'
import type { Queues } from '../../stores/queues.ts'
import { healthOf, healthy } from '../configurations/health.ts'
import { type Neighbours as LiveEnds, liveEnds } from './live-end.ts'

export type Neighbours = LiveEnds & {
  crm: Pick<Webinars, 'webinarsEnding'>
  store: Pick<CredentialStore, 'configurations' | 'note'>
  webinars: Pick<WebinarMemory, 'pulls' | 'setPull'>
  queues: Queues
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  reportHealth(configuration: string, health: Health): Promise<void>
  now(): Date
}

const hour = 60 * 60 * 1000
const day = 24 * hour
/** How far back the audience's moves are asked for: longer than any pause in which they would be missed. */
const activityWindow = 7 * day
/** A pull that was queued is given this long before it is queued again. */
const pullTime = hour / 2

const neverRead = {
  ...{ asOf: undefined, refusedAt: undefined, movedThen: undefined, moved: undefined },
  ...{ final: false, attendees: 0, matched: 0 },
}

/** Queues every webinar whose attendance should be read now; how many that were. */
export async function findDueWebinars(given: Neighbours): Promise<number> {
  const { crm, webinars, queues } = given
  const now = given.now()
  const activities = await activityByAccount(given, now)
  const pulls = await webinars.pulls()
  const candidates: WebinarRow[] = []
  // Wall clocks are up to a day away from the instant; the rule below decides to the minute.
  for await (const webinar of crm.webinarsEnding(new Date(now.getTime() - 367 * day), new Date(now.getTime() + day))) {
    const known = activities.has(webinar.configuration ?? '')
    const held = webinar.webinarId !== undefined && runsAsWebinar(webinar)
    if (known && held && !isDone(pulls(webinar.kind, webinar.id), webinar)) candidates.push(webinar)
  }
  const ends = await liveEnds(candidates, given)
  let due = 0
  for (const webinar of candidates) {
    const { kind, id, table, configuration = '', webinarId = '' } = webinar
    const liveEnd = ends.get(id)
    const pull = sameWebinar(pulls(kind, id), webinar)
    const activity = activities.get(configuration)?.get(webinarId)
    if (!liveEnd || (pull?.queuedAt && now.getTime() - pull.queuedAt.getTime() < pullTime)) continue
    const archiveEnd = activity?.archiveEnd ?? pull?.archiveEnd
    const movedNow = activity?.updatedAt
    // What the provider refused to show is asked for again when it would have been read again.
    const pulledAt = pull?.refusedAt ?? pull?.asOf
    if (!isDue({ liveEnd, pulledAt, movedThen: pull?.movedThen, movedNow, archiveEnd }, now)) continue
    const moved = movedNow ?? pull?.moved
    const news = { configuration, webinarId, queuedAt: now, archiveEnd, moved }
    await webinars.setPull(kind, id, { ...neverRead, ...pull, ...news })
    await queues.send('attendance', [{ table, id }])
    due += 1
  }
  return due
}

/** For every account that can be asked, its webinars whose audience moved lately. */
async function activityByAccount({ store, accountFor, reportHealth }: Neighbours, now: Date) {
  const activities = new Map<string, Map<string, WebinarActivity>>()
  for (const { id, health, lastUsed } of await store.configurations()) {
    const moves = new Map<string, WebinarActivity>()
    try {
      const account = await accountFor(id)
      for await (const activity of account?.activeSince(new Date(now.getTime() - activityWindow)) ?? []) {
        moves.set(activity.webinarId, activity)
      }
      activities.set(id, moves)
      // This very call keeps the token alive: a provider may disable one that idles for weeks.
      if (account && now.getTime() - lastUsed.getTime() > hour) await store.note(id, { lastUsed: now })
      // Listing webinars shows that an outage is over; what a forbidden account lacks it need not show.
      const recovered = health.status === 'unhealthy' || health.status === 'not_authenticated'
      if (account && recovered) await reportHealth(id, healthy(account.title, now))
    } catch (error) {
      // One account's trouble must not keep the others from their numbers; what it misses is due again next time.
      if (!(error instanceof AppError)) throw error
      // Being asked to wait a minute is no news of its health.
      if (error instanceof Unavailable && error.asked) continue
      await reportHealth(id, healthOf(error, now))
    }
  }
  return activities
}

function isDone(pull: Pull | undefined, webinar: WebinarRow) {
  return sameWebinar(pull, webinar)?.final === true
}

/** What is known only counts for the webinar that the row runs as now. */
function sameWebinar(pull: Pull | undefined, webinar: WebinarRow) {
  const same = pull?.webinarId === webinar.webinarId && pull?.configuration === webinar.configuration
  return same ? pull : undefined
}
