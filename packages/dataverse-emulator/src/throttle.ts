import { refusal } from './exchange.ts'
import { DataverseFault } from './fault.ts'

/** A fault that refuses some calls, and what it did so far. */
type Throttle = {
  fault: () => Response | undefined
  /** Calls refused, and the seconds that they were asked to wait in all. */
  readonly refused: number
  readonly askedSeconds: number
}

/**
 * Refuses one call in `oneIn` as a service protection limit does, and asks its sender to wait: `dataverse.injectFault(fault)`.
 * learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
export function throttle({ oneIn, seconds }: { oneIn: number; seconds: number }): Throttle {
  const limit = new DataverseFault(
    429,
    '0x80072322',
    'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
  )
  const { status, headers, body } = refusal(limit)
  let calls = 0
  const refused = () => Math.floor(calls / oneIn)
  return {
    fault() {
      calls += 1
      if (calls % oneIn !== 0) return undefined
      return new Response(body, { status, headers: { ...headers, 'retry-after': String(seconds) } })
    },
    get refused() {
      return refused()
    },
    get askedSeconds() {
      return refused() * seconds
    },
  }
}
