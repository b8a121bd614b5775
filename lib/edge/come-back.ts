import { type AppError, Conflict, CredentialsRefused, Unavailable } from '../base/errors.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Why a message has to wait: how long at first, and how long at most. Waits double; nobody waits less than asked. */
const waits = {
  // Somebody else is at the same row or person; they are done in a moment.
  conflict: { first: 1 * second, most: 30 * second },
  // ON24 counts by the minute and says so; Dataverse names its seconds. A little later is the next window.
  asked: { first: 1 * second, most: 5 * minute },
  // Most outages end in minutes; after an hour of one, every quarter of an hour is quick enough.
  outage: { first: 2 * second, most: 15 * minute },
  // Somebody has to enter credentials; the account is checked every quarter of an hour and wakes what waits.
  credentials: { first: 5 * minute, most: 1 * hour },
} as const

/** Long enough for a holiday weekend without an administrator. */
const givesUpAfter = 7 * day

/** Whether a message first tried at `since` gets no further try after this one. */
export function isLastTry(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() >= givesUpAfter
}

/**
 * Why and how long, in milliseconds, a message waits before its next try.
 * @param tries how often it was tried, this time included
 * @param chance between 0 and 1, spreads the messages that failed together
 */
export function comeBack(error: AppError, tries: number, chance: number): { why: keyof typeof waits; wait: number } {
  const why = reasonOf(error)
  const { first, most } = waits[why]
  const grown = Math.min(most, first * 2 ** Math.min(tries - 1, 20))
  const asked = error instanceof Unavailable && error.asked ? error.retryAfter * second : 0
  return { why, wait: Math.round(Math.max(asked, grown * 0.75) + chance * Math.max(second, grown * 0.5)) }
}

function reasonOf(error: AppError): keyof typeof waits {
  if (error instanceof Conflict) return 'conflict'
  if (error instanceof CredentialsRefused) return 'credentials'
  return error instanceof Unavailable && error.asked ? 'asked' : 'outage'
}
