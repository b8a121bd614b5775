import * as v from 'valibot'
import { ifConflict } from '../core/errors.ts'
import type { Table } from '../core/table.ts'
import { nextGeneration } from '../rules/configurations/generation.ts'

/** A removal leaves this in place of sealed credentials, until nothing that began before it is under way any more. */
const Fence = v.object({ generation: v.number(), removed: v.literal(true) })
const Before = v.object({ generation: v.optional(v.number(), 0), removed: v.optional(v.boolean(), false) })

/** The schema of a row in whose place there may be a fence. */
export function orFence<Schema extends v.GenericSchema<unknown, object>>(
  schema: Schema,
): v.GenericSchema<unknown, v.InferOutput<Schema> | v.InferOutput<typeof Fence>> {
  return v.lazy((row) => (v.is(Fence, row) ? Fence : schema))
}

/** Removes a row of credentials and leaves a fence of the next generation. True if there were credentials. */
export async function putFence(table: Table, partition: string, id: string): Promise<boolean> {
  for (;;) {
    const before = await table.get(Before, partition, id)
    const fence = { generation: nextGeneration(before?.generation ?? 0), removed: true }
    const written = await table.put(partition, id, fence, before?.etag ?? 'new').catch(ifConflict)
    if (written) return before !== undefined && !before.removed
  }
}

/** Removes a fence; credentials that were given since stay. */
export async function dropFence(table: Table, partition: string, id: string) {
  const before = await table.get(Before, partition, id)
  if (before?.removed) await table.remove(partition, id, before.etag)
}
