import { unknownProperty } from './fault.ts'
import type { Expand } from './query-options.ts'
import { navigation, propertyOf, queried, targetOf } from './schema.ts'
import { checkPrivilege } from './session/access.ts'
import type { Store } from './store.ts'
import type { Column, Table, Value, Values } from './types.ts'

const FORMATTED = 'OData.Community.Display.V1.FormattedValue'
const TARGET = 'Microsoft.Dynamics.CRM.lookuplogicalname'
const NAVIGATION = 'Microsoft.Dynamics.CRM.associatednavigationproperty'

/** True if the client asked for an annotation. */
export type Annotated = (annotation: string) => boolean

/** A `$select` and `$expand` bound to a table, so that names are looked up once for all rows. */
export type Shape = {
  table: Table
  columns: [name: string, column: Column][]
  expand: { name: string; column: string; shape: Shape }[]
}

/** Binds `$select` and `$expand` to a table; refuses unknown names. The primary key is always included. */
export function shapeOf(store: Store, table: Table, select: string[] | undefined, expand: Expand[]): Shape {
  const names = select && new Set([...select, table.id])
  return {
    table,
    columns: names ? [...names].map((property) => queried(table, property)) : Object.entries(table.columns),
    expand: expand.map((part) => {
      const link = navigation(table, part.name)
      if (!link) throw unknownProperty(part.name, table.name)
      const target = store.schema.named(link.target)
      checkPrivilege(store, 'Read', target)
      return { name: part.name, column: link.column, shape: shapeOf(store, target, part.select, part.expand) }
    }),
  }
}

/** A row as the Web API shows it. */
export function present(store: Store, shape: Shape, row: Values, annotated: Annotated): Record<string, unknown> {
  return { '@odata.etag': etagOf(row), ...members(store, shape, row, annotated) }
}

/** The version of a row as an entity tag. */
export function etagOf(row: Values): string {
  return `W/"${row.versionnumber}"`
}

/** The formatted value of a choice, a yes or no, a number or a moment; undefined for anything else. */
export function labelOf(column: Column, value: Value): string | undefined {
  if (value === null) return
  switch (column.type) {
    case 'choice':
      return column.options[Number(value)]
    case 'yesNo':
      return value ? 'Yes' : 'No'
    case 'whole':
    case 'decimal':
      return Number(value).toLocaleString('en-US')
    case 'moment':
      return new Date(String(value))
        .toLocaleString('en-US', { dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' })
        .replace(',', '')
    case 'date':
      return new Date(String(value)).toLocaleDateString('en-US', { dateStyle: 'short', timeZone: 'UTC' })
    default:
      return
  }
}

function members(store: Store, shape: Shape, row: Values, annotated: Annotated): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, column] of shape.columns) {
    const property = propertyOf(name, column)
    shown[property] = column.writeOnly ? null : (row[name] ?? null)
    const target = targetOf(name, column, row) ?? ''
    const value = row[name] ?? null
    const label = annotated(FORMATTED) ? (labelOf(column, value) ?? titleOf(store, target, value)) : undefined
    if (label !== undefined) shown[`${property}@${FORMATTED}`] = label
    if (column.type !== 'lookup' || value === null) continue
    if (annotated(TARGET)) shown[`${property}@${TARGET}`] = target
    if (annotated(NAVIGATION)) shown[`${property}@${NAVIGATION}`] = column.targets[target]
  }
  for (const { name, column, shape: inner } of shape.expand) {
    const target = store.get(inner.table.name, String(row[column]))
    shown[name] = target ? members(store, inner, target, annotated) : null
  }
  return shown
}

function titleOf(store: Store, target: string, id: Value): string | undefined {
  const title = target && store.get(target, String(id))?.[store.schema.named(target).title]
  return typeof title === 'string' ? title : undefined
}
