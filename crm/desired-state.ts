import { logicalName, type Table } from '../lib/dataverse/table-definition.ts'
import { allTables } from '../lib/dataverse/tables.ts'

/** The name of the endpoint and the role, and how the names of the steps begin. */
export const name = 'Webinar connector'

/** Where the app listens. */
export const webhookPath = '/api/webhooks/dataverse'

type Step = { table: string; message: string; filteringColumns: readonly string[] }

/** One webhook step for each message of each watched table. Only an update names columns. */
export const desiredSteps: readonly Step[] = allTables.flatMap(({ name: table, messages = [], watched }) =>
  messages.map((message) => ({
    table,
    message,
    filteringColumns: message === 'Update' ? Object.keys(watched).map(logicalName) : [],
  })),
)

/** The same steps, with further columns of some tables, from which a field mapping takes values. */
export function stepsFor(mapped: ReadonlyMap<string, readonly string[]>): readonly Step[] {
  return desiredSteps.map((step) => {
    const more = step.message === 'Update' ? (mapped.get(step.table) ?? []) : []
    return { ...step, filteringColumns: [...new Set([...step.filteringColumns, ...more])] }
  })
}

/** The tables of others that only some environments have. */
export const optionalTables: readonly string[] = allTables.filter(({ optional }) => optional).map(({ name }) => name)

/** The tables that need change tracking, for the sweep follows them. */
export const trackedTables: readonly string[] = allTables.filter(({ tracked }) => tracked).map(({ name }) => name)

/** The tables that the role has to open, with its privileges; it opens nothing else. */
export const privileges: ReadonlyMap<string, Table['privileges']> = new Map(
  allTables.filter((table) => table.privileges.length > 0).map((table) => [table.name, table.privileges]),
)

/** The columns of a table that the connector reads or writes, but for those that it can do without. */
export function requiredColumns(table: string): string[] {
  const definition = allTables.find(({ name }) => name === table)
  const { watched = {}, read = {}, written = [] } = definition ?? {}
  return [...new Set([...Object.keys({ ...watched, ...read }), ...written].map(logicalName))]
}
