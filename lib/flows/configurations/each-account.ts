import pLimit from 'p-limit'
import { DeadlineError, withDeadline } from '../../core/deadline.ts'
import { AppError, UnavailableError } from '../../core/errors.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { Services } from '../../services.ts'
import { healthOf } from './health.ts'

/** Enough that a few accounts that hang leave room for the others. */
const accountsAtOnce = 8

/**
 * Does something for each account, some side by side. One that takes too long is unhealthy, and costs itself only.
 * @param limit for one account, in milliseconds
 * @param ifFailed hears of an error that concerns one account; any other ends it all
 */
export async function eachAccount(
  accounts: readonly Configuration[],
  limit: number,
  { providers, reportHealth, now }: Services,
  work: (account: Configuration) => Promise<unknown>,
  ifFailed: (account: Configuration, error: AppError) => Promise<unknown> | undefined,
): Promise<void> {
  await pLimit(accountsAtOnce).map(accounts, async (account) => {
    try {
      await withDeadline(limit, () => work(account))
    } catch (error) {
      if (error instanceof AppError) await ifFailed(account, error)
      else if (!(error instanceof DeadlineError)) throw error
      else {
        const system = providers.get(account.provider)?.title ?? account.provider
        const silent = new UnavailableError({ code: 'unreachable', system }, { cause: error })
        await reportHealth(account.id, healthOf(silent, now()))
      }
    }
  })
}
