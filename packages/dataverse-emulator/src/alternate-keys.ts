import { badRequest, duplicate } from './fault.ts'
import type { Store } from './store.ts'
import type { Table, Value, Values } from './types.ts'

// learn.microsoft.com/power-apps/developer/data-platform/use-alternate-key-reference-record

/** A row that the values of an alternate key name, whether it exists or not. */
export type Keyed = { id: string | undefined; values: Values }

/** The row that `code='A'` or `code='A',_eventid_value=<id>` names; only a key that is active does. */
export function rowByKey(store: Store, table: Table, text: string): Keyed {
  const values = Object.fromEntries(parts(text).map(([name, value]) => [columnOf(name), value]))
  const names = Object.keys(values)
  const known = activeKeys(store, table).some(
    (key) => key.length === names.length && names.every((name) => key.includes(name)),
  )
  if (!known) throw badRequest(`No alternate key of '${table.name}' matches '${text}'.`, '0x80060888')
  return { id: rowWith(store, table, names, values), values }
}

/** Refuses a row whose values of an active key another row has; a row without one of them is exempt. */
export function checkKeys(store: Store, table: Table, row: Values) {
  for (const names of activeKeys(store, table)) {
    if (names.some((name) => (row[name] ?? null) === null)) continue
    const other = rowWith(store, table, names, row, row[table.id])
    if (other) throw duplicate()
  }
}

function activeKeys(store: Store, table: Table): string[][] {
  const keys = store.metadata.keys.get(table.name) ?? []
  return keys.filter((key) => key.EntityKeyIndexStatus === 'Active').map((key) => key.KeyAttributes)
}

function rowWith(store: Store, table: Table, names: string[], values: Values, except?: Value): string | undefined {
  for (const { id, values: row } of store.entries(table.name)) {
    if (id !== except && names.every((name) => same(row[name], values[name]))) return id
  }
  return undefined
}

function same(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || (typeof one === 'string' && String(other).toLowerCase() === one.toLowerCase())
}

function columnOf(property: string): string {
  return /^_(\w+)_value$/.exec(property)?.[1] ?? property
}

function parts(text: string): [name: string, value: Value][] {
  const found = [...text.matchAll(/(\w+)=(?:'((?:[^']|'')*)'|([^,']+))(?:,|$)/g)]
  return found.map(([, name = '', quoted, plain = '']) => {
    if (quoted !== undefined) return [name, quoted.replaceAll("''", "'")]
    return [name, /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : plain]
  })
}
