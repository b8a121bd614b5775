import { randomUUID } from 'node:crypto'
import { checkKeys } from './alternate-keys.ts'
import { type Caller, WRITERS } from './caller.ts'
import { badPayload, badRequest, duplicate, noSuchRow, unknownProperty } from './fault.ts'
import { checkOwner, owningColumns } from './ownership.ts'
import type { Change, Store } from './store.ts'
import type { Table, Value, Values } from './types.ts'
import { storable, wholeSecond } from './value.ts'

/** A person past the Web API, or whoever calls it. */
type Writer = Change['by']

/** Creates a row from checked values, with defaults and the columns that Dataverse sets itself; returns its id. */
export function createRow(store: Store, table: Table, given: Values, by: Writer): string {
  return store.transaction(() => {
    const id = String(given[table.id] ?? randomUUID())
    if (store.get(table.name, id)) throw duplicate()
    const row: Values = { ...blank(table), ...given, [table.id]: id }
    for (const [name, column] of Object.entries(table.columns)) {
      if (column.required && row[name] === null) throw missing(table, name)
    }
    settleState(table, row, given, 0)
    const writer = writerOf(store, by)
    if (table.owned && row.ownerid === null) Object.assign(row, { ownerid: writer.user, owneridtype: 'systemuser' })
    if (table.owned && by === 'api') checkOwner(store, table, writer.user, undefined, row)
    const now = stamp(store, writer.user)
    keep(store, table, id, { ...row, ...now, createdon: now.modifiedon, createdby: now.modifiedby })
    store.announce({ message: 'Create', table: table.name, id, values: { ...store.get(table.name, id) }, ...writer })
    return id
  })
}

/** Changes a row; writing the same values again is a change too, as in Dataverse. */
export function updateRow(store: Store, table: Table, id: string, given: Values, by: Writer) {
  store.transaction(() => {
    const before = store.get(table.name, id)
    if (!before) throw noSuchRow(table.name, id)
    if (given[table.id] !== undefined && given[table.id] !== id) throw badPayload('The primary key cannot be changed.')
    for (const [name, value] of Object.entries(given)) {
      if (value === null && (name === 'ownerid' || table.columns[name]?.required)) throw missing(table, name)
    }
    const changed: Values = { ...given }
    settleState(table, changed, given, before.statecode ?? 0)
    const writer = writerOf(store, by)
    Object.assign(changed, stamp(store, writer.user))
    if (table.owned && by === 'api') checkOwner(store, table, writer.user, before, { ...before, ...changed })
    keep(store, table, id, { ...before, ...changed })
    store.announce({ message: 'Update', table: table.name, id, values: { [table.id]: id, ...changed }, ...writer })
  })
}

/** Checks raw values, keyed by column name, as Dataverse would; a lookup must name a row that exists. */
export function checked(store: Store, table: Table, raw: Record<string, unknown>): Values {
  const values: Values = {}
  for (const [name, given] of Object.entries(raw)) {
    const column = table.columns[name]
    if (!column) throw unknownProperty(name, table.name)
    if (column.readOnly) throw badPayload(`The column '${name}' of '${table.name}' cannot be written.`)
    const value = storable(table.name, name, column, given)
    if (value === null && column.type === 'id') throw badPayload(`'${name}' cannot be null.`)
    values[name] = value
    if (column.type === 'lookup') Object.assign(values, targetTable(store, name, column.targets, value))
  }
  return values
}

function targetTable(store: Store, name: string, targets: Record<string, string>, value: Value): Values {
  const tables = Object.keys(targets)
  const type = value === null ? null : tables.find((target) => store.get(target, String(value)))
  if (type === undefined) throw noSuchRow(tables.join(' or '), String(value))
  return tables.length > 1 ? { [`${name}type`]: type } : {}
}

function keep(store: Store, table: Table, id: string, row: Values) {
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.type === 'text' && column.from) row[name] = joined(column.from.map((part) => row[part]))
    if (column.type === 'yesNo' && column.filled) row[name] = Boolean(row[column.filled])
  }
  checkKeys(store, table, row)
  store.put(table.name, id, table.owned ? { ...row, ...owningColumns(store, row) } : row)
}

function joined(parts: (Value | undefined)[]): Value {
  return parts.filter(Boolean).join(' ') || null
}

function blank(table: Table): Values {
  return Object.fromEntries(Object.entries(table.columns).map(([name, column]) => [name, column.default ?? null]))
}

/** The user who writes, and how. */
export function writerOf(store: Store, by: Writer): Pick<Caller, 'by' | 'user'> {
  const { by: how, user } = store.caller
  return by === 'api' ? { by: how, user } : { by, user: WRITERS.user }
}

function stamp(store: Store, user: string) {
  return { modifiedon: wholeSecond(store.now()), modifiedby: user, versionnumber: store.nextVersion() }
}

// A new state sets its first status reason; a reason of another state is refused.
function settleState(table: Table, row: Values, given: Values, before: Value) {
  const state = Number(given.statecode ?? before)
  const stateOf = (reason: Value) => statesOf(table)[Number(reason)]
  if (typeof given.statecode === 'number' && given.statuscode === undefined) row.statuscode = state + 1
  if (typeof given.statuscode !== 'number' || stateOf(given.statuscode) === state) return
  const message = `${given.statuscode} is not a valid status code for state code ${state} on ${table.name}.`
  throw badRequest(message, '0x80048408')
}

function statesOf({ columns: { statuscode } }: Table): Record<number, number> {
  return (statuscode?.type === 'choice' && statuscode.states) || {}
}

function missing(table: Table, name: string) {
  return badRequest(`The required lookup '${name}' of '${table.name}' is missing.`, '0x80040203')
}
