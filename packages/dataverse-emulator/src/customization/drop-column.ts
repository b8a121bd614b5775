import { badRequest } from '../fault.ts'
import type { Store } from '../store.ts'
import type { Table } from '../types.ts'
import { checkUnused, dependentsOfColumn, dependentsOfTable } from './dependencies.ts'
import { metadataId } from './show-column.ts'
import { isMade } from './show-table.ts'
import { leaveSolutions } from './solutions.ts'

/** Deletes a column with its values, unless something depends on it. */
export function dropColumn(store: Store, tableName: string, name: string) {
  const table = store.schema.named(tableName)
  const { [name]: column, ...columns } = table.columns
  const given = store.metadata.columns.get(`${tableName}.${name}`)
  if (!column || given?.IsCustomAttribute !== true)
    throw badRequest(`The column ${name} is managed or none.`, '0x8004F01F')
  if (name === table.title) throw badRequest(`The primary column ${name} cannot be deleted.`, '0x80040203')
  checkUnused('Attribute', name, dependentsOfColumn(store, tableName, name))
  store.define({ ...table, columns })
  for (const { id, values } of [...store.entries(tableName)]) {
    const { [name]: _, ...rest } = values
    store.put(tableName, id, rest)
  }
  forget(store, 'column', `${tableName}.${name}`)
  store.metadata.columns.delete(`${tableName}.${name}`)
}

/** Deletes a table with its rows, its own lookups, keys, views, forms and charts, unless something else depends on it. */
export function dropTable(store: Store, table: Table) {
  const { name } = table
  if (!isMade(store, name)) throw badRequest(`The table ${name} is managed and cannot be deleted.`, '0x8004F01F')
  checkUnused('Entity', name, dependentsOfTable(store, name))
  const { relationships, columns, keys, tables } = store.metadata
  for (const [key, one] of relationships) {
    if (one.ReferencingEntity !== name) continue
    relationships.delete(key)
    forget(store, 'relationship', key)
  }
  for (const column of Object.keys(table.columns)) {
    columns.delete(`${name}.${column}`)
    forget(store, 'column', `${name}.${column}`)
  }
  keys.delete(name)
  tables.delete(name)
  forget(store, 'table', name)
  store.tracked.delete(name)
  const own = {
    savedquery: 'returnedtypecode',
    systemform: 'objecttypecode',
    savedqueryvisualization: 'primaryentitytypecode',
  }
  for (const [components, column] of Object.entries(own)) removeRows(store, components, column, name)
  removeRows(store, 'sdkmessagefilter', 'primaryobjecttypecode', name)
  for (const { id, values } of [...store.entries('privilege')]) {
    if (
      !new RegExp(`^prv(Create|Read|Write|Delete|Assign|Share|Append|AppendTo)${name}$`, 'i').test(String(values.name))
    )
      continue
    for (const link of [...store.referrers('roleprivileges', 'privilegeid', id)])
      store.put('roleprivileges', link, undefined)
    store.put('privilege', id, undefined)
  }
  store.drop(name)
}

function removeRows(store: Store, table: string, column: string, value: string) {
  for (const { id, values } of [...store.entries(table)]) {
    if (values[column] !== value) continue
    store.put(table, id, undefined)
    leaveSolutions(store, id)
  }
}

function forget(store: Store, kind: string, name: string) {
  leaveSolutions(store, metadataId(store, kind, name))
  store.metadata.ids.delete(`${kind} ${name}`)
}
