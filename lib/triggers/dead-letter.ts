import type { InvocationContext } from '@azure/functions'
import * as v from 'valibot'
import type { DeadLetter, QueueName } from '../stores/queues.ts'
import { redactError } from './redact-error.ts'
import { report } from './telemetry.ts'

const Text = v.optional(v.fallback(v.string(), ''))
const Dead = v.fallback(
  v.object({
    table: Text,
    id: v.optional(v.fallback(v.pipe(v.string(), v.uuid()), '')),
    kind: v.optional(v.string()),
    reason: v.optional(v.string()),
    configuration: v.optional(v.string()),
    correlation: v.optional(v.string()),
    run: v.optional(v.string()),
    since: v.optional(v.pipe(v.string(), v.isoTimestamp())),
    tries: v.optional(v.number()),
  }),
  {},
)

/** Reads what lies in a poison queue, whatever it is, and has it recorded: nothing may lie there unseen. */
export async function recordDeadLetter(
  entry: unknown,
  context: InvocationContext,
  queue: QueueName,
  record: (queue: QueueName, dead: Partial<DeadLetter>) => Promise<string>,
): Promise<void> {
  try {
    const dead = v.parse(Dead, entry)
    const kind = await record(queue, dead as Partial<DeadLetter>)
    const { table, id, correlation } = dead
    report(context, 'failure', { queue, table, id, kind, correlation })
  } catch (error) {
    throw redactError(error)
  }
}
