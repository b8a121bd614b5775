import { collated } from './collation.ts'
import { badRequest, unknownProperty } from './fault.ts'
import type { Comparison, Filter, Literal } from './filter-syntax.ts'
import { navigation, queried } from './schema.ts'
import type { Store } from './store.ts'
import type { Column, Table, Value, Values } from './types.ts'

type Test = (values: Values) => boolean
type Read = (values: Values) => Value

const LITERALS: Record<Column['type'], Literal['type']> = {
  id: 'id',
  lookup: 'id',
  text: 'text',
  whole: 'number',
  decimal: 'number',
  choice: 'number',
  yesNo: 'yesNo',
  moment: 'moment',
  date: 'moment',
}

/** Binds a filter to a table; refuses an unknown column and a value of the wrong type. */
export function rowTest(store: Store, table: Table, filter: Filter): Test {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const [left, right] = [rowTest(store, table, filter.left), rowTest(store, table, filter.right)]
      return filter.kind === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row)
    }
    case 'not': {
      const inner = rowTest(store, table, filter.of)
      return (row) => !inner(row)
    }
    case 'text': {
      const { read, column } = reader(store, table, filter.path)
      if (column.type !== 'text' || filter.literal.type !== 'text')
        throw incompatible(column, filter.literal, filter.test)
      const part = collated(String(filter.literal.value))
      return (row) => {
        const value = read(row)
        if (typeof value !== 'string') return false
        const whole = collated(value)
        if (filter.test === 'contains') return whole.includes(part)
        return filter.test === 'startswith' ? whole.startsWith(part) : whole.endsWith(part)
      }
    }
    case 'compare':
      return comparison(store, table, filter.path, filter.operator, filter.literal)
  }
}

/** Ids that contain all rows that pass, if the filter fixes a lookup or the primary key; else undefined. */
export function candidates(store: Store, table: Table, filter: Filter): Set<string> | undefined {
  if (filter.kind === 'and') {
    return candidates(store, table, filter.left) ?? candidates(store, table, filter.right)
  }
  if (filter.kind === 'or') {
    const [left, right] = [candidates(store, table, filter.left), candidates(store, table, filter.right)]
    return left && right && new Set([...left, ...right])
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.literal.type !== 'id') return
  const [property = '', ...deeper] = filter.path
  if (deeper.length > 0) return
  const [name, column] = queried(table, property)
  const id = String(filter.literal.value)
  if (column.type === 'id') return name === table.id ? new Set([id]) : undefined
  return column.readOnly ? undefined : new Set(store.referrers(table.name, name, id))
}

/** Orders values as the database does: null first, text by the collation of the environment. */
export function compareValues(one: Value, other: Value): number {
  const [left, right] = [folded(one), folded(other)]
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  return left < right ? -1 : 1
}

function comparison(store: Store, table: Table, path: string[], operator: Comparison, literal: Literal): Test {
  const { read, column } = reader(store, table, path)
  if (literal.type !== 'null' && literal.type !== LITERALS[column.type]) throw incompatible(column, literal, operator)
  const value = column.type === 'moment' || column.type === 'date' ? (row: Values) => instantOf(read(row)) : read
  if (operator === 'eq') return (row) => compareValues(value(row), literal.value) === 0
  // As in FetchXML, a row without a value is not equal to any value (and so it passes).
  if (operator === 'ne') return (row) => compareValues(value(row), literal.value) !== 0
  return (row) => {
    const found = value(row)
    if (found === null || literal.value === null) return false
    const order = compareValues(found, literal.value)
    if (order === 0) return operator === 'ge' || operator === 'le'
    return order > 0 === (operator === 'gt' || operator === 'ge')
  }
}

function reader(store: Store, table: Table, path: string[]): { read: Read; column: Column } {
  const [first = '', ...rest] = path
  if (rest.length === 0) {
    const [name, column] = queried(table, first)
    return { column, read: (row) => row[name] ?? null }
  }
  const link = navigation(table, first)
  if (!link) throw unknownProperty(first, table.name)
  const inner = reader(store, store.schema.named(link.target), rest)
  return {
    column: inner.column,
    read: (row) => {
      const target = store.get(link.target, String(row[link.column]))
      return target ? inner.read(target) : null
    },
  }
}

function folded(value: Value): Value {
  return typeof value === 'string' ? collated(value) : value
}

function instantOf(value: Value): number | null {
  return typeof value === 'string' ? Date.parse(value) : null
}

function incompatible(column: Column, literal: Literal, operator: string) {
  return badRequest(
    `A binary operator with incompatible types was detected. Found operand types '${column.type}' and '${literal.type}' for operator kind '${operator}'.`,
    '0x0',
  )
}
