import * as v from 'valibot'
import { odata, type Stored, type Table } from '../core/table.ts'

/**
 * An order to erase a person. `contact`: the id of the row in CRM; empty: it names an address alone. `deleted`: the row was
 * deleted there, and nobody else ordered it.
 */
const ErasureRow = v.object({
  at: v.date(),
  contact: v.optional(v.string(), ''),
  deleted: v.optional(v.boolean(), false),
})

/**
 * A person in one account. `sealed`: their addresses under that account's key, until all is erased; `told`: the provider has
 * forgotten them, and the connector's own rows are left; `settling`: all is erased, and will be once more `after` this time,
 * for what a reading under way wrote meanwhile; `refused`: it cannot be done by the connector, for a reason with this code.
 */
const PartRow = v.object({
  configuration: v.string(),
  state: v.picklist(['waiting', 'told', 'settling', 'done', 'refused']),
  sealed: v.optional(v.string(), ''),
  after: v.optional(v.date()),
  code: v.optional(v.string(), ''),
  registrants: v.optional(v.number(), 0),
  records: v.optional(v.number(), 0),
  attendees: v.optional(v.number(), 0),
  unmatched: v.optional(v.number(), 0),
})

export type Erasure = v.InferOutput<typeof ErasureRow>
export type ErasurePart = v.InferOutput<typeof PartRow>
export type ErasureStore = ReturnType<typeof createErasureStore>

const partition = 'erasure'
const partsOf = (id: string) => `erasure_${id}`

/** Erasures of people: one record each, and one for each account. No name is in it, and an address only sealed. */
export function createErasureStore(table: Table) {
  return {
    erasure: (id: string): Promise<Stored<Erasure> | undefined> => table.get(ErasureRow, partition, id),

    async parts(id: string): Promise<Stored<ErasurePart>[]> {
      return Array.fromAsync(table.list(PartRow, odata`PartitionKey eq ${partsOf(id)}`))
    },

    /** Keeps a new erasure, with a part for each account. */
    async begin(id: string, { at, contact, deleted }: Erasure, parts: readonly ErasurePart[]) {
      // A run that died here begins again.
      for (const part of parts) await table.put(partsOf(id), part.configuration, { ...part })
      await table.put(partition, id, { at, contact, deleted }, 'new')
    },

    /** Writes a part; answers its etag. @throws ConflictError if another worker wrote it since it was read */
    putPart(id: string, part: ErasurePart, etag: string): Promise<string> {
      const { configuration, state, sealed, code, after, registrants, records, attendees, unmatched } = part
      const counts = { registrants, records, attendees, unmatched }
      const columns = { configuration, state, sealed, code, ...(after && { after }), ...counts }
      return table.put(partsOf(id), configuration, columns, etag)
    },
  }
}
