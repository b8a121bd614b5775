import * as v from 'valibot'
import type { Crm } from '../api.ts'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired } from '../solution/desired-solution.ts'
import type { Extension } from '../solution/shapes.ts'
import { columnAddress, planColumns } from './columns.ts'
import type { Place } from './place.ts'
import { readOwnTable, tableAddress } from './read-table.ts'

const Managed = v.object({ Value: v.boolean() })
const Takes = v.object({ IsCustomizable: Managed, CanCreateAttributes: Managed })

/** Columns on tables of others. A table that takes none is left as it is: the connector does without. */
export async function planExtension(place: Place, { table, columns }: Extension): Promise<PlannedChange[]> {
  const [found, takes] = [
    await readOwnTable(place.crm, table),
    await place.crm.read(Takes, `${tableAddress(table)}?$select=IsCustomizable,CanCreateAttributes`),
  ]
  // A managed property of the whole table overrides the others.
  const isOpen = takes?.IsCustomizable.Value && takes.CanCreateAttributes.Value
  if (found && isOpen) return planColumns(place, table, columns, found)
  const state = 'left out, for its table takes no columns in this environment; all else works'
  return columns.map(({ schema }) => ({
    kind: 'Tables and columns',
    name: `column ${table}.${schema.toLowerCase()}`,
    state,
  }))
}

/** The ids of those columns that are there. */
export async function findExtensions(crm: Crm) {
  const found = await Promise.all(
    desired.extensions.flatMap(({ table, columns }) =>
      columns.map(async (column) => {
        const path = columnAddress(table, column)
        const there = await crm.read(v.object({ MetadataId: v.string() }), `${path}?$select=MetadataId`)
        return there && { id: there.MetadataId, path, name: `column ${table}.${column.schema.toLowerCase()}` }
      }),
    ),
  )
  return found.filter((one) => one !== undefined)
}

/** They go with what stands in them, which the connector can write again. */
export async function planExtensionRemovals(crm: Crm): Promise<PlannedChange[]> {
  return (await findExtensions(crm)).map(({ path, name }) =>
    plannedChange('Tables and columns', name, {
      ...{ does: 'remove', needs: ['prvDeleteAttribute'], seconds: 5 },
      apply: () => crm.remove(path),
    }),
  )
}
