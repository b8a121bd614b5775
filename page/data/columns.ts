import { type Column, shownLabel, toColumns } from '../rules/columns.ts'
import type { Row, WebApi } from './web-api.ts'

const known = new WeakMap<WebApi, Map<string, Promise<Column[]>>>()

/** The columns of a table that can be sent, by their labels in the person's language. They are read once. */
export function columnsOf(api: WebApi, table: string): Promise<Column[]> {
  const tables = known.get(api) ?? new Map<string, Promise<Column[]>>()
  known.set(api, tables)
  const read = tables.get(table) ?? readColumns(api, table)
  tables.set(table, read)
  read.catch(() => tables.delete(table))
  return read
}

async function readColumns(api: WebApi, table: string) {
  const select = '$select=LogicalName,DisplayName,AttributeType,AttributeOf,IsValidForRead'
  return toColumns(await api.rows(`EntityDefinitions(LogicalName='${table}')/Attributes?${select}`))
}

/** Types of columns whose values have labels, and the name of their definition. */
const choices = new Set(['Picklist', 'State', 'Status', 'Boolean'])

/** The labels of a choice or of yes and no, in the person's language; of another column none. */
export async function labelsOf(api: WebApi, table: string, column: Column | undefined): Promise<string[]> {
  if (!column || !choices.has(column.type)) return []
  const sets = column.type === 'Picklist' ? 'OptionSet,GlobalOptionSet' : 'OptionSet'
  const kind = `Microsoft.Dynamics.CRM.${column.type}AttributeMetadata`
  const path = `EntityDefinitions(LogicalName='${table}')/Attributes(LogicalName='${column.name}')/${kind}`
  const definition = await api.row(`${path}?$select=LogicalName&$expand=${sets}`)
  const set = (definition.OptionSet ?? definition.GlobalOptionSet ?? {}) as Row
  const options = column.type === 'Boolean' ? [set.TrueOption, set.FalseOption] : (set.Options as unknown[] | undefined)
  return (options ?? []).map((option) => shownLabel((option as Row).Label)).filter(Boolean)
}
