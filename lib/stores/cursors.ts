import * as v from 'valibot'
import { ifConflict } from '../core/errors.ts'
import type { Table } from '../core/table.ts'

const CursorRow = v.object({ cursor: v.string() })
const LeaseRow = v.object({ until: v.date() })

export type Cursors = ReturnType<typeof createCursors>

/** How far a sweep got, and whose turn it is. */
export function createCursors(table: Table, now: () => Date) {
  return {
    async cursor(name: string): Promise<string | undefined> {
      return (await table.get(CursorRow, 'cursor', name))?.cursor
    },

    async setCursor(name: string, cursor: string) {
      await table.put('cursor', name, { cursor })
    },

    async dropCursor(name: string) {
      await table.remove('cursor', name)
    },

    /**
     * Does work that must not be done twice at a time; undefined if somebody else is at it.
     * @param most how long it may take at most, in milliseconds: then the lease of one who died ends
     */
    async alone<T>(name: string, most: number, work: () => Promise<T>): Promise<T | undefined> {
      const held = await table.get(LeaseRow, 'lease', name)
      if (held && held.until > now()) return undefined
      const until = new Date(now().getTime() + most)
      const lease = await table.put('lease', name, { until }, held?.etag ?? 'new').catch(ifConflict)
      if (lease === undefined) return undefined
      try {
        return await work()
      } finally {
        await table.put('lease', name, { until: new Date(0) }, lease).catch(ifConflict)
      }
    },
  }
}
