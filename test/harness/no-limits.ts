import type { Breaker, Breakers } from '../../lib/core/breaker.ts'
import type { Turns } from '../../lib/core/line.ts'

export const noBreaker: Breaker = {
  admit: (call) => call(),
  ensureClosed: async () => undefined,
}

/** Quotas and breakers that keep nobody waiting, for tests of something else. */
export const noLimits: { turns: Turns; breakers: Breakers } = {
  turns: { take: async () => ({ in: 0, isBooked: false }), close: async () => undefined },
  breakers: { breakerOf: () => noBreaker },
}
