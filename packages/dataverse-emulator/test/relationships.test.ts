import { beforeEach, expect, test } from 'vitest'
import { column, idOf, lookup, orders, startWithSolution, type World } from './customization.ts'
import { call, codeOf, registerAda, rowsOf } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await startWithSolution()
  await world.makeTable()
})

const toEvent = lookup('cts_event_order', 'msevtmgt_event', 'cts_EventId')
const cascade = { CascadeConfiguration: { Delete: 'Cascade' } }

test('a lookup is bound by the schema name of its column and read by its logical name', async () => {
  const made = await world.post('RelationshipDefinitions', toEvent)
  expect(made.status).toBe(204)
  expect(made.headers.get('odata-entityid')).toMatch(/\/RelationshipDefinitions\([0-9a-f-]{36}\)$/)
  const event = world.dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Launch' })
  const bound = { 'cts_EventId@odata.bind': `/msevtmgt_events(${event})` }
  const row = idOf(await world.post('cts_orders', bound))
  expect((await world.post('cts_orders', { 'cts_eventid@odata.bind': `/msevtmgt_events(${event})` })).status).toBe(400)
  const { body } = await world.get(
    `cts_orders(${row})?$select=_cts_eventid_value&$expand=cts_EventId($select=msevtmgt_name)`,
  )
  expect(body).toMatchObject({ _cts_eventid_value: event, cts_EventId: { msevtmgt_name: 'Launch' } })
  expect(rowsOf(await world.get(`cts_orders?$filter=_cts_eventid_value eq ${event}`))).toHaveLength(1)
})

test('the deletion of a parent clears a lookup, or takes the row along', async () => {
  await world.post('RelationshipDefinitions', toEvent)
  const { event, registration } = registerAda(world.dataverse)
  const parental = lookup('cts_registration_order', 'msevtmgt_eventregistration', 'cts_RegistrationId', cascade)
  expect((await world.post('RelationshipDefinitions', parental)).status).toBe(204)
  const other = world.dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Other' })
  const cleared = world.dataverse.insert('cts_order', { cts_eventid: other })
  world.dataverse.remove('msevtmgt_event', other)
  expect(world.dataverse.row('cts_order', cleared)).toMatchObject({ cts_eventid: null })
  const gone = world.dataverse.insert('cts_order', { cts_eventid: event, cts_registrationid: registration })
  world.dataverse.remove('msevtmgt_eventregistration', registration)
  expect(world.dataverse.row('cts_order', gone)).toBeUndefined()
})

test('a table has one parental relationship at most', async () => {
  expect((await world.post('RelationshipDefinitions', { ...toEvent, ...cascade })).status).toBe(204)
  const second = lookup('cts_session_order', 'msevtmgt_session', 'cts_SessionId', cascade)
  expect((await world.post('RelationshipDefinitions', second)).status).toBe(400)
})

test('a made table is no parent of one of Microsoft', async () => {
  const reversed = {
    ...lookup('cts_order_event', 'cts_order', 'cts_OrderId', cascade),
    ReferencingEntity: 'msevtmgt_event',
  }
  expect((await world.post('RelationshipDefinitions', reversed)).status).toBe(400)
})

test('a plain column of the name of a lookup is in its way', async () => {
  await world.post(
    "EntityDefinitions(LogicalName='cts_order')/Attributes",
    column('String', 'cts_EventId', { MaxLength: 10 }),
  )
  expect(codeOf(await world.post('RelationshipDefinitions', toEvent))).toBe('0x80040237')
})

test('a relationship is read by its name and replaced by its id only', async () => {
  const id = idOf(await world.post('RelationshipDefinitions', toEvent))
  const type = 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata'
  const byName = "RelationshipDefinitions(SchemaName='cts_event_order')"
  const { body } = await world.get(`${byName}/${type}`)
  expect(body).toMatchObject({
    ReferencingAttribute: 'cts_eventid',
    ReferencingEntityNavigationPropertyName: 'cts_EventId',
  })
  const changed = { ...body, CascadeConfiguration: { Delete: 'Restrict' } }
  expect((await call(world.dataverse, 'PUT', byName, changed)).status).toBe(400)
  expect((await call(world.dataverse, 'PUT', `RelationshipDefinitions(${id})`, changed)).status).toBe(204)
  const event = world.dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Launch' })
  world.dataverse.insert('cts_order', { cts_eventid: event })
  expect((await call(world.dataverse, 'DELETE', `msevtmgt_events(${event})`)).status).toBe(405)
})

test('a table that others look up stays until the lookup goes', async () => {
  await world.post('EntityDefinitions', { ...orders(), SchemaName: 'cts_Line' })
  const fromLine = { ...lookup('cts_order_line', 'cts_order', 'cts_OrderId'), ReferencingEntity: 'cts_line' }
  const id = idOf(await world.post('RelationshipDefinitions', fromLine))
  const table = "EntityDefinitions(LogicalName='cts_order')"
  const { body } = await world.get(`${table}?$select=MetadataId`)
  const ask = `RetrieveDependenciesForDelete(ObjectId=${body.MetadataId},ComponentType=1)`
  expect(rowsOf(await world.get(ask))).toMatchObject([{ dependentcomponenttype: 10, dependentcomponentobjectid: id }])
  expect(codeOf(await call(world.dataverse, 'DELETE', table))).toBe('0x8004F01F')
  expect((await call(world.dataverse, 'DELETE', `RelationshipDefinitions(${id})`)).status).toBe(204)
  expect(world.dataverse.rows('cts_line')).toEqual([])
  expect((await call(world.dataverse, 'DELETE', table)).status).toBe(204)
})
