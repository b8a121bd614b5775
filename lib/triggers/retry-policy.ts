import { type AppError, ConflictError, CredentialsRefusedError, UnavailableError } from '../core/errors.ts'
import type { QueueName } from '../stores/queues.ts'

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
/** What a timer asks for anew by itself ends before that, or an outage of days would pile up its messages. */
const askedForAnew: Partial<Record<QueueName, number>> = { attendance: 25 * minute, audits: 50 * minute }
/** Who is at the same row is done in a moment; who is still not after this is no excuse any more. */
const conflictsEnd = 1 * hour

type Tried = { queue: QueueName; since: string; run?: string | undefined }

/** Whether a message may end without a word, because a timer asks for the same again. A run waits for its own. */
export function isRescheduledByTimer({ queue, run }: Pick<Tried, 'queue' | 'run'>): boolean {
  return run === undefined && askedForAnew[queue] !== undefined
}

/** Whether a message gets no further try after this one. */
export function isFinalAttempt(message: Tried, now: Date): boolean {
  return overdue(message, now) >= 0
}

/** Whether a message comes back after this error. A lost race is no reason to give up: whoever won is done in a moment. */
export function isRetryable(error: AppError, message: Tried, now: Date): boolean {
  return error.retry && overdue(message, now) < (error instanceof ConflictError ? conflictsEnd : 0)
}

/** How long ago its last try was due, in milliseconds; below zero: not yet. */
function overdue(message: Tried, now: Date) {
  const most = isRescheduledByTimer(message) ? askedForAnew[message.queue] : undefined
  return now.getTime() - Date.parse(message.since) - (most ?? givesUpAfter)
}

/**
 * Why and how long, in milliseconds, a message waits before its next try.
 * @param counts how often the message was tried and how often it lost a race, this time included
 * @param chance between 0 and 1, spreads the messages that failed together
 */
export function nextRetry(
  error: AppError,
  { tries, conflicts }: { tries: number; conflicts: number },
  chance: number,
): { why: keyof typeof waits; wait: number } {
  const why = reasonOf(error)
  const { first, most } = waits[why]
  const count = why === 'conflict' ? conflicts : tries
  const grown = Math.min(most, first * 2 ** Math.min(count - 1, 20))
  const asked = error instanceof UnavailableError && error.hasRetryAfter ? error.retryAfter * second : 0
  return { why, wait: Math.round(Math.max(asked, grown * 0.75) + chance * Math.max(second, grown * 0.5)) }
}

function reasonOf(error: AppError): keyof typeof waits {
  if (error instanceof ConflictError) return 'conflict'
  if (error instanceof CredentialsRefusedError) return 'credentials'
  return error instanceof UnavailableError && error.hasRetryAfter ? 'asked' : 'outage'
}
