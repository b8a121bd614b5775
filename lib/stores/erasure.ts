import * as v from 'valibot'
import { odata, type Table } from '../core/table.ts'

/** One page of rows that were erased, and where the next page begins. */
export type ErasedPage = { erased: number; next: string | undefined }

/** An account whose records are erased. `before`: only those that were not written since then. */
export type Whose = { configuration: string; before: Date | undefined }

/** Storage notes by its own clock when a row was last written. */
export function theirs({ configuration, before }: Whose): string {
  const own = odata`configuration eq ${configuration}`
  return before ? `${own} and ${odata`Timestamp lt ${before}`}` : own
}

/** Erases one page of what a filter finds. */
export async function erasePage(table: Table, filter: string, after: string | undefined): Promise<ErasedPage> {
  const { rows, next } = await table.page(v.object({}), filter, after)
  return { erased: await table.removeAll(rows), next }
}

/** Erases all of what a filter finds. */
export async function eraseAll(table: Table, filter: string): Promise<void> {
  let after: string | undefined
  do after = (await erasePage(table, filter, after)).next
  while (after)
}
