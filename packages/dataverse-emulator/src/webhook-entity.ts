import { labelOf } from './present.ts'
import { TABLES, targetOf } from './schema.ts'
import type { Change } from './store.ts'
import type { Column, Table, Value, Values } from './types.ts'

// Encodings of the .NET data contract serializer, as a RemoteExecutionContext carries them:
// learn.microsoft.com/power-apps/developer/data-platform/use-webhooks

const CONTRACTS = 'http://schemas.microsoft.com/xrm/2011/Contracts'

/** The Target of a create or an update: the columns that were written. */
export function targetEntity(change: Change): Record<string, unknown> {
  const { message, values } = change
  const created = message === 'Create'
  return {
    __type: `Entity:${CONTRACTS}`,
    ...entity(change, { ...values, modifiedonbehalfby: null }),
    FormattedValues: created ? labels(change) : [],
    RowVersion: created ? null : String(values.versionnumber),
  }
}

/** The image that comes with an asynchronous step for which no image is registered: the primary key alone. */
export function primaryImage(change: Change): Record<string, unknown> {
  return entity(change, { [tableOf(change).id]: change.id })
}

/** A reference to a row. */
export function entityReference(table: string, id: string): Record<string, unknown> {
  return { __type: `EntityReference:${CONTRACTS}`, ...bareReference(table, id) }
}

/** A reference without a type, as in `OwningExtension`. */
export function bareReference(table: string, id: string): Record<string, unknown> {
  return { Id: id, KeyAttributes: [], LogicalName: table, Name: null, RowVersion: null }
}

function entity(change: Change, values: Values): Record<string, unknown> {
  const { columns, name: table } = tableOf(change)
  const attributes = Object.entries(values).flatMap(([name, value]) => {
    const column = columns[name]
    if (name === 'versionnumber' || (!column && value !== null)) return []
    return [{ key: name, value: column ? encoded(name, column, value, values) : null }]
  })
  return {
    Attributes: attributes,
    EntityState: null,
    FormattedValues: [],
    Id: change.id,
    KeyAttributes: [],
    LogicalName: table,
    RelatedEntities: [],
    RowVersion: null,
  }
}

function encoded(name: string, column: Column, value: Value, row: Values): unknown {
  if (value === null) return null
  if (column.type === 'choice') return { __type: `OptionSetValue:${CONTRACTS}`, Value: value }
  if (column.type === 'moment' || column.type === 'date') return `/Date(${Date.parse(String(value))})/`
  if (column.type === 'lookup') return entityReference(targetOf(name, column, row) ?? '', String(value))
  return value
}

function tableOf({ table, definition = TABLES.find(({ name }) => name === table) }: Change): Table {
  if (!definition) throw new Error(`The definition of ${table} did not come with its change.`)
  return definition
}

function labels(change: Change): { key: string; value: string }[] {
  return Object.entries(tableOf(change).columns).flatMap(([name, column]) => {
    const value = labelOf(column, change.values[name] ?? null)
    return value === undefined ? [] : [{ key: name, value }]
  })
}
