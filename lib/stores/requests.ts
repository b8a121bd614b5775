import * as v from 'valibot'
import type { Stored, Table } from '../core/table.ts'

/**
 * The request that is at some work. Until then nobody else needs to look at it: `busy`, a worker has it in hand, else it
 * waits for its run.
 */
const HandledRow = v.object({ request: v.string(), until: v.date(), busy: v.boolean() })
export type Handled = v.InferOutput<typeof HandledRow>

export type RequestStore = ReturnType<typeof createRequestStore>

const partition = 'request'

/** Which request is at which work: a record for each kind and subject, in the table of runs. */
export function createRequestStore(table: Table) {
  return {
    handled: (work: string): Promise<Stored<Handled> | undefined> => table.get(HandledRow, partition, work),

    /**
     * Makes a request the one that is at the work; answers the etag of that.
     * @param before the etag as it was read or given, or `new`. @throws ConflictError if another one became it since
     */
    handle: (work: string, { request, until, busy }: Handled, before: string): Promise<string> =>
      table.put(partition, work, { request, until, busy }, before),
  }
}
