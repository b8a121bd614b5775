import { noSuchRow, stillReferred } from './fault.ts'
import type { Reference } from './schema.ts'
import type { Change, Store } from './store.ts'
import type { Table } from './types.ts'
import { updateRow, writerOf } from './write.ts'

/** Deletes a row with the rows that require it, and empties other lookups; refuses if a lookup restricts it. */
export function removeRow(store: Store, table: Table, id: string, by: Change['by']) {
  store.transaction(() => {
    if (!store.get(table.name, id)) throw noSuchRow(table.name, id)
    for (const reference of store.schema.referencesTo(table.name)) {
      for (const referrer of [...store.referrers(reference.table.name, reference.column, id)]) {
        release(store, reference, referrer, by)
      }
    }
    store.put(table.name, id, undefined)
    store.announce({ message: 'Delete', table: table.name, id, values: {}, ...writerOf(store, by) })
  })
}

function release(store: Store, { table, column, onDelete }: Reference, id: string, by: Change['by']) {
  if (onDelete === 'restrict') throw stillReferred()
  if (onDelete === 'cascade') removeRow(store, table, id, by)
  else updateRow(store, table, id, { [column]: null }, by)
}
