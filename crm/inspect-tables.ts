import type { Crm } from './api.ts'
import { privileges, requiredColumns } from './desired-state.ts'
import type { Finding } from './plan.ts'
import type { Definition } from './table-definitions.ts'

/** How much of the tables and columns that the connector needs is there. */
export function inspectTables(definitions: readonly Definition[], missing: readonly string[]) {
  return async (_crm: Crm): Promise<Finding[]> => {
    const columns = definitions.reduce((sum, { LogicalName }) => sum + requiredColumns(LogicalName).length, 0)
    const lacks = missing.filter((name) => name.includes('.')).length
    const tables = `${definitions.length} of ${privileges.size} tables`
    return [{ line: `What the connector needs: ${tables}, ${columns - lacks} of ${columns} of their columns.` }]
  }
}
