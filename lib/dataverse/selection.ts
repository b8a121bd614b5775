import * as v from 'valibot'
import { Id } from './column-types.ts'
import type { Table } from './table-definition.ts'

/** The annotation that has the label of a choice or the name of a row that a lookup points to, and how it is asked for. */
export const label = 'OData.Community.Display.V1.FormattedValue'
export const labels = `odata.include-annotations="${label}"`

/** The columns and related rows that a query asks for, and the value that each row becomes. */
export type Selection<Row> = {
  table: Table
  /** Turns the JSON of a row into the value. */
  schema: v.GenericSchema<unknown, Row>
  /** Empty: all columns. */
  columns: readonly string[]
  /** Rows that lookups point to, by navigation property. */
  related: Record<string, Selection<unknown>>
  /** The labels of choices and the names of rows that lookups point to come along. */
  labelled?: boolean
}

type Related<Row> = { navigation: string; selection: Selection<Row> }
type Expand = Record<string, Related<unknown>>
type Selected<T extends Table, Column extends string, E extends Expand> = {
  [C in Column]: C extends 'id' ? string : v.InferOutput<T['columns'][C]>
} & { [Name in keyof E]: E[Name] extends Related<infer Row> ? Row : never } & { etag: string }

/**
 * Selects columns of a table, so that nothing is read that the list of tables does not have.
 * @param columns `id` stands for the table's primary key
 * @param expand related rows, by the name that they get in the value
 */
export function select<
  T extends Table,
  Column extends (keyof T['columns'] & string) | 'id',
  E extends Expand = Record<never, never>,
>(table: T, columns: readonly Column[], expand?: E): Selection<Selected<T, Column, E>> {
  const keyOf = (column: string) => (column === 'id' ? table.key : column)
  const schemaOf = (column: string) => (table.columns as Table['columns'])[column] ?? Id
  const related = Object.entries(expand ?? {})
  const members = [
    { name: 'etag', source: '@odata.etag', schema: v.optional(v.string(), '*') },
    ...columns.map((column) => ({ name: column, source: keyOf(column), schema: schemaOf(column) })),
    ...related.map(([name, { navigation, selection }]) => ({ name, source: navigation, schema: selection.schema })),
  ]
  const Raw = v.object(Object.fromEntries(members.map(({ source, schema }) => [source, schema])))
  const toValue = (row: Record<string, unknown>) =>
    Object.fromEntries(members.map(({ name, source }) => [name, row[source]]))
  return {
    table,
    schema: v.pipe(Raw, v.transform(toValue)) as unknown as v.GenericSchema<unknown, Selected<T, Column, E>>,
    columns: columns.map(keyOf),
    related: Object.fromEntries(related.map(([, { navigation, selection }]) => [navigation, selection])),
  }
}

/** The row that a lookup points to. The case of the navigation property matters. */
export function related<Row>(navigation: string, selection: Selection<Row>): Related<Row> {
  return { navigation, selection }
}

/** As `related`, where the lookup may be empty. */
export function maybeRelated<Row>(navigation: string, selection: Selection<Row>): Related<Row | null> {
  return { navigation, selection: { ...selection, schema: v.nullish(selection.schema, null) } }
}

/** The same selection, with each row turned into something else. */
export function mapped<Row, Value>(selection: Selection<Row>, convert: (row: Row) => Value): Selection<Value> {
  return { ...selection, schema: v.pipe(selection.schema, v.transform(convert)) }
}
