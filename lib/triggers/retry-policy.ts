import { type AppError, ConflictError, CredentialsRefusedError, UnavailableError } from '../core/errors.ts'
import { day, hour, minute, second } from '../core/time.ts'
import type { Message, Work } from '../stores/queues.ts'

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
const retryDeadline = 7 * day
/** Messages that a timer sends again anyway expire early; otherwise they pile up during an outage. */
const timerDeadline: Partial<Record<Work, number>> = { attendance: 25 * minute, review: 50 * minute }
/** A conflict normally clears in seconds. After this time it counts as a failure. */
const conflictDeadline = 1 * hour

type Attempted = Message & { firstAttemptAt: string }

/** True if the message can be dropped silently because a timer will send it again. A backfill waits for its own. */
export function isRescheduledByTimer({ work, backfill }: Message): boolean {
  return backfill === undefined && work !== undefined && timerDeadline[work] !== undefined
}

/** Whether a message gets no further attempt after this one. */
export function isFinalAttempt(message: Attempted, now: Date): boolean {
  return overdue(message, now) >= 0
}

/** Whether a message is sent again after this error. A conflict is no reason to give up: the other worker ends soon. */
export function isRetryable(error: AppError, message: Attempted, now: Date): boolean {
  return error.retry && overdue(message, now) < (error instanceof ConflictError ? conflictDeadline : 0)
}

/** How long ago its last attempt was due, in milliseconds; below zero: not yet. */
function overdue(message: Attempted, now: Date) {
  const { work } = message
  const deadline = work && isRescheduledByTimer(message) ? timerDeadline[work] : undefined
  return now.getTime() - Date.parse(message.firstAttemptAt) - (deadline ?? retryDeadline)
}

/**
 * Why and how long, in milliseconds, a message waits before its next attempt.
 * @param counts how often the message was tried and how often it lost a race, this time included
 * @param chance between 0 and 1, spreads the messages that failed together
 */
export function nextRetry(
  error: AppError,
  { attempts, conflicts }: { attempts: number; conflicts: number },
  chance: number,
): { why: keyof typeof waits; wait: number } {
  const why = reasonOf(error)
  const { first, most } = waits[why]
  const count = why === 'conflict' ? conflicts : attempts
  const grown = Math.min(most, first * 2 ** Math.min(count - 1, 20))
  const asked = error instanceof UnavailableError && error.hasRetryAfter ? error.retryAfter * second : 0
  return { why, wait: Math.round(Math.max(asked, grown * 0.75) + chance * Math.max(second, grown * 0.5)) }
}

function reasonOf(error: AppError): keyof typeof waits {
  if (error instanceof ConflictError) return 'conflict'
  if (error instanceof CredentialsRefusedError) return 'credentials'
  return error instanceof UnavailableError && error.hasRetryAfter ? 'asked' : 'outage'
}
