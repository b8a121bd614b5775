import type { Services } from '../../services.ts'
import type { FailureKind } from '../../stores/failures.ts'
import type { DeadLetter, QueueName } from '../../stores/queues.ts'

/**
 * Keeps a message of a poison queue as a failure. One that the host itself gave up on brings no reason: the log of its
 * function has it.
 */
export async function recordFailure(
  queue: QueueName,
  dead: Partial<DeadLetter>,
  services: Services,
): Promise<FailureKind> {
  const { table = '', id: row = '', reason, since, tries = 1, run } = dead
  const kind = (dead.kind ?? (row ? 'unforeseen' : 'unreadable')) as FailureKind
  const now = services.now()
  await services.failureStore.record({
    ...{ queue, table, row, kind, tries, lastTry: now },
    reason: reason ?? '',
    configuration: dead.configuration ?? (row ? await lastAccount(row, services) : undefined),
    firstTry: since ? new Date(since) : now,
  })
  // The host settles nothing of what it gave up on.
  if (run && row) await services.backfillStore.settle(run, row, 'failed')
  return kind
}

/** What nobody foresaw may be that very memory; then the failure is kept without an account. */
async function lastAccount(row: string, { registrationStore }: Services): Promise<string | undefined> {
  const record = await registrationStore.record(row).catch(() => undefined)
  return record?.configuration
}
