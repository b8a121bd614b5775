import pLimit from 'p-limit'
import { QuotaReachedError } from '../core/errors.ts'

/** Until Dataverse has named a degree of parallelism; its own limit is 52 requests at a time. */
const atFirst = 8
const most = 52

/**
 * As many calls at a time as Dataverse recommends, and none while it asked to wait: waiting time grows for those who
 * keep sending (learn.microsoft.com/power-apps/developer/data-platform/api-limits, …/send-parallel-requests).
 */
export function createRequestQueue() {
  const limit = pLimit(atFirst)
  let closedUntil = 0

  return {
    async schedule(call: () => Promise<Response>): Promise<Response> {
      const response = await limit(() => {
        // Checked here, because a pause may have begun while this call waited for its turn.
        const wait = Math.ceil((closedUntil - performance.now()) / 1000)
        if (wait > 0) throw new QuotaReachedError({ code: 'asked_to_wait', system: 'Dataverse' }, { retryAfter: wait })
        return call()
      })
      const hint = Number(response.headers.get('x-ms-dop-hint'))
      if (hint > 0) limit.concurrency = Math.min(most, hint)
      return response
    },
    /** @param seconds as the `Retry-After` of a 429 says */
    pauseFor(seconds: number) {
      closedUntil = performance.now() + seconds * 1000
    },
  }
}
