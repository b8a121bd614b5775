import { labelOf } from './present.ts'
import { tableNamed, targetOf } from './schema.ts'
import type { Change } from './store.ts'
import type { Column, Value, Values } from './types.ts'

// Encodings of the .NET data contract serializer, as a RemoteExecutionContext carries them:
// learn.microsoft.com/power-apps/developer/data-platform/use-webhooks

const CONTRACTS = 'http://schemas.microsoft.com/xrm/2011/Contracts'

/** The Target of a create or an update: the columns that were written. */
export function targetEntity({ message, table, id, values }: Change): Record<string, unknown> {
  const created = message === 'Create'
  return {
    __type: `Entity:${CONTRACTS}`,
    ...entity(table, id, { ...values, modifiedonbehalfby: null }),
    FormattedValues: created ? labels(table, values) : [],
    RowVersion: created ? null : String(values.versionnumber),
  }
}

/** The image that comes with an asynchronous step for which no image is registered: the primary key alone. */
export function primaryImage({ table, id }: Change): Record<string, unknown> {
  return entity(table, id, { [tableNamed(table).id]: id })
}

/** A reference to a row. */
export function entityReference(table: string, id: string): Record<string, unknown> {
  return { __type: `EntityReference:${CONTRACTS}`, ...bareReference(table, id) }
}

/** A reference without a type, as in `OwningExtension`. */
export function bareReference(table: string, id: string): Record<string, unknown> {
  return { Id: id, KeyAttributes: [], LogicalName: table, Name: null, RowVersion: null }
}

function entity(table: string, id: string, values: Values): Record<string, unknown> {
  const { columns } = tableNamed(table)
  const attributes = Object.entries(values).flatMap(([name, value]) => {
    const column = columns[name]
    if (name === 'versionnumber' || (!column && value !== null)) return []
    return [{ key: name, value: column ? encoded(name, column, value, values) : null }]
  })
  return {
    Attributes: attributes,
    EntityState: null,
    FormattedValues: [],
    Id: id,
    KeyAttributes: [],
    LogicalName: table,
    RelatedEntities: [],
    RowVersion: null,
  }
}

function encoded(name: string, column: Column, value: Value, row: Values): unknown {
  if (value === null) return null
  if (column.type === 'choice') return { __type: `OptionSetValue:${CONTRACTS}`, Value: value }
  if (column.type === 'moment') return `/Date(${Date.parse(String(value))})/`
  if (column.type === 'lookup') return entityReference(targetOf(name, column, row) ?? '', String(value))
  return value
}

function labels(table: string, values: Values): { key: string; value: string }[] {
  return Object.entries(tableNamed(table).columns).flatMap(([name, column]) => {
    const value = labelOf(column, values[name] ?? null)
    return value === undefined ? [] : [{ key: name, value }]
  })
}
