import { candidates, rowTest } from './filter.ts'
import { parseFilter } from './filter-syntax.ts'
import { reaches } from './session/access.ts'
import type { Entry, Store } from './store.ts'
import type { Table } from './types.ts'

/** The rows that pass a filter, or all, of those that the caller may read. */
export function matching(store: Store, table: Table, given: string | undefined): Entry[] {
  const seen = reaches(store, 'Read', table)
  if (given === undefined) return [...store.entries(table.name)].filter(({ values }) => seen(values))
  const filter = parseFilter(given)
  const passes = rowTest(store, table, filter)
  const ids = candidates(store, table, filter)
  const entries = ids ? [...ids].flatMap((id) => store.entry(table.name, id) ?? []) : [...store.entries(table.name)]
  return entries.filter((entry) => passes(entry.values) && seen(entry.values))
}
