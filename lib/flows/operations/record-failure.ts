import type { Runs } from '../../stores/backfills.ts'
import type { FailureKind, Failures } from '../../stores/failures.ts'
import type { DeadMessage, QueueName } from '../../stores/queues.ts'
import type { RegistrationMemory } from '../../stores/registrations.ts'

export type Neighbours = {
  failures: Pick<Failures, 'record'>
  registrations: Pick<RegistrationMemory, 'place'>
  runs: Pick<Runs, 'settle'>
  now(): Date
}

/**
 * Keeps a message of a poison queue as a failure. One that the host itself gave up on brings no reason: the log of its
 * function has it.
 */
export async function recordFailure(
  queue: QueueName,
  dead: Partial<DeadMessage>,
  given: Neighbours,
): Promise<FailureKind> {
  const { table = '', id: row = '', reason, since, tries = 1, run } = dead
  const kind = (dead.kind ?? (row ? 'unforeseen' : 'unreadable')) as FailureKind
  const now = given.now()
  await given.failures.record({
    ...{ queue, table, row, kind, tries, lastTry: now },
    reason: reason ?? 'The connector failed in a way that nobody foresaw; its log says where.',
    configuration: dead.configuration ?? (row ? await lastAccount(row, given) : undefined),
    firstTry: since ? new Date(since) : now,
  })
  // The host settles nothing of what it gave up on.
  if (run && row) await given.runs.settle(run, row, 'failed')
  return kind
}

/** What nobody foresaw may be that very memory; then the failure is kept without an account. */
async function lastAccount(row: string, { registrations }: Neighbours): Promise<string | undefined> {
  const place = await registrations.place(row).catch(() => undefined)
  return place?.configuration
}
