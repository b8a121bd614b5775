import { setTimeout } from 'node:timers/promises'
import pLimit from 'p-limit'
import { QuotaReachedError } from '../core/errors.ts'
import { second } from '../core/time.ts'

/** Until Dataverse has named a degree of parallelism; its own limit is 52 requests at a time. */
const atFirst = 8
const most = 52
/** A call waits this long in place; with a longer pause it comes back later, with all that it was made for. */
const patience = 30 * second

/**
 * As many calls at a time as Dataverse recommends, and none while it asked to wait: waiting time grows for those who
 * keep sending (learn.microsoft.com/power-apps/developer/data-platform/api-limits, …/send-parallel-requests). A call
 * that it put off had no effect and is sent again; fewer run at a time then, and one more with every round that goes well.
 */
export function createRequestQueue() {
  const limit = pLimit(atFirst)
  let closedUntil = 0
  let recommended = atFirst
  let allowed = atFirst

  function allow(atOnce: number) {
    allowed = Math.min(recommended, Math.max(1, atOnce))
    limit.concurrency = Math.floor(allowed)
  }

  /** Waits while Dataverse is closed. @throws QuotaReached if that takes longer than a call waits */
  async function opened(until: number) {
    for (let wait = left(); wait > 0; wait = left()) {
      if (performance.now() + wait > until) {
        const retryAfter = Math.ceil(wait / second)
        throw new QuotaReachedError({ code: 'asked_to_wait', system: 'Dataverse' }, { retryAfter })
      }
      await setTimeout(wait)
    }
  }
  const left = () => closedUntil - performance.now()

  return {
    /** @throws QuotaReached if Dataverse asks for a longer wait than a call waits, and whatever else the call throws */
    schedule: <T>(call: () => Promise<T>): Promise<T> =>
      limit(async () => {
        const until = performance.now() + patience
        for (;;) {
          await opened(until)
          try {
            const result = await call()
            allow(allowed + 1 / allowed)
            return result
          } catch (error) {
            if (!(error instanceof QuotaReachedError)) throw error
            closedUntil = Math.max(closedUntil, performance.now() + error.retryAfter * second)
            allow(allowed * 0.75)
            if (performance.now() + left() > until) throw error
          }
        }
      }),
    /** Follows what Dataverse recommends in its answers. */
    heed(headers: Headers) {
      const hint = Number(headers.get('x-ms-dop-hint'))
      if (hint > 0) recommended = Math.min(most, hint)
    },
  }
}
