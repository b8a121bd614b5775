import * as v from 'valibot'
import { odata, type Stored, type Table } from '../core/table.ts'

const states = ['erasing', 'settling', 'finishing', 'ended'] as const

/** The columns that are optional were not written by the first edition, which erased an account in one go. */
const RemovalRow = v.object({
  at: v.date(),
  state: v.optional(v.picklist(states), 'settling'),
  credentials: v.optional(v.number(), 0),
  registrations: v.optional(v.number(), 0),
  webinars: v.optional(v.number(), 0),
  part: v.optional(v.number(), 0),
  after: v.optional(v.string(), ''),
})

/**
 * A removal of an account: when it was asked for, what was erased so far, and where erasing goes on. Once all is erased
 * it settles, and is then done once more, for what calls under way wrote down meanwhile.
 */
export type Removal = v.InferOutput<typeof RemovalRow>
export type Removals = ReturnType<typeof createRemovals>

const partition = 'removal'

/** Removals of accounts, one record each; the last one of an account stays as its receipt. */
export function createRemovals(table: Table) {
  return {
    removal: (configuration: string): Promise<Stored<Removal> | undefined> =>
      table.get(RemovalRow, partition, configuration),

    all: (): Promise<Stored<Removal>[]> => Array.fromAsync(table.list(RemovalRow, odata`PartitionKey eq ${partition}`)),

    /**
     * Writes a removal; answers its etag. @param etag as it was read: any change since then is a `ConflictError`;
     * undefined: begun anew, whatever was there
     */
    async put(configuration: string, removal: Removal, etag?: string): Promise<string> {
      const { at, state, credentials, registrations, webinars, part, after } = removal
      const columns = { at, state, credentials, registrations, webinars, part, after }
      return table.put(partition, configuration, columns, etag)
    },

    /** Forgets the removal of what was never there. */
    async forget(configuration: string) {
      await table.remove(partition, configuration)
    },
  }
}
