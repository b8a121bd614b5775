import {
  type AppError,
  CircuitOpenError,
  ConflictError,
  CredentialsRefusedError,
  QuotaReachedError,
  UnavailableError,
} from '../core/errors.ts'
import { day, hour, minute, second } from '../core/time.ts'
import type { Message, Work } from '../stores/queues.ts'

/** Why a message has to wait: how long at first, and how long at most. Waits double; nobody waits less than asked. */
const waits = {
  // There is a turn for it, or the system said when: others caused the wait, so it does not grow.
  asked: { first: 1 * second, most: 1 * second },
  // Somebody else is at the same row or person; they are done in a moment.
  conflict: { first: 1 * second, most: 30 * second },
  // Everything is right within five minutes of the end of an outage, however long that was.
  outage: { first: 2 * second, most: 2 * minute },
  // Somebody has to enter credentials; the account is checked every quarter of an hour and wakes what waits.
  credentials: { first: 5 * minute, most: 1 * hour },
} as const

/** Long enough for a holiday weekend without an administrator. */
const retryDeadline = 7 * day
/** Messages that a timer sends again anyway expire early; otherwise they pile up during an outage. */
const timerDeadline: Partial<Record<Work, number>> = {
  attendance: 25 * minute,
  review: 50 * minute,
  ledger: 50 * minute,
}
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
  if (error instanceof QuotaReachedError && error.hasBooked) return { why, wait: error.retryAfter * second }
  const isOpen = error instanceof CircuitOpenError
  const grown = isOpen ? first : Math.min(most, first * 2 ** Math.min(count - 1, 20))
  const asked = error instanceof UnavailableError && (isOpen || error.hasRetryAfter) ? error.retryAfter * second : 0
  return { why, wait: Math.round(Math.max(asked, grown * 0.75) + chance * Math.max(second, grown * 0.5)) }
}

/** How often a message counts as tried and as overtaken after this error: nothing was tried where nobody was asked. */
export function countsAfter(error: AppError, { attempts, conflicts }: { attempts: number; conflicts: number }) {
  if (error instanceof ConflictError) return { attempts, conflicts: conflicts + 1 }
  const isUntried = error instanceof CircuitOpenError || (error instanceof QuotaReachedError && error.hasBooked)
  return { attempts: isUntried ? attempts : attempts + 1, conflicts }
}

function reasonOf(error: AppError): keyof typeof waits {
  if (error instanceof ConflictError) return 'conflict'
  if (error instanceof CredentialsRefusedError) return 'credentials'
  return error instanceof UnavailableError && error.hasRetryAfter ? 'asked' : 'outage'
}
