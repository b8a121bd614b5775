import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { quotaReached } from './errors.ts'

/** Calls a minute that ON24 allows an account, by call (apidoc.on24.com, API Throttling). */
export const callsPerMinute = {
  'POST registrant': 1000,
  'PATCH registrant by email': 30,
  'GET registrant': 100,
  'GET attendee': 100,
  'GET event': 30,
  'GET regfield': 30,
  'GET event by id': 1000,
  'POST event': 10,
  'PUT event': 60,
  'DELETE event': 30,
  'GET eventtypes': 30,
  'GET languages': 30,
  'GET timezones': 30,
} as const
export type RateLimitedCall = keyof typeof callsPerMinute

const limiters = Object.fromEntries(
  Object.entries(callsPerMinute).map(([call, points]) => [
    call,
    new RateLimiterMemory({ points, duration: 60, keyPrefix: call }),
  ]),
) as Record<RateLimitedCall, RateLimiterMemory>

/** Accounts that ON24 told to wait: all their work waits, that of others goes on. */
const told = new RateLimiterMemory({ points: 1, duration: 60, keyPrefix: 'told' })

/**
 * Takes one call from what an account may make this minute.
 * @param account client id and host
 * @throws Unavailable with the seconds to wait, without asking ON24
 */
export async function rateLimit(account: string, call: RateLimitedCall): Promise<void> {
  const closed = await told.get(account)
  if (closed && closed.consumedPoints > 1) throw wait(closed)
  try {
    await limiters[call].consume(account)
  } catch (error) {
    throw error instanceof RateLimiterRes ? wait(error) : error
  }
}

/** ON24 counts for all instances together: when it says enough, this instance stops for the account. */
export async function throttleAccount(account: string, seconds: number): Promise<void> {
  // The limiter takes 0 seconds for ever.
  await told.block(account, Math.max(1, seconds))
}

function wait({ msBeforeNext }: RateLimiterRes) {
  return quotaReached(Math.max(1, Math.ceil(msBeforeNext / 1000)))
}
