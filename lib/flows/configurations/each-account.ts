import pLimit from 'p-limit'
import { DeadlineError, withDeadline } from '../../core/deadline.ts'
import { AppError, UnavailableError } from '../../core/errors.ts'
import type { AccountRecord } from '../../model/configuration.ts'
import type { Providers } from '../../model/provider.ts'

/** Enough that a few accounts that hang leave room for the others. */
const accountsAtOnce = 8

/**
 * Does something for each account, some side by side. An error, or too long a time, costs the account only that it is
 * about.
 * @param limit for one account, in milliseconds
 * @param ifFailed hears of both; any other error ends it all
 */
export async function eachAccount(
  accounts: readonly AccountRecord[],
  limit: number,
  providers: Providers,
  work: (account: AccountRecord) => Promise<unknown>,
  ifFailed: (account: AccountRecord, error: AppError, isLate: boolean) => Promise<unknown> | undefined,
): Promise<void> {
  await pLimit(accountsAtOnce).map(accounts, async (account) => {
    try {
      await withDeadline(limit, () => work(account))
    } catch (error) {
      const isLate = error instanceof DeadlineError
      const system = providers.get(account.provider)?.title ?? account.provider
      const known = isLate ? new UnavailableError({ code: 'unreachable', system }, { cause: error }) : error
      if (!(known instanceof AppError)) throw error
      await ifFailed(account, known, isLate)
    }
  })
}
