import pLimit from 'p-limit'
import { DeadlineError, withDeadline } from '../../core/deadline.ts'
import { AppError, UnavailableError } from '../../core/errors.ts'
import { day, hour, second } from '../../core/time.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { WebinarActivity } from '../../model/webinar.ts'
import type { Services } from '../../services.ts'
import { healthOf, healthy } from '../configurations/health.ts'

/** An account that can be asked, and its webinars whose audience moved lately. */
type Activity = { account: WebinarAccount; moves: Map<string, WebinarActivity> }

/** How far back the audience's moves are asked for: longer than any pause in which they would be missed. */
const activityWindow = 7 * day
/** Accounts that are asked side by side. */
const accountsAtOnce = 8
/** An account that hangs costs itself: what it misses is due again next time. */
const accountTime = 60 * second

/** For every account that can be asked, its webinars whose audience moved lately. */
export async function activityByAccount(services: Services): Promise<Map<string, Activity>> {
  const activities = new Map<string, Activity>()
  const accounts = await services.credentialStore.configurations()
  await pLimit(accountsAtOnce).map(accounts, async (kept) => {
    try {
      const activity = await withDeadline(accountTime, () => activityOf(kept, services))
      if (activity) activities.set(kept.id, activity)
    } catch (error) {
      await noteTrouble(kept, error, services)
    }
  })
  return activities
}

async function activityOf(
  { id, health, lastUsed }: Configuration,
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
  if (recovered) await reportHealth(id, healthy(account.title, now()))
  return { account, moves }
}

/** One account's trouble must not keep the others from their numbers. */
async function noteTrouble(
  { id, provider }: Configuration,
  error: unknown,
  { providers, reportHealth, now }: Services,
) {
  const system = providers.get(provider)?.title ?? provider
  const known = error instanceof DeadlineError ? new UnavailableError({ code: 'unreachable', system }) : error
  if (!(known instanceof AppError)) throw error
  // Being asked to wait a minute is no news of its health.
  if (known instanceof UnavailableError && known.hasRetryAfter) return
  await reportHealth(id, healthOf(known, now()))
}
