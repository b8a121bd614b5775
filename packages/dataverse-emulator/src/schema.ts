import { notFound, unknownProperty } from './fault.ts'
import { ADMINISTRATION_TABLES } from './schema-administration.ts'
import { CONSENT_TABLES } from './schema-consents.ts'
import { CUSTOMIZATION_TABLES } from './schema-customization.ts'
import { EVENT_TABLES } from './schema-event.ts'
import { NOTIFICATION_TABLES } from './schema-notifications.ts'
import { REGISTRATION_TABLES } from './schema-registration.ts'
import { SURROUNDING_TABLES } from './schema-surroundings.ts'
import type { Column, Table } from './types.ts'

/** The tables of every environment. */
export const TABLES: Table[] = [
  ...EVENT_TABLES,
  ...REGISTRATION_TABLES,
  ...SURROUNDING_TABLES,
  ...CONSENT_TABLES,
  ...ADMINISTRATION_TABLES,
  ...CUSTOMIZATION_TABLES,
  ...NOTIFICATION_TABLES,
]

/** A navigation property: the lookup column it stands for and the one table it leads to. */
export type Navigation = { name: string; column: string; target: string }

/** A lookup column that leads to a table, with what the deletion of its target does. */
export type Reference = { table: Table; column: string; onDelete: 'clear' | 'cascade' | 'restrict' }

/** The tables of one environment. A table is replaced as a whole when its columns change. */
export type Schema = {
  tables(): Table[]
  find(name: string): Table | undefined
  /** The table of that logical name; throws Dataverse's fault if there is none. */
  named(name: string): Table
  /** The table behind an entity set name; throws Dataverse's fault if there is none. */
  ofSet(set: string): Table
  referencesTo(target: string): Reference[]
  define(table: Table): void
  forget(name: string): void
}

/** Holds the tables of an environment, the ones given first. */
export function createSchema(given: Table[]): Schema {
  const byName = new Map(given.map((table) => [table.name, table]))
  const bySet = new Map(given.map((table) => [table.set, table]))
  const references = new Map<string, Reference[]>()

  return {
    tables: () => [...byName.values()],
    find: (name) => byName.get(name),
    named(name) {
      const table = byName.get(name)
      if (!table) throw notFound(`Could not find an entity with name ${name}.`, '0x80060888')
      return table
    },
    ofSet(set) {
      const table = bySet.get(set)
      if (!table) throw notFound(`Resource not found for the segment '${set}'.`, '0x80060888')
      return table
    },
    referencesTo(target) {
      const found = references.get(target) ?? referencesAmong([...byName.values()], target)
      references.set(target, found)
      return found
    },
    define(table) {
      byName.set(table.name, table)
      bySet.set(table.set, table)
      references.clear()
    },
    forget(name) {
      bySet.delete(byName.get(name)?.set ?? '')
      byName.delete(name)
      references.clear()
    },
  }
}

const byNavigation = new WeakMap<Table, Map<string, Navigation>>()
const byProperty = new WeakMap<Table, Map<string, [name: string, column: Column]>>()

/** The navigation property of that name; case matters, as in Dataverse. */
export function navigation(table: Table, name: string): Navigation | undefined {
  const known = byNavigation.get(table) ?? new Map(navigations(table))
  byNavigation.set(table, known)
  return known.get(name)
}

/** Name and definition of the column that a query names; lookups are named `_name_value`. */
export function queried(table: Table, property: string): [name: string, column: Column] {
  const known = byProperty.get(table) ?? new Map(properties(table))
  byProperty.set(table, known)
  const found = known.get(property)
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

function referencesAmong(tables: Table[], target: string): Reference[] {
  return tables.flatMap((table) =>
    Object.entries(table.columns).flatMap(([column, definition]) =>
      definition.type === 'lookup' && target in definition.targets
        ? [{ table, column, onDelete: definition.onDelete }]
        : [],
    ),
  )
}
