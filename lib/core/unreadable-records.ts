import { LRUCache } from 'lru-cache'
import { day } from './time.ts'

/** Where a record stands that cannot be read, and which of its columns are not as they should be: never a value. */
export type UnreadableRecord = { table: string; partition: string; row: string; columns: readonly string[] }

/** Reports each record that cannot be read once a day, however often it is met, and counts how often that is. */
export function createUnreadableRecords(report: (record: UnreadableRecord) => void) {
  const reported = new LRUCache<string, true>({ max: 1000, ttl: day })
  let met = 0
  return {
    note(record: UnreadableRecord) {
      met += 1
      const key = JSON.stringify([record.table, record.partition, record.row])
      if (reported.has(key)) return
      reported.set(key, true)
      report(record)
    },

    /** Adds to the counts of work how many unreadable records were met meanwhile. */
    async counted<Counts extends object>(work: () => Promise<Counts | undefined>) {
      const before = met
      const counts = await work()
      return counts && { ...counts, unreadable: met - before }
    },
  }
}
