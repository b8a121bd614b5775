import type { InvocationContext } from '@azure/functions'
import { correlated } from '../core/correlation.ts'
import { AppError, ConflictError } from '../core/errors.ts'
import type { Services } from '../services.ts'
import type { FailedMessage } from '../stores/failures.ts'
import { type Message, type QueueName, readMessage } from '../stores/queues.ts'
import { redactError } from './redact-error.ts'
import { isFinalAttempt, isRescheduledByTimer, isRetryable, nextRetry } from './retry-policy.ts'
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
  const { table, id, work, correlation, attempts } = message
  const tell = (outcome: string, more: object = {}) => {
    const seconds = Math.round((now().getTime() - Date.parse(firstAttemptAt)) / 100) / 10
    report(context, 'message', { queue, work, table, id, outcome, attempts, seconds, correlation, ...more })
  }
  try {
    const result = await correlated(correlation, () => run(message, isFinalAttempt(message, now())))
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
      // Lost races are counted apart: a person who reads how often a row was tried counts real attempts.
      const counts =
        error instanceof ConflictError ? { attempts: before, conflicts: conflicts + 1 } : { attempts, conflicts }
      const { wait, why } = nextRetry(error, counts, Math.random())
      await queues.send(queue, [{ ...message, ...counts }], wait)
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
