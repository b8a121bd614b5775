import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { column, startWithSolution, type World } from './customization.ts'
import { call, rowsOf } from './fixtures.ts'

let world: World
let code: unknown
beforeEach(async () => {
  world = await startWithSolution()
  await world.makeTable([column('Integer', 'cts_Count', { MinValue: 0, MaxValue: 10 })])
  code = (await world.get("EntityDefinitions(LogicalName='cts_order')?$select=ObjectTypeCode")).body.ObjectTypeCode
})

const fetchXml = (inner = '') =>
  `<fetch version="1.0" mapping="logical"><entity name="cts_order"><attribute name="cts_orderid" /><attribute name="cts_name" />${inner}</entity></fetch>`
const layout = (object: unknown, cells = '<cell name="cts_name" width="200" />') =>
  `<grid name="resultset" object="${object}" jump="cts_name" select="1"><row name="result" id="cts_orderid">${cells}</row></grid>`
const view = (members = {}) => ({
  savedqueryid: randomUUID(),
  name: 'All orders',
  returnedtypecode: 'cts_order',
  querytype: 0,
  fetchxml: fetchXml(),
  layoutxml: layout(code),
  ...members,
})

test('a view takes an id of its own and joins the solution', async () => {
  const savedqueryid = randomUUID()
  expect((await world.post('savedqueries', view({ savedqueryid }))).status).toBe(204)
  expect((await world.get(`savedqueries(${savedqueryid})?$select=name`)).body).toMatchObject({ name: 'All orders' })
  expect(world.components()).toContainEqual(expect.objectContaining({ componenttype: 26, objectid: savedqueryid }))
})

test.each([
  ['fetches an unknown column', { fetchxml: fetchXml('<attribute name="cts_other" />') }],
  ['sorts by an unknown column', { fetchxml: fetchXml('<order attribute="cts_other" />') }],
  [
    'filters an unknown column',
    { fetchxml: fetchXml('<filter><condition attribute="cts_other" operator="null" /></filter>') },
  ],
  ['fetches from another table', { fetchxml: fetchXml().replace('cts_order"', 'account"') }],
  ['is no XML', { fetchxml: '<fetch>' }],
])('a view that %s is refused', async (_, members) => {
  expect((await world.post('savedqueries', view(members))).status).toBe(400)
})

test('a layout without the type code of its table is refused', async () => {
  const refused = await world.post('savedqueries', view({ layoutxml: layout(code).replace(/object="\d+" /, '') }))
  expect(refused.text).toContain("The required attribute 'object' is missing")
  expect((await world.post('savedqueries', view({ layoutxml: layout(1) }))).status).toBe(400)
})

test('a layout shows fetched columns only, those of a linked table by its alias', async () => {
  const link =
    '<link-entity name="systemuser" from="systemuserid" to="ownerid" alias="u"><attribute name="fullname" /></link-entity>'
  const count = layout(code, '<cell name="cts_count" width="100" />')
  expect((await world.post('savedqueries', view({ layoutxml: count }))).status).toBe(400)
  const linked = { fetchxml: fetchXml(link), layoutxml: layout(code, '<cell name="u.fullname" width="100" />') }
  expect((await world.post('savedqueries', view(linked))).status).toBe(204)
})

test('a changed view is shown once its table is published', async () => {
  const { savedqueryid, ...body } = view()
  await world.post('savedqueries', { savedqueryid, ...body })
  const address = `savedqueries(${savedqueryid})`
  expect((await call(world.dataverse, 'PATCH', address, { name: 'Orders of today' })).status).toBe(204)
  const shown = async () => (await world.get(`${address}?$select=name`)).body.name
  expect(await shown()).toBe('All orders')
  const unpublished = await world.get(`${address}/Microsoft.Dynamics.CRM.RetrieveUnpublished()?$select=name`)
  expect(unpublished.body.name).toBe('Orders of today')
  expect(world.dataverse.unpublished()).toEqual([`savedquery ${savedqueryid}`])
  const publish = (table: string) =>
    world.post('PublishXml', {
      ParameterXml: `<importexportxml><entities><entity>${table}</entity></entities></importexportxml>`,
    })
  await publish('account')
  expect(await shown()).toBe('All orders')
  await publish('cts_order')
  expect(await shown()).toBe('Orders of today')
})

test('a column of a view is not deleted', async () => {
  await world.post('savedqueries', view({ fetchxml: fetchXml('<attribute name="cts_count" />') }))
  const address = "EntityDefinitions(LogicalName='cts_order')/Attributes(LogicalName='cts_count')"
  expect((await call(world.dataverse, 'DELETE', address)).text).toContain('0x8004F01F')
})

const chart = (alias = 'count') => ({
  name: 'Orders by owner',
  primaryentitytypecode: 'cts_order',
  datadescription: `<datadefinition><fetchcollection><fetch mapping="logical" aggregate="true"><entity name="cts_order"><attribute name="cts_orderid" aggregate="count" alias="count" /><attribute name="ownerid" groupby="true" alias="owner" /></entity></fetch></fetchcollection><categorycollection><category alias="owner"><measurecollection><measure alias="${alias}" /></measurecollection></category></categorycollection></datadefinition>`,
  presentationdescription: '<Chart><Series><Series ChartType="Column" /></Series></Chart>',
})

test('a chart counts what its fetch brings', async () => {
  expect((await world.post('savedqueryvisualizations', chart())).status).toBe(204)
  expect((await world.post('savedqueryvisualizations', chart('sum'))).status).toBe(400)
  const found = await world.get("savedqueryvisualizations?$filter=primaryentitytypecode eq 'cts_order'")
  expect(rowsOf(found)).toMatchObject([{ name: 'Orders by owner' }])
})
