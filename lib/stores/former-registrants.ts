import pLimit from 'p-limit'
import * as v from 'valibot'
import { type Keys, odata, type Stored, type Table } from '../core/table.ts'
import type { Assignment } from '../rules/registrations/registrant-key.ts'
import { assignment, columnsOf, toAssignment } from './registration-rows.ts'

/** Rows of a contact stand together, beside the records of registrations, whose partitions are plain ids. */
const prefix = 'contact_'
const all = odata`PartitionKey ge ${prefix} and PartitionKey lt ${'contact`'}`
const writersAtOnce = 16

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
  const note = (one: FormerRegistrant) =>
    table.put(
      `${prefix}${one.contact}`,
      `${one.registration}_${one.emailHash}`,
      { ...columnsOf(one), registration: one.registration },
      'new',
    )
  const rows = (filter: string): Promise<NotedRegistrant[]> => Array.fromAsync(table.list(Row, filter))

  return {
    /** @throws ConflictError if it is noted already */
    note,
    ofContact: (contact: string) => rows(odata`PartitionKey eq ${`${prefix}${contact}`}`),
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
