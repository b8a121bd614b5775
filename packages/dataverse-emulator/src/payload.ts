import { rowByKey } from './alternate-keys.ts'
import { badPayload, noSuchRow } from './fault.ts'
import { type Navigation, navigation } from './schema.ts'
import type { Store } from './store.ts'
import type { Table, Values } from './types.ts'
import { isGuid } from './value.ts'
import { checked } from './write.ts'

const BIND = '@odata.bind'
const ROW_ADDRESS = /^(?:https?:\/\/[^/]+)?(?:\/?api\/data\/v9\.\d)?\/?(\w+)\(([^)]*)\)$/

/** Reads a JSON object from a request body. */
export function jsonObject(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body)
    if (isObject(parsed)) return parsed
  } catch {}
  throw badPayload('The request body is not a JSON object.')
}

/** True if a JSON value is an object with members. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Turns the body that a client sends for a row into checked column values. */
export function rowValues(store: Store, table: Table, body: Record<string, unknown>): Values {
  const raw: Record<string, unknown> = {}
  const types: Record<string, unknown> = {}
  for (const [property, value] of Object.entries(body)) {
    if (property === '@odata.type') checkType(table, value)
    if (property.startsWith('@')) continue
    const bound = property.endsWith(BIND)
      ? bind(store, table, property.slice(0, -BIND.length), value)
      : cleared(table, property, value)
    if (bound) {
      raw[bound.lookup.column] = bound.id
      types[bound.lookup.column] = bound.lookup.target
    } else raw[writable(table, property)] = value
  }
  const values = checked(store, table, raw)
  for (const [column, target] of Object.entries(types)) {
    const found = values[`${column}type`]
    if (found && found !== target) throw badPayload(`The row bound to '${column}' is no ${target}.`)
  }
  return values
}

/** Table and id of a row address such as `/contacts(00000000-…)`. */
export function rowAddress(store: Store, address: unknown): { table: Table; id: string } {
  const { table, id } = keyedAddress(store, address)
  if (id === undefined) throw noSuchRow(table.name, String(address))
  return { table, id }
}

/** The same for a row that an alternate key may name, with the values of that key: it need not exist. */
export function keyedAddress(store: Store, address: unknown): { table: Table; id: string | undefined; keys: Values } {
  const [, set, id] = (typeof address === 'string' && ROW_ADDRESS.exec(address)) || []
  if (!set || !id) throw badPayload(`'${String(address)}' does not name a row.`)
  const table = store.schema.ofSet(set)
  if (isGuid(id)) return { table, id: id.toLowerCase(), keys: {} }
  const { id: found, values: keys } = rowByKey(store, table, id)
  return { table, id: found, keys }
}

function bind(store: Store, table: Table, name: string, value: unknown): { lookup: Navigation; id: string | null } {
  const lookup = navigation(table, name)
  if (!lookup) {
    throw badPayload(
      `An undeclared property '${name}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
    )
  }
  if (value === null) return { lookup, id: null }
  const address = rowAddress(store, value)
  const column = table.columns[lookup.column]
  // An owner is a user or a team, by one name.
  const target = address.table.name
  if (column?.type !== 'lookup' || column.targets[target] !== name) {
    throw badPayload(`'${name}' leads to ${lookup.target}, not ${target}.`)
  }
  return { lookup: { ...lookup, target }, id: address.id }
}

function cleared(table: Table, property: string, value: unknown): { lookup: Navigation; id: null } | undefined {
  const lookup = navigation(table, property)
  if (!lookup) return
  if (value !== null)
    throw badPayload(`'${property}' takes null here; bind it with '${property}${BIND}'. Deep insert is not served.`)
  return { lookup, id: null }
}

function writable(table: Table, property: string): string {
  if (/^_\w+_value$/.test(property)) {
    throw badPayload(
      'CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.',
    )
  }
  const column = table.columns[property]
  if (column && column.type !== 'lookup') return property
  throw badPayload(`Invalid property '${property}' was found in entity 'Microsoft.Dynamics.CRM.${table.name}'.`)
}

function checkType(table: Table, type: unknown) {
  if (type === `Microsoft.Dynamics.CRM.${table.name}` || type === `#Microsoft.Dynamics.CRM.${table.name}`) return
  throw badPayload(`A type named '${String(type)}' is not the type of ${table.set}.`)
}
