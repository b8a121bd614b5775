import { LRUCache } from 'lru-cache'
import { day } from './time.ts'

/** Where a record stands that cannot be read, and which of its columns are not as they should be: never a value. */
export type UnreadableRecord = { table: string; partition: string; row: string; columns: readonly string[] }

export type UnreadableRecords = ReturnType<typeof createUnreadableRecords>

/** Remembers records that cannot be read: each to be reported once a day, however often it is met. */
export function createUnreadableRecords() {
  const reported = new LRUCache<string, true>({ max: 1000, ttl: day })
  let unreported: UnreadableRecord[] = []
  let met = 0
  return {
    note(record: UnreadableRecord) {
      met += 1
      const key = JSON.stringify([record.table, record.partition, record.row])
      if (reported.has(key)) return
      reported.set(key, true)
      unreported.push(record)
    },

    /** How often one was met since this was last asked, and those that were not reported yet. */
    take() {
      const taken = { met, records: unreported }
      met = 0
      unreported = []
      return taken
    },
  }
}
