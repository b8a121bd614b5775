import * as v from 'valibot'
import { options } from '../lib/dataverse/options.ts'
import { tables } from '../lib/dataverse/tables.ts'
import { usualColumns } from '../lib/dataverse/usual-columns.ts'
import type { Crm } from './api.ts'
import type { Definition } from './table-definitions.ts'

const Line = v.object({ wbc_source: v.nullish(v.number()), wbc_column: v.nullish(v.string()) })
const { contact, eventRegistration, sessionRegistration, fieldMapping } = tables

/**
 * Columns of contacts and registrations from which a field mapping takes values, by table: those that it names, and the
 * usual ones, which stand in where a form requires a field that nobody mapped. A column that is not there is left out.
 */
export async function mappedColumns(
  crm: Crm,
  definitions: readonly Definition[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const there = (table: string) =>
    new Set(definitions.find(({ LogicalName }) => LogicalName === table)?.Attributes.map((one) => one.LogicalName))
  const columns = there(fieldMapping.name)
  const isReadable = ['wbc_source', 'wbc_column', 'statecode'].every((column) => columns.has(column))
  const query = `${fieldMapping.set}?$select=wbc_source,wbc_column&$filter=statecode eq 0`
  const lines = isReadable ? await crm.rows(Line, query) : []
  const named = (source: number) =>
    lines.flatMap((line) =>
      line.wbc_source === source && line.wbc_column ? [line.wbc_column.trim().toLowerCase()] : [],
    )
  const usual = Object.values(usualColumns).flatMap(({ source, column }) => (source === 'contact' ? [column] : []))
  const ofRegistrations = named(options.mappingSource.registration)
  const wanted = [
    [contact.name, [...usual, ...named(options.mappingSource.contact)]],
    [eventRegistration.name, ofRegistrations],
    [sessionRegistration.name, ofRegistrations],
  ] as const
  return new Map(wanted.map(([table, some]) => [table, some.filter((column) => there(table).has(column))]))
}
