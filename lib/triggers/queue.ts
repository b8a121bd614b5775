import type { InvocationContext } from '@azure/functions'
import { withBookedTurn } from '../core/booked-turn.ts'
import { correlated } from '../core/correlation.ts'
import { AppError, QuotaReachedError } from '../core/errors.ts'
import { withReporter } from '../core/reporter.ts'
import type { Services } from '../services.ts'
import type { FailedMessage } from '../stores/failures.ts'
import { type Message, type QueueName, readMessage } from '../stores/queues.ts'
import { redactError } from './redact-error.ts'
import { countsAfter, isFinalAttempt, isRescheduledByTimer, isRetryable, nextRetry } from './retry-policy.ts'
import { report } from './telemetry.ts'

/**
 * Works on one message. What may succeed later is sent again, after a growing wait and without using up the host's
 * count of takes; what never can is recorded as a failure at once. Only what nobody foresaw is left to the host.
 */
export async function processMessage(
  entry: unknown,
  context: InvocationContext,
  queue: QueueName,
  { queues, recordSuccess, recordFailure, now }: Pick<Services, 'queues' | 'recordSuccess' | 'recordFailure' | 'now'>,
  run: (message: Message, isFinalAttempt: boolean) => Promise<unknown>,
): Promise<void> {
  const record = async (failed: FailedMessage) => {
    const facts = await recordFailure(failed).catch((error: unknown) => {
      throw redactError(error)
    })
    report(context, 'failure', facts)
  }
  const read = readMessage(entry)
  if (!read) return record({ queue, message: undefined })
  const { firstAttemptAt = insertedAt(context) ?? now().toISOString(), attempts: before = 0, conflicts = 0 } = read
  const message = { ...read, firstAttemptAt, attempts: before + 1, conflicts }
  const { table, id, work, correlation, attempts, booked } = message
  const tell = (outcome: string, more: object = {}) => {
    const seconds = Math.round((now().getTime() - Date.parse(firstAttemptAt)) / 100) / 10
    report(context, 'message', { queue, work, table, id, outcome, attempts, seconds, correlation, ...more })
  }
  try {
    const work = () => withBookedTurn(booked ?? false, () => run(message, isFinalAttempt(message, now())))
    const result = await correlated(correlation, () =>
      withReporter((event, facts) => report(context, event, facts), work),
    )
    await recordSuccess(queue, message)
    if (typeof result === 'string') tell(result)
    else tell('done', { counts: result })
  } catch (error) {
    const { message: reason, stack } = redactError(error)
    if (!(error instanceof AppError)) {
      context.error(`${queue} ${table} ${id}: ${stack}`)
      throw redactError(error)
    }
    const { configuration } = error
    if (isRetryable(error, message, now())) {
      const counts = countsAfter(error, { attempts: before, conflicts })
      const { wait, why } = nextRetry(error, counts, Math.random())
      const hasBooked = error instanceof QuotaReachedError && error.hasBooked
      await queues.send(queue, [{ ...message, ...counts, booked: hasBooked || undefined }], wait)
      tell('comes back', { why, wait: Math.ceil(wait / 1000), reason })
    } else if (error.retry && isRescheduledByTimer(message)) {
      tell('left to the timer', { reason, configuration })
    } else {
      const kind = error.retry ? 'gave_up' : 'refused'
      await record({ queue, message, kind, reason, configuration })
      tell(kind, { reason, configuration })
    }
  }
}

/** When the message was put into the queue, as the host tells it. */
function insertedAt({ triggerMetadata }: InvocationContext): string | undefined {
  const time = new Date(String(triggerMetadata?.insertionTime))
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
