import type { Services } from '../../services.ts'
import type { FailedMessage, FailureFacts } from '../../stores/failures.ts'
import type { Message, QueueName } from '../../stores/queues.ts'

/** Records that a message went well: it is no failure any more, and a run that waits for it gets on. */
export async function recordSuccess(
  queue: QueueName,
  message: Message,
  { failureStore, runStore }: Pick<Services, 'failureStore' | 'runStore'>,
) {
  await failureStore.resolve(queue, message)
  if (message.backfill) await runStore.settle(message.backfill, message, 'done')
}

/**
 * Records a message that gave up, for somebody to look at and replay; a run no longer waits for it.
 * @returns what the log says of it
 */
export async function recordFailure(
  { queue, message, ...known }: FailedMessage,
  services: Pick<Services, 'failureStore' | 'runStore' | 'registrationStore' | 'now'>,
): Promise<FailureFacts> {
  const { table = '', id: row = '', work, correlation, firstAttemptAt, attempts } = message ?? {}
  const kind = message ? (known.kind ?? 'unforeseen') : 'unreadable'
  const now = services.now()
  await services.failureStore.record({
    ...{ queue, work, table, row, kind },
    // A missing reason is made later, in the language of the reader.
    reason: known.reason ?? '',
    configuration: known.configuration ?? (row ? await lastAccount(row, services) : undefined),
    firstTry: firstAttemptAt ? new Date(firstAttemptAt) : now,
    lastTry: now,
    attempts: attempts || 1,
  })
  if (message?.backfill) await services.runStore.settle(message.backfill, message, 'failed')
  return { queue, work, table, id: row, kind, correlation }
}

/** Storage may be what failed; then the failure is recorded without an account. */
async function lastAccount(row: string, { registrationStore }: Pick<Services, 'registrationStore'>) {
  const record = await registrationStore.record(row).catch(() => undefined)
  return record?.configuration
}
