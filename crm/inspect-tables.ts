import type { Crm } from './api.ts'
import { optionalTables, privileges, requiredColumns } from './desired-state.ts'
import type { Finding } from './plan.ts'
import { ownTables } from './solution/desired-solution.ts'
import type { Definition } from './table-definitions.ts'

/** How much of the tables and columns that the connector needs is there. */
export function inspectTables(definitions: readonly Definition[], missing: readonly string[]) {
  return async (_crm: Crm): Promise<Finding[]> => {
    const isThere = (table: string) => definitions.some(({ LogicalName }) => LogicalName === table)
    const needed = [...privileges.keys()].filter(
      (table) => !ownTables.includes(table) && (isThere(table) || !optionalTables.includes(table)),
    )
    const there = definitions.filter(({ LogicalName }) => needed.includes(LogicalName))
    const columns = there.reduce((sum, { LogicalName }) => sum + requiredColumns(LogicalName).length, 0)
    const lacks = missing.filter((name) => name.includes('.')).length
    const tables = `${there.length} of ${needed.length} tables`
    return [{ line: `What the connector needs: ${tables}, ${columns - lacks} of ${columns} of their columns.` }]
  }
}
