import pLimit from 'p-limit'
import * as v from 'valibot'
import { createCache } from '../core/cache.ts'
import { type Keys, odata, type Stored, type Table } from '../core/table.ts'
import { minute } from '../core/time.ts'
import type { Assignment } from '../rules/registrations/registrant-key.ts'
import { assignment, columnsOf, toAssignment } from './registration-rows.ts'

/** Rows of a contact stand together, beside the records of registrations, whose partitions are plain ids. */
const prefix = 'contact_'
const all = odata`PartitionKey ge ${prefix} and PartitionKey lt ${'contact`'}`
const writersAtOnce = 16
/** Notes of other instances count here within this time. */
const heldFor = minute

/** A registrant that a contact was, with a registration that it no longer has. The address is sealed for that registration. */
export type FormerRegistrant = Assignment & { contact: string; registration: string }

/**
 * `goneAt`: when the contact was first found to be deleted, and `erasure` the id under which it will be erased; `isOrdered`:
 * that erasure has begun.
 */
export type NotedRegistrant = Stored<
  FormerRegistrant & { goneAt?: Date | undefined; erasure: string; isOrdered: boolean }
>

const Row = v.pipe(
  v.object({
    ...assignment,
    registration: v.string(),
    goneAt: v.optional(v.date()),
    erasure: v.optional(v.string(), ''),
    ordered: v.optional(v.boolean(), false),
  }),
  v.transform(({ ordered: isOrdered, ...row }) => ({ ...toAssignment(row), isOrdered })),
)

export type FormerRegistrants = ReturnType<typeof createFormerRegistrants>

/**
 * The registrants that contacts were, in accounts that erase deleted ones. They have the columns of registration records,
 * with which they are erased.
 */
export function createFormerRegistrants(table: Table) {
  const any = 'any'
  /** Most environments note nobody: there no message about a contact costs a read. */
  const isAnybodyNoted = createCache<boolean>(heldFor, async () => {
    for await (const _ of table.list(Row, all)) return true
    return false
  })
  async function note(one: FormerRegistrant) {
    const row = { ...columnsOf(one), registration: one.registration }
    await table.put(`${prefix}${one.contact}`, `${one.registration}_${one.emailHash}`, row, 'new')
    isAnybodyNoted.evict(any)
  }
  const rows = (filter: string): Promise<NotedRegistrant[]> => Array.fromAsync(table.list(Row, filter))

  return {
    /** @throws ConflictError if it is noted already */
    note,
    /** Notes of a contact. One that another instance made may take a minute to be among them. */
    ofContact: async (contact: string) =>
      (await isAnybodyNoted.get(any)) ? rows(odata`PartitionKey eq ${`${prefix}${contact}`}`) : [],
    inAccount: (configuration: string) => rows(`${all} and ${odata`configuration eq ${configuration}`}`),
    all: () => rows(all),

    /** Writes a mark; false if another worker wrote the row since it was read. */
    markGone: ({ partition, row, etag }: NotedRegistrant, goneAt: Date, erasure: string) =>
      table.merge(partition, row, { goneAt, erasure }, etag),
    markOrdered: ({ partition, row, etag }: NotedRegistrant) => table.merge(partition, row, { ordered: true }, etag),

    /** Takes all marks back: the contact is there again. @throws ConflictError */
    async unmark(one: NotedRegistrant) {
      const { partition, row, etag } = one
      await table.put(partition, row, { ...columnsOf(one), registration: one.registration }, etag)
    },

    remove: (noted: readonly NotedRegistrant[]) => table.removeAll(noted),

    /** Forgets in an account who was whose contact; how many rows told it. */
    async forgetContacts(configuration: string): Promise<number> {
      const filter = odata`configuration eq ${configuration} and contact gt ''`
      let count = 0
      let after: string | undefined
      do {
        const page: { rows: Keys[]; next: string | undefined } = await table.page(v.object({}), filter, after)
        await table.removeAll(page.rows.filter(isNoted))
        const records = page.rows.filter((row) => !isNoted(row))
        await pLimit(writersAtOnce).map(records, ({ partition, row }) => table.merge(partition, row, { contact: '' }))
        count += page.rows.length
        after = page.next
      } while (after)
      return count
    },
  }
}

function isNoted({ partition }: Keys) {
  return partition.startsWith(prefix)
}
