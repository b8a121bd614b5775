import { beforeEach, expect, test } from 'vitest'
import { column, idOf, label, orders, startWithSolution, type World } from './customization.ts'
import { call, codeOf, rowsOf } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await startWithSolution()
})

const count = column('Integer', 'cts_Count', { MinValue: 0, MaxValue: 100 })
const definition = "EntityDefinitions(LogicalName='cts_order')"

test('a made table has rows at once, under the set that the server named', async () => {
  const made = await world.makeTable([count])
  expect(made.status).toBe(204)
  expect(made.headers.get('odata-entityid')).toMatch(/\/EntityDefinitions\([0-9a-f-]{36}\)$/)
  const { body } = await world.get(`${definition}?$select=EntitySetName,ObjectTypeCode,PrimaryNameAttribute`)
  expect(body).toMatchObject({ EntitySetName: 'cts_orders', PrimaryNameAttribute: 'cts_name' })
  expect(body.ObjectTypeCode).toBeGreaterThan(10_000)
  const row = await world.post('cts_orders', { cts_name: 'First', cts_count: 3 })
  await call(world.dataverse, 'PATCH', `cts_orders(${idOf(row)})`, { cts_count: 4 })
  const found = rowsOf(await world.get('cts_orders?$select=cts_name,cts_count,statecode&$filter=cts_count gt 3'))
  expect(found).toMatchObject([{ cts_name: 'First', cts_count: 4, statecode: 0 }])
  expect((await call(world.dataverse, 'DELETE', `cts_orders(${idOf(row)})`)).status).toBe(204)
  expect(world.dataverse.rows('cts_order')).toEqual([])
})

test('a new table joins the solution that the request names', async () => {
  const made = await world.makeTable()
  expect(world.components()).toMatchObject([{ componenttype: 1, objectid: idOf(made), rootcomponentbehavior: 0 }])
})

test('a wrong solution name lands in the default solution without a word', async () => {
  const made = await world.post('EntityDefinitions', orders(), { 'mscrm.solutionuniquename': 'Webinar' })
  expect(made.status).toBe(204)
  expect(world.components()).toEqual([])
  expect(world.dataverse.rows('solutioncomponent')).toMatchObject([{ objectid: idOf(made) }])
})

test('columns of every kind take their values and refuse others', async () => {
  await world.makeTable([
    count,
    column('Decimal', 'cts_Score', { MinValue: 0, MaxValue: 10, Precision: 1 }),
    column('Memo', 'cts_Text', { MaxLength: 20 }),
    column('DateTime', 'cts_Seen', { Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } }),
    column('DateTime', 'cts_Clock', { Format: 'DateAndTime', DateTimeBehavior: { Value: 'TimeZoneIndependent' } }),
    column('DateTime', 'cts_Day', { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } }),
    column('Boolean', 'cts_Dry', { DefaultValue: true, OptionSet: { TrueOption: { Value: 1, Label: label('Yes') } } }),
    column('Picklist', 'cts_State', {
      OptionSet: {
        OptionSetType: 'Picklist',
        IsGlobal: false,
        Options: [{ Value: 727_000_000, Label: label('Waiting') }],
      },
    }),
  ])
  const good = {
    cts_count: 100,
    cts_score: 9.5,
    cts_text: 'short',
    cts_seen: '2026-03-01T10:00:00Z',
    cts_clock: '2026-03-01T10:00:00',
    cts_day: '2026-03-01',
    cts_state: 727_000_000,
  }
  const made = await world.post('cts_orders', good)
  const { body } = await world.get(`cts_orders(${idOf(made)})`)
  expect(body).toMatchObject({ ...good, cts_clock: '2026-03-01T10:00:00Z', cts_dry: true })
  const wrong = {
    cts_count: 101,
    cts_score: 11,
    cts_text: 'x'.repeat(21),
    cts_day: '2026-03-01T10:00:00Z',
    cts_state: 1,
  }
  for (const [name, value] of Object.entries(wrong)) {
    expect((await world.post('cts_orders', { [name]: value })).status, name).toBe(400)
  }
  expect(rowsOf(await world.get('cts_orders?$filter=cts_day eq 2026-03-01'))).toHaveLength(1)
})

test.each([
  ['without a plural', { DisplayCollectionName: undefined }, '0x80040203'],
  ['with the ownership OrgOwned', { OwnershipType: 'OrgOwned' }, '0x80048d19'],
  ['with an unknown member', { Colour: 'red' }, '0x80048d19'],
  ['under the prefix of nobody', { SchemaName: 'abc_Order' }, '0x8004431a'],
  ['without a primary column', { Attributes: [count] }, '0x80040203'],
  ['with a lookup inside', { Attributes: [column('Lookup', 'cts_EventId')] }, '0x80040203'],
  ['with the same column twice', { Attributes: [...orders([count]).Attributes, count] }, '0x80040237'],
])('a table %s is refused', async (_, members, code) => {
  expect(codeOf(await world.makeTable([], members))).toBe(code)
  expect((await world.get(definition)).status).toBe(404)
})

test('a table that exists is refused, as after a call that timed out', async () => {
  await world.makeTable()
  expect(codeOf(await world.makeTable())).toBe('0x80040237')
})

test('a made table has privileges, messages for steps and tracked changes', async () => {
  await world.makeTable()
  const { body } = await world.get(`${definition}?$select=Privileges`)
  expect(body.Privileges).toContainEqual(
    expect.objectContaining({ Name: 'prvCreatects_Order', PrivilegeType: 'Create' }),
  )
  const filters = await world.get("sdkmessagefilters?$filter=primaryobjecttypecode eq 'cts_order'")
  expect(rowsOf(filters)).toHaveLength(3)
  const changes = await world.get('cts_orders', { prefer: 'odata.track-changes' })
  expect(changes.body['@odata.deltaLink']).toEqual(expect.stringContaining('$deltatoken'))
})

test('a made table brings a default view and a main form', async () => {
  await world.makeTable()
  const views = await world.get(
    "savedqueries?$select=name&$filter=returnedtypecode eq 'cts_order' and querytype eq 0 and isdefault eq true",
  )
  expect(rowsOf(views)).toMatchObject([{ name: 'Active Orders' }])
  const forms = await world.get(
    "systemforms?$select=formid,formxml&$filter=objecttypecode eq 'cts_order' and type eq 2",
  )
  expect(rowsOf(forms)).toHaveLength(1)
})

test('a column that comes later joins the solution and takes values', async () => {
  await world.makeTable()
  const made = await world.post(`${definition}/Attributes`, count)
  expect(made.status).toBe(204)
  expect(world.components()).toContainEqual(expect.objectContaining({ componenttype: 2, objectid: idOf(made) }))
  expect((await world.post('cts_orders', { cts_count: 1 })).status).toBe(204)
  expect(codeOf(await world.post(`${definition}/Attributes`, count))).toBe('0x80040237')
})

test('an own column on a table of Microsoft is this environment’s alone', async () => {
  const events = "EntityDefinitions(LogicalName='msevtmgt_event')/Attributes"
  expect((await world.post(events, count)).status).toBe(204)
  expect((await world.post('msevtmgt_events', { msevtmgt_name: 'Launch', cts_count: 2 })).status).toBe(204)
  const other = await startWithSolution()
  expect((await other.post('msevtmgt_events', { cts_count: 2 })).status).toBe(400)
})

test('one reading tells all of a table that may differ', async () => {
  await world.makeTable([count])
  const query =
    '$select=MetadataId,OwnershipType,ChangeTrackingEnabled,IsAuditEnabled&$expand=Attributes($select=LogicalName,AttributeTypeName,RequiredLevel),Keys($select=SchemaName,EntityKeyIndexStatus),ManyToOneRelationships($select=SchemaName,CascadeConfiguration)'
  const { body } = await world.get(`${definition}?${query}`)
  expect(body).toMatchObject({ OwnershipType: 'UserOwned', ChangeTrackingEnabled: true, Keys: [] })
  expect(body.Attributes).toContainEqual(
    expect.objectContaining({ LogicalName: 'cts_count', AttributeTypeName: { Value: 'IntegerType' } }),
  )
  const sizes = 'Attributes/Microsoft.Dynamics.CRM.IntegerAttributeMetadata?$select=LogicalName,MinValue,MaxValue'
  const found = rowsOf(await world.get(`${definition}/${sizes}`))
  expect(found).toMatchObject([{ LogicalName: 'cts_count', MinValue: 0, MaxValue: 100 }])
  expect((await world.get(`${definition}/Attributes?$select=MaxValue`)).status).toBe(400)
})

test('a table goes with its rows, privileges, views and forms', async () => {
  await world.makeTable()
  await world.post('cts_orders', { cts_name: 'First' })
  expect((await call(world.dataverse, 'DELETE', definition)).status).toBe(204)
  expect((await world.get('cts_orders')).status).toBe(404)
  expect(world.components()).toEqual([])
  expect(world.dataverse.rows('savedquery')).toEqual([])
  expect(world.dataverse.rows('privilege').filter(({ name }) => /cts_Order/i.test(String(name)))).toEqual([])
})

test('a table of Microsoft is not deleted', async () => {
  expect((await call(world.dataverse, 'DELETE', "EntityDefinitions(LogicalName='account')")).status).toBe(400)
})
