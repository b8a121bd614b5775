import * as v from 'valibot'
import type { Table } from '../core/table.ts'
import { minute } from '../core/time.ts'

const ClockRow = v.object({ timestamp: v.optional(v.string()) })

/** The clock is compared anew after so long. */
const trustedFor = 10 * minute

/** Reads the time, in milliseconds since 1970. */
export type Clock = () => number

/**
 * The clock of the storage, which is the same for all instances; their own may be a minute apart. It runs on since it
 * was last read, so that a change of this machine's clock does not move it. @throws Unavailable
 */
export function createStorageClock(table: Table): () => Promise<Clock> {
  let offset = 0
  let readAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (performance.now() - readAt > trustedFor) {
      const row = crypto.randomUUID()
      await table.put('clock', row, {})
      const read = await table.get(ClockRow, 'clock', row)
      readAt = performance.now()
      offset = (read?.timestamp ? Date.parse(read.timestamp) : Date.now()) - readAt
      await table.remove('clock', row)
    }
    return () => performance.now() + offset
  }
}
