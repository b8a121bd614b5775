import * as v from 'valibot'
import { ifConflict } from '../core/errors.ts'
import { odata, type Stored, type Table } from '../core/table.ts'
import type { WebinarKind } from '../model/crm.ts'

/** A webinar with registrations that were refused since its owner was told last. */
const RefusalsRow = v.object({
  configuration: v.string(),
  kind: v.picklist(['event', 'session']),
  table: v.string(),
  webinarRow: v.string(),
  /** The first refusal that was not told yet; undefined: none. */
  since: v.optional(v.date()),
  toldAt: v.optional(v.date()),
})
type RefusalsRow = v.InferOutput<typeof RefusalsRow>

/** `row`: the event. */
export type Refusals = Stored<RefusalsRow>
type Refused = { eventId: string; kind: WebinarKind; table: string; id: string; configuration: string | undefined }

export type RefusalStore = ReturnType<typeof createRefusalStore>

const partition = 'refusals'

/** Refused registrations of which owners of events are told: a record for each event, in the table of statuses. */
export function createRefusalStore(records: Table) {
  const put = ({ row, etag, since, toldAt, ...about }: Omit<Refusals, 'partition'>) =>
    records.put(partition, row, { ...about, since, toldAt }, etag).catch(ifConflict)

  return {
    /** Notes that a registration was refused. Another one may be at it: then it is noted. */
    async note({ eventId: row, kind, table, id: webinarRow, configuration = '' }: Refused, now: Date) {
      const known = await records.get(RefusalsRow, partition, row)
      if (known?.since) return
      const { etag = 'new', toldAt } = known ?? {}
      await put({ row, etag, configuration, kind, table, webinarRow, since: now, toldAt })
    },

    /** Events with refusals of which nobody was told since `before`. */
    async untold(before: Date): Promise<Refusals[]> {
      const found: Refusals[] = []
      const filter = odata`PartitionKey eq ${partition} and since gt ${new Date(0)}`
      for await (const one of records.list(RefusalsRow, filter)) {
        if (!one.toldAt || one.toldAt <= before) found.push(one)
      }
      return found
    },

    /** Writes a record over what was read; undefined if it was changed since: another host told, or a refusal came. */
    async keep(refusals: Refusals): Promise<Refusals | undefined> {
      const etag = await put(refusals)
      return etag === undefined ? undefined : { ...refusals, etag }
    },
  }
}
