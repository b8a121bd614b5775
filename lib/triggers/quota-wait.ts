import { setTimeout } from 'node:timers/promises'
import { QuotaReachedError } from '../core/errors.ts'
import { second } from '../core/time.ts'

/** The longest that a caller is kept waiting: ON24 counts calls by the minute, and Azure ends a call after 230 seconds. */
const patience = 65 * second

/**
 * Does the work of a call, and does it again when a quota allows, instead of sending the caller away.
 * @param work may be done twice: it changes nothing that a second run does not make the same
 * @throws QuotaReached if that takes longer than a caller waits, and whatever else the work throws
 */
export async function waitOutQuota<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof QuotaReachedError)) throw error
      const wait = Math.max(1, error.retryAfter) * second
      if (performance.now() + wait > until) throw error
      await setTimeout(wait)
    }
  }
}
