import { notFound, unknownProperty } from './fault.ts'
import { ADMINISTRATION_TABLES } from './schema-administration.ts'
import { EVENT_TABLES } from './schema-event.ts'
import { OWN_TABLES } from './schema-own.ts'
import { REGISTRATION_TABLES } from './schema-registration.ts'
import { SURROUNDING_TABLES } from './schema-surroundings.ts'
import type { Column, Table } from './types.ts'

export const TABLES: Table[] = [
  ...EVENT_TABLES,
  ...REGISTRATION_TABLES,
  ...SURROUNDING_TABLES,
  ...ADMINISTRATION_TABLES,
  ...OWN_TABLES,
]

const byName = new Map(TABLES.map((table) => [table.name, table]))
const bySet = new Map(TABLES.map((table) => [table.set, table]))
const byNavigation = new Map(TABLES.map((table) => [table.name, new Map(navigations(table))]))
const byProperty = new Map(TABLES.map((table) => [table.name, new Map(properties(table))]))

/** A navigation property: the lookup column it stands for and the one table it leads to. */
export type Navigation = { name: string; column: string; target: string }

/** The table of that logical name. */
export function tableNamed(name: string): Table {
  const table = byName.get(name)
  if (!table) throw notFound(`Could not find an entity with name ${name}.`, '0x80060888')
  return table
}

/** The table behind an entity set name. */
export function tableOfSet(set: string): Table {
  const table = bySet.get(set)
  if (!table) throw notFound(`Resource not found for the segment '${set}'.`, '0x80060888')
  return table
}

/** The navigation property of that name; case matters, as in Dataverse. */
export function navigation(table: Table, name: string): Navigation | undefined {
  return byNavigation.get(table.name)?.get(name)
}

/** Name and definition of the column that a query names; lookups are named `_name_value`. */
export function queried(table: Table, property: string): [name: string, column: Column] {
  const found = byProperty.get(table.name)?.get(property)
  if (!found) throw unknownProperty(property, table.name)
  return found
}

/** The name of a column in the answers of the Web API. */
export function propertyOf(name: string, column: Column): string {
  return column.type === 'lookup' ? `_${name}_value` : name
}

/** The table a row's lookup points to; a lookup with several targets keeps it beside the id, as `<column>type`. */
export function targetOf(name: string, column: Column, values: Record<string, unknown>): string | undefined {
  if (column.type !== 'lookup') return
  const targets = Object.keys(column.targets)
  return targets.length === 1 ? targets[0] : targets.find((target) => target === values[`${name}type`])
}

function navigations(table: Table): [string, Navigation][] {
  return Object.entries(table.columns).flatMap(([column, definition]) =>
    definition.type === 'lookup'
      ? Object.entries(definition.targets).map(([target, name]): [string, Navigation] => [
          name,
          { name, column, target },
        ])
      : [],
  )
}

function properties(table: Table): [string, [string, Column]][] {
  return Object.entries(table.columns).map(([name, column]) => [propertyOf(name, column), [name, column]])
}
