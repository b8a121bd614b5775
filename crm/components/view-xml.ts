import type { Condition, Filter, View } from '../solution/shapes.ts'
import { element, escaped } from './xml.ts'

/** The query of a view (learn.microsoft.com/power-apps/developer/data-platform/fetchxml/overview). */
export function fetchXml({ table, columns, order, filter, through }: View) {
  const key = `${table}id`
  const attributes = [key, ...columns.map(({ name }) => name)].map((name) => element('attribute', { name }))
  const link = through && {
    name: through.table,
    from: `${through.table}id`,
    to: through.lookup,
    'link-type': 'inner',
    alias: 'through',
  }
  return element(
    'fetch',
    { version: '1.0', 'output-format': 'xml-platform', mapping: 'logical', distinct: 'false' },
    element(
      'entity',
      { name: table },
      ...attributes,
      element('order', { attribute: order.column, descending: String(order.descending) }),
      all(filter),
      ...(link ? [element('link-entity', link, all(through.filter))] : []),
    ),
  )
}

/** @param object the number that this environment has for the table */
export function layoutXml({ table, columns }: View, object: number) {
  const cells = columns.map((cell) => element('cell', cell))
  const grid = { name: 'resultset', object, jump: columns[0]?.name, select: 1, icon: 1, preview: 1 }
  return element('grid', grid, element('row', { name: 'result', id: `${table}id` }, ...cells))
}

function all(filter: Filter) {
  const conditions = filter.map((one) =>
    'any' in one ? element('filter', { type: 'or' }, ...one.any.map(condition)) : condition(one),
  )
  return element('filter', { type: 'and' }, ...conditions)
}

function condition({ column: attribute, is: operator, value }: Condition) {
  if (typeof value !== 'object') return element('condition', { attribute, operator, value })
  const values = value.map((one) => `<value>${escaped(String(one))}</value>`)
  return element('condition', { attribute, operator }, ...values)
}
