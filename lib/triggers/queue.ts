import type { InvocationContext } from '@azure/functions'
import * as v from 'valibot'
import { correlated } from '../core/correlation.ts'
import { AppError, ConflictError } from '../core/errors.ts'
import type { Services } from '../services.ts'
import type { QueueName, RowReference } from '../stores/queues.ts'
import { redactError } from './redact-error.ts'
import { isFinalAttempt, isRescheduledByTimer, isRetryable, nextRetry } from './retry-policy.ts'
import { report } from './telemetry.ts'

const Queued = v.object({
  table: v.pipe(v.string(), v.nonEmpty()),
  id: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
  correlation: v.optional(v.string()),
  run: v.optional(v.string()),
  since: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  tries: v.optional(v.number(), 0),
  conflicts: v.optional(v.number(), 0),
})

/**
 * Works on one message. What may succeed later comes back by itself, after a growing wait and without using up the
 * host's count of tries; what never can is set aside at once. Only what nobody foresaw is left to the host.
 */
export async function processMessage(
  entry: unknown,
  context: InvocationContext,
  queue: QueueName,
  { queues, onSettled, now }: Pick<Services, 'queues' | 'onSettled' | 'now'>,
  run: (row: RowReference, isFinalAttempt: boolean) => Promise<unknown>,
): Promise<void> {
  const read = v.safeParse(Queued, entry)
  if (!read.success) {
    context.warn(`${queue}: a message that names no row was set aside`)
    await queues.deadLetter(queue, { table: '', id: '', kind: 'unreadable', reason: '' })
    return
  }
  const since = read.output.since ?? insertedAt(context) ?? now().toISOString()
  const message = { ...read.output, since, tries: read.output.tries + 1 }
  const { table, id, correlation, tries } = message
  const tell = (outcome: string, more: object = {}) => {
    const seconds = Math.round((now().getTime() - Date.parse(since)) / 100) / 10
    report(context, 'message', { queue, table, id, outcome, tries, seconds, correlation, ...more })
  }
  const tried = { queue, since, run: message.run }
  const lastTry = isFinalAttempt(tried, now())
  try {
    const ending = await correlated(correlation, () => run({ table, id }, lastTry))
    await onSettled(queue, message, 'done')
    if (typeof ending === 'string') tell(ending)
    else tell('done', { counts: ending })
  } catch (error) {
    const { message: reason, stack } = redactError(error)
    if (!(error instanceof AppError)) {
      context.error(`${queue} ${table} ${id}: ${stack}`)
      throw redactError(error)
    }
    if (isRetryable(error, tried, now())) {
      // Lost races are counted apart: a person who reads how often a row was tried counts real attempts.
      const counts =
        error instanceof ConflictError
          ? { tries: tries - 1, conflicts: message.conflicts + 1 }
          : { tries, conflicts: message.conflicts }
      const { wait, why } = nextRetry(error, counts, Math.random())
      await queues.send(queue, [{ ...message, ...counts }], wait)
      tell('comes back', { why, wait: Math.ceil(wait / 1000), reason })
      return
    }
    if (error.retry && isRescheduledByTimer(tried)) {
      tell('left to the timer', { reason, configuration: error.configuration })
      return
    }
    const kind = error.retry ? 'gave_up' : 'refused'
    await queues.deadLetter(queue, { ...message, kind, reason, configuration: error.configuration })
    await onSettled(queue, message, 'failed')
    tell(kind, { reason, configuration: error.configuration })
  }
}

/** When the message was put into the queue, as the host tells it. */
function insertedAt({ triggerMetadata }: InvocationContext): string | undefined {
  const time = new Date(String(triggerMetadata?.insertionTime))
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
