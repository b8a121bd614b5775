import type { InvocationContext } from '@azure/functions'
import * as v from 'valibot'
import type { DeadMessage } from '../state/queues.ts'
import { cleaned } from './clean-error.ts'
import { report } from './telemetry.ts'

const Text = v.optional(v.fallback(v.string(), ''))
const Dead = v.fallback(
  v.object({
    table: Text,
    id: v.optional(v.fallback(v.pipe(v.string(), v.uuid()), '')),
    kind: v.optional(v.string()),
    reason: v.optional(v.string()),
    configuration: v.optional(v.string()),
    since: v.optional(v.pipe(v.string(), v.isoTimestamp())),
    tries: v.optional(v.number()),
  }),
  {},
)

/** Reads what lies in a poison queue, whatever it is, and has it recorded: nothing may lie there unseen. */
export async function recordDead(
  entry: unknown,
  context: InvocationContext,
  record: (dead: Partial<DeadMessage>) => Promise<string>,
): Promise<void> {
  try {
    const dead = v.parse(Dead, entry)
    const kind = await record(dead as Partial<DeadMessage>)
    report(context, 'failure', { table: dead.table, id: dead.id, kind })
  } catch (error) {
    throw cleaned(error)
  }
}
