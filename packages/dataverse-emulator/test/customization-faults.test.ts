import { beforeEach, expect, test } from 'vitest'
import { column, orders, startWithSolution, type World } from './customization.ts'
import { call, codeOf } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await startWithSolution()
})

const definition = "EntityDefinitions(LogicalName='cts_order')"
const page = { name: 'cts_/page.html', webresourcetype: 1, content: '' }

test('a customization finds another one running, as often as it is told', async () => {
  world.dataverse.customization.lockedCalls = 2
  const made = [await world.makeTable(), await world.makeTable(), await world.makeTable()]
  expect(made.map(({ status }) => status)).toEqual([429, 429, 204])
  expect(made.map(codeOf)).toEqual(['0x80071151', '0x80071151', undefined])
  expect(made[0]?.headers.get('retry-after')).toBeNull()
})

test('publishing, deleting and rows of components wait for the lock too, reading does not', async () => {
  await world.makeTable()
  world.dataverse.customization.lockedCalls = 3
  const publish = { ParameterXml: '<importexportxml><entities><entity>cts_order</entity></entities></importexportxml>' }
  expect((await world.post('PublishXml', publish)).status).toBe(429)
  expect((await call(world.dataverse, 'DELETE', definition)).status).toBe(429)
  expect((await world.post('webresourceset', page)).status).toBe(429)
  world.dataverse.customization.lockedCalls = 1
  expect((await world.get(definition)).status).toBe(200)
  expect((await world.post('cts_orders', {})).status).toBe(204)
})

test('a new table is unknown for some calls, but not to a strongly consistent reading', async () => {
  world.dataverse.customization.unseenCalls = 3
  await world.makeTable()
  expect(codeOf(await world.get(definition))).toBe('0x80060891')
  expect((await world.get(definition, { consistency: 'Strong' })).status).toBe(200)
  expect((await world.post('cts_orders', {})).status).toBe(400)
  const count = column('Integer', 'cts_Count')
  expect((await world.post(`${definition}/Attributes`, count)).status).toBe(400)
  expect((await world.post(`${definition}/Attributes`, count)).status).toBe(204)
})

test('an environment that blocks unmanaged customizations refuses every one of them', async () => {
  world.dataverse.customization.blocked = true
  const refused = await world.post('EntityDefinitions', orders())
  expect(refused.status).toBe(400)
  expect(refused.text).toContain("doesn't allow unmanaged customizations")
  expect((await world.post('webresourceset', page)).status).toBe(400)
  const { body } = await world.get("EntityDefinitions(LogicalName='account')")
  expect((await call(world.dataverse, 'PUT', "EntityDefinitions(LogicalName='account')", body)).status).toBe(400)
})

test('definitions are changed by replacement only, and searched by equality only', async () => {
  await world.makeTable()
  expect((await call(world.dataverse, 'PATCH', definition, {})).status).toBe(400)
  expect((await world.get("EntityDefinitions?$filter=startswith(LogicalName,'cts')")).status).toBe(400)
  const found = await world.get("EntityDefinitions?$select=LogicalName&$filter=LogicalName eq 'cts_order'")
  expect(found.body.value).toMatchObject([{ LogicalName: 'cts_order' }])
})
