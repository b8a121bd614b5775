import { expect, test } from 'vitest'
import { chartXml } from '../../crm/components/chart-xml.ts'
import { formXml } from '../../crm/components/form-xml.ts'
import { translations } from '../../crm/components/languages.ts'
import { allScreens } from '../../crm/components/screens.ts'
import { siteMapXml } from '../../crm/components/site-map-xml.ts'
import { fetchXml, layoutXml } from '../../crm/components/view-xml.ts'
import { requiredColumns } from '../../crm/desired-state.ts'
import { desired, ownTables } from '../../crm/solution/desired-solution.ts'
import { publisher } from '../../crm/solution/identity.ts'
import { requestChart, requestViews } from '../../crm/solution/request-screens.ts'
import { request } from '../../crm/solution/request-table.ts'
import { allTables } from '../../lib/dataverse/tables.ts'

const both = { base: 1033, provisioned: [1031, 1033] }
const ofEveryTable = ['ownerid', 'createdon', 'modifiedon', 'statecode', 'statuscode']

/** Logical names of all columns of a table that a screen may name. */
function columnsOf(table: string) {
  const own = desired.tables.find(({ schema }) => schema.toLowerCase() === table)
  const columns = own ? [own.primary, ...own.columns, ...own.lookups].map(({ schema }) => schema.toLowerCase()) : []
  return [...columns, ...requiredColumns(table), ...ofEveryTable]
}

/** The values of an attribute in XML, in their order. */
const attributes = (xml: string, name: string) =>
  Array.from(xml.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g')), (found) => found[1])

test('a label has the base language, and German and English where they are provisioned', () => {
  const words = { en: 'Kind', de: 'Art' }
  const labels = (base: number, ...provisioned: number[]) =>
    translations(words, { base, provisioned }).map(({ LanguageCode, Label }) => `${LanguageCode} ${Label}`)
  expect(labels(1033, 1033)).toEqual(['1033 Kind'])
  expect(labels(1033, 1031, 1033)).toEqual(['1033 Kind', '1031 Art'])
  expect(labels(1031, 1031)).toEqual(['1031 Art'])
  expect(labels(1036, 1036)).toEqual(['1036 Kind'])
  expect(labels(1036, 1031, 1036)).toEqual(['1036 Kind', '1031 Art'])
})

test('all that is made has the prefix of its publisher', () => {
  const { customizationprefix: prefix, customizationoptionvalueprefix: options } = publisher
  const names = [
    ...desired.choices.map(({ name }) => name),
    ...desired.tables.flatMap((table) =>
      [table, table.primary, ...table.columns, ...table.lookups].map(({ schema }) => schema),
    ),
  ]
  for (const name of names) expect(name).toMatch(new RegExp(`^${prefix}_`))
  const values = [...desired.choices, ...request.columns].flatMap((one) => ('options' in one ? one.options : []))
  for (const { value } of values) expect(Math.floor(value / 10_000)).toBe(options)
})

test('each screen has an id of its own, the same in all environments', () => {
  const ids = allScreens(both).map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toContain('d4292f47-b96b-5704-9aea-ec41e7bd0705')
})

test('a view shows, sorts and filters by columns that are there', () => {
  for (const view of desired.views) {
    const there = columnsOf(view.table)
    const [main = '', linked = ''] = fetchXml(view).split('<link-entity')
    const named = [...view.columns.map(({ name }) => name), ...attributes(main, 'attribute')]
    for (const column of named) expect(there).toContain(column)
    for (const column of attributes(linked, 'attribute')) expect(columnsOf(view.through?.table ?? '')).toContain(column)
  }
})

test('a view asks for each column that it has a cell for', () => {
  for (const view of desired.views) {
    const [fetch, layout] = [fetchXml(view), layoutXml(view, 10432)]
    const asked = attributes(fetch.replaceAll('<entity', ''), 'name')
    for (const cell of attributes(layout, 'name').slice(2)) expect(asked).toContain(cell)
    expect(layout).toContain('object="10432"')
  }
})

test('a form shows all columns of its table but the checksum, in ids of their own', () => {
  for (const form of desired.forms) {
    const table = desired.tables.find(({ schema }) => schema.toLowerCase() === form.table) ?? request
    const xml = formXml(form, table, both)
    const shown = attributes(xml, 'datafieldname')
    for (const column of shown) expect(columnsOf(form.table)).toContain(column)
    const columns = [table.primary, ...table.columns, ...table.lookups].map(({ schema }) => schema.toLowerCase())
    expect(columns.filter((column) => !shown.includes(column) && !column.endsWith('digest'))).toEqual([])
    const ids = attributes(xml, 'id').filter((id) => id?.startsWith('{'))
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test('a chart counts by a column of its table', () => {
  expect(chartXml(requestChart).datadescription).toContain('name="wbc_state" groupby="true"')
})

test('what the app reads and writes of an own table is in it', () => {
  expect(allTables.filter(({ own }) => own).map(({ name }) => name)).toEqual(ownTables)
  const made = [...desired.tables.flatMap(({ primary, columns, lookups }) => [primary, ...columns, ...lookups])]
  const there = [...made.map(({ schema }) => schema.toLowerCase()), ...ofEveryTable, 'createdby']
  for (const table of ownTables) for (const column of requiredColumns(table)) expect(there).toContain(column)
})

test('one view of a table comes first', () => {
  for (const table of ownTables)
    expect(desired.views.filter((view) => view.table === table && view.first)).toHaveLength(1)
  expect(desired.views.filter(({ table, first }) => first && !ownTables.includes(table))).toEqual([])
})

test('the app shows each table that has a view, in both languages', () => {
  const xml = siteMapXml(desired.app, both)
  expect(new Set(attributes(xml, 'Entity'))).toEqual(new Set(desired.views.map(({ table }) => table)))
  expect(attributes(xml, 'Title')).toContain('Webinare')
  expect(xml).toContain('ShowGroups="true"')
})

test('what stands in XML is text', () => {
  const [view] = requestViews
  const filter = [{ column: 'wbc_name', is: 'eq', value: 'R&D <"x">' }]
  expect(view && fetchXml({ ...view, filter })).toContain('value="R&#38;D &#60;&#34;x&#34;&#62;"')
})

test('every table, column, choice and view says in both languages what it is for', () => {
  const { tables, choices, views } = desired
  const columns = tables.flatMap((table) => [table.primary, ...table.columns, ...table.lookups])
  const described = [...tables, ...columns, ...choices, ...views]
  const lacking = described.filter(({ words, description }) => {
    const { en = '', de = '' } = description ?? {}
    // A name said once more is no description.
    return !/^\S+ .*\.$/.test(en) || !/^\S+ .*\.$/.test(de) || en === de || en === `${words.en}.`
  })
  expect(lacking.map(({ words }) => words.en)).toEqual([])
})
