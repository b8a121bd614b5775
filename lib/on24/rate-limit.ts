import { setTimeout } from 'node:timers/promises'
import { hasBookedTurn } from '../core/booked-turn.ts'
import type { Breaker } from '../core/breaker.ts'
import type { QuotaReachedError } from '../core/errors.ts'
import type { Quota, Turns } from '../core/line.ts'
import { createSemaphore } from '../core/semaphore.ts'
import { minute, second } from '../core/time.ts'
import { quotaReached } from './errors.ts'

/** Calls a minute that ON24 allows an account, by call (apidoc.on24.com, API Throttling). */
export const callsPerMinute = {
  'POST registrant': 1000,
  'PATCH registrant': 1000,
  'PATCH registrant by email': 30,
  'POST forget': 30,
  'GET registrant': 100,
  'GET attendee': 100,
  'GET event': 30,
  'GET regfield': 30,
  'GET event by id': 1000,
  'POST event': 10,
  'PUT event': 60,
  'DELETE event': 30,
  'GET email': 30,
  'PUT email': 30,
  'GET eventtypes': 30,
  'GET languages': 30,
  'GET timezones': 30,
} as const
export type RateLimitedCall = keyof typeof callsPerMinute

/**
 * The part of a quota that the connector takes, so that no minute, wherever it begins, holds more calls than ON24 allows:
 * of a large quota a little is left, and a small one is spread over a little more than a minute.
 */
function quotaOf(call: RateLimitedCall): Quota {
  const turns = callsPerMinute[call]
  if (turns < 1000) return { turns, crowd: turns, within: minute + 2 * second }
  return { turns: turns * 0.995, crowd: turns * 0.975, within: minute }
}

/** So many of an account wait in place for turns that are still to come: the others' work goes on. */
const mostWaiting = 32
/** So many of an account's calls run at a time. */
const atOnce = 16
/**
 * A further call waits so many milliseconds for its place: turns of a crowd come many at a time, and are not to be lost.
 * Behind an account that stalls, waiting must not take the places of others.
 */
const patience = 500
/** A call that finds no place is made again after so many seconds; a turn that was booked for it is still its own. */
const whenFull = 5
const noPlace = () => quotaReached(whenFull, { hasBooked: hasBookedTurn() })

/** The calls of one account. @param account client id and host */
export function createAccountCalls(account: string, turns: Turns, breaker: Breaker) {
  let waiting = 0
  const withPlace = createSemaphore(atOnce, patience, noPlace)

  async function waitFor(milliseconds: number) {
    waiting += 1
    await setTimeout(milliseconds)
    waiting -= 1
  }

  return {
    /**
     * Waits for a turn to make a call.
     * @param share what those have in common who make it many at a time
     * @throws QuotaReached with the time to come back at, without asking ON24
     */
    async paced(call: RateLimitedCall, share?: string): Promise<void> {
      if (waiting >= mostWaiting) throw noPlace()
      const applicant = share === undefined ? {} : { share, hasBooked: hasBookedTurn() }
      const turn = await turns.take(account, call, quotaOf(call), applicant)
      if (turn.isBooked) throw quotaReached(Math.ceil(turn.in / second), { hasBooked: share !== undefined })
      if (turn.in > 0) await waitFor(turn.in)
    },
    /**
     * Takes no turn.
     * @throws QuotaReached with a booked turn to come back for, where many wait for theirs
     */
    async ensureNotCrowded(call: RateLimitedCall, share: string): Promise<void> {
      if (hasBookedTurn()) return
      const turn = await turns.take(account, call, quotaOf(call), { share, isAhead: true })
      if (turn.isBooked) throw quotaReached(Math.ceil(turn.in / second), { hasBooked: true })
    },
    /** A call that finds no place is not made, and says nothing of ON24. */
    admit: <T>(call: () => Promise<T>): Promise<T> => withPlace(() => breaker.admit(call)),
    ensureReachable: breaker.ensureClosed,
    /** ON24 counts for all instances together: when it says enough, all of them stop with this call. */
    async stop(made: string, { retryAfter }: QuotaReachedError) {
      const call = quotaScope(made)
      if (call) await turns.close(account, call, Math.max(1, retryAfter) * second)
    },
  }
}

/** The quota that a call counts for. @param made method and path, e.g. `GET event/1/registrant` */
export function quotaScope(made: string): RateLimitedCall | undefined {
  const [method = '', path = ''] = made.split(' ')
  const [last = '', before = ''] = path.split('/').reverse()
  const names = /^(\d+|\{email\})$/.test(last)
    ? [`${method} ${before} by id`, `${method} ${before} by email`, `${method} ${before}`]
    : [`${method} ${last}`]
  return names.find((name): name is RateLimitedCall => name in callsPerMinute)
}
