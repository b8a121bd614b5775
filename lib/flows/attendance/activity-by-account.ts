import { UnavailableError } from '../../core/errors.ts'
import { day, hour, minute } from '../../core/time.ts'
import type { AccountRecord } from '../../model/configuration.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { WebinarActivity } from '../../model/webinar.ts'
import type { Services } from '../../services.ts'
import { eachAccount } from '../configurations/each-account.ts'
import { healthOf, stillHealthy } from '../configurations/health.ts'

/** An account that can be asked, and its webinars whose audience moved lately. */
type Activity = { account: WebinarAccount; moves: Map<string, WebinarActivity> }

/** How far back the audience's moves are asked for: longer than any pause in which they would be missed. */
const activityWindow = 7 * day

/** For every account that can be asked, its webinars whose audience moved lately. */
export async function activityByAccount(services: Services): Promise<Map<string, Activity>> {
  const activities = new Map<string, Activity>()
  // An account that cannot be asked misses nothing for good: it is due again next time.
  await eachAccount(
    await services.credentialStore.configurations(),
    minute,
    services.providers,
    async (kept) => {
      const activity = await activityOf(kept, services)
      if (activity) activities.set(kept.id, activity)
    },
    ({ id }, error) => {
      // Being asked to wait a minute is no news of its health.
      const asked = error instanceof UnavailableError && error.hasRetryAfter
      return asked ? undefined : services.reportHealth(id, healthOf(error, services.now()))
    },
  )
  return activities
}

async function activityOf(
  { id, health, lastUsed }: AccountRecord,
  { credentialStore, accountFor, reportHealth, now }: Services,
): Promise<Activity | undefined> {
  const account = await accountFor(id)
  if (!account) return undefined
  const moves = new Map<string, WebinarActivity>()
  for await (const activity of account.changedSince(new Date(now().getTime() - activityWindow))) {
    moves.set(activity.webinarId, activity)
  }
  // This very call keeps the token alive: a provider may disable one that idles for weeks.
  if (now().getTime() - lastUsed.getTime() > hour) await credentialStore.note(id, { lastUsed: now() })
  // Listing webinars shows that an outage is over; what a forbidden account lacks it need not show.
  const recovered = health.status === 'unhealthy' || health.status === 'not_authenticated'
  if (recovered) await reportHealth(id, stillHealthy(account.title, now()))
  return { account, moves }
}
