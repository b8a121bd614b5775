import { badRequest } from '../fault.ts'
import type { Store } from '../store.ts'
import type { Table, Values } from '../types.ts'
import { objectTypeCode } from './show-table.ts'
import { attribute, type Element, invalidXml, readXml, within } from './xml.ts'

// learn.microsoft.com/power-apps/developer/model-driven-apps/customize-entity-views

/** Checks a view: what it fetches exists, and what it shows is fetched. */
export function checkView(store: Store, given: Values, before: Values | undefined) {
  const view = { ...before, ...given }
  for (const fixed of ['returnedtypecode', 'querytype']) {
    if (before && view[fixed] !== before[fixed]) throw badRequest(`${fixed} of a view cannot be changed.`, '0x80040203')
  }
  const table = store.schema.named(String(view.returnedtypecode))
  const fetched = fetchedBy(store, view.fetchxml, table)
  if (view.layoutxml === null || view.layoutxml === undefined) return
  const grid = readXml(view.layoutxml, 'grid')
  if (attribute(grid, 'object') !== String(objectTypeCode(store, table))) {
    throw invalidXml(`the object ${attribute(grid, 'object')} of the grid is not the type code of ${table.name}`)
  }
  for (const row of within(grid, 'row')) {
    if (attribute(row, 'id') !== table.id) throw invalidXml(`the id of a row is ${table.id}`)
  }
  for (const cell of within(grid, 'cell')) {
    const name = attribute(cell, 'name')
    if (!fetched.has(name)) throw invalidXml(`the column ${name} of the layout is not among those of the fetch`)
  }
}

/** The columns that FetchXML on a table brings; those of a linked table are named `alias.column`. */
export function fetchedBy(store: Store, fetchxml: unknown, table: Table): Set<string> {
  const [entity, ...others] = readXml(fetchxml, 'fetch').children.filter(({ name }) => name === 'entity')
  if (!entity || others.length > 0) throw invalidXml('a fetch has one entity')
  if (attribute(entity, 'name') !== table.name) throw invalidXml(`the fetch is on another table than ${table.name}`)
  return new Set(columnsOf(store, entity, table, ''))
}

function columnsOf(store: Store, element: Element, table: Table, prefix: string): string[] {
  return element.children.flatMap((child) => {
    switch (child.name) {
      case 'attribute':
        return [
          child.attributes.alias ?? `${prefix}${existing(table, attribute(child, 'name'))}`,
          ...(child.attributes.alias ? [existing(table, attribute(child, 'name'))] : []),
        ]
      case 'all-attributes':
        return Object.keys(table.columns).map((name) => `${prefix}${name}`)
      case 'order':
        if (child.attributes.attribute !== undefined) existing(table, child.attributes.attribute)
        return []
      case 'filter':
        for (const condition of within(child, 'condition')) {
          if (condition.attributes.entityname === undefined) existing(table, attribute(condition, 'attribute'))
        }
        return []
      case 'link-entity':
        return linked(store, child, table)
      default:
        throw invalidXml(`the element '${child.name}' is not known in an entity`)
    }
  })
}

function linked(store: Store, link: Element, parent: Table): string[] {
  const table = store.schema.named(attribute(link, 'name'))
  const { from = '', to = '' } = link.attributes
  existing(table, from)
  existing(parent, to)
  return columnsOf(store, link, table, `${link.attributes.alias ?? table.name}.`)
}

/** The column of that name, which the fetch may only name if the table has it. */
export function existing(table: Table, name: string): string {
  if (name in table.columns) return name
  throw badRequest(`'${table.name}' entity doesn't contain attribute with Name = '${name}'.`, '0x80041103')
}

/** Checks a chart: what it counts or groups by exists, and each measure is one of its columns. */
export function checkChart(store: Store, given: Values, before: Values | undefined) {
  const chart = { ...before, ...given }
  const table = store.schema.named(String(chart.primaryentitytypecode))
  const data = readXml(chart.datadescription, 'datadefinition')
  const [entity] = within(data, 'entity')
  if (!entity || attribute(entity, 'name') !== table.name)
    throw invalidXml(`the fetch is on another table than ${table.name}`)
  columnsOf(store, entity, table, '')
  const aliases = within(entity, 'attribute').map((one) => attribute(one, 'alias'))
  const used = [...within(data, 'category'), ...within(data, 'measure')].map((one) => attribute(one, 'alias'))
  const unknown = used.find((alias) => !aliases.includes(alias))
  if (unknown) throw invalidXml(`the alias ${unknown} is none of the fetch`)
  const series = within(readXml(chart.presentationdescription, 'Chart'), 'Series').filter(
    ({ children }) => children.length === 0,
  )
  if (series.length !== within(data, 'measurecollection').length) throw invalidXml('each series needs one measure')
}
