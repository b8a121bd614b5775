import * as v from 'valibot'
import { hashOf } from '../core/hash.ts'
import type { Table } from '../core/table.ts'
import type { WebinarKind } from '../model/crm.ts'
import type { Entrance } from '../model/entrance.ts'

const EntranceRow = v.object({
  configuration: v.string(),
  webinarId: v.string(),
  audienceUrl: v.string(),
  title: v.string(),
  start: v.optional(v.date()),
  end: v.optional(v.date()),
  zone: v.string(),
  isCancelled: v.boolean(),
})

export type EntranceStore = ReturnType<typeof createEntranceStore>

/** Where the audience of each webinar gets in, so that a join link asks neither Dynamics nor the provider. */
export function createEntranceStore(table: Table) {
  const key = (kind: WebinarKind, webinarRow: string) => `${kind}_${webinarRow}`

  async function entrance(kind: WebinarKind, webinarRow: string): Promise<Entrance | undefined> {
    const row = await table.get(EntranceRow, key(kind, webinarRow), 'entrance')
    if (!row) return undefined
    const { configuration, webinarId, audienceUrl, title, start, end, zone, isCancelled } = row
    return { configuration, webinarId, audienceUrl, title, start, end, zone, isCancelled }
  }

  return {
    entrance,

    /** Writes what is news. @param known as `entrance` gave it */
    async note(kind: WebinarKind, webinarRow: string, next: Entrance, known: Entrance | undefined) {
      if (known && hashOf(known) === hashOf(next)) return
      await table.put(key(kind, webinarRow), 'entrance', next)
    },

    async forget(kind: WebinarKind, webinarRow: string) {
      await table.remove(key(kind, webinarRow), 'entrance')
    },
  }
}
