import { beforeEach, expect, test } from 'vitest'
import { column, idOf, label, startWithSolution, type World } from './customization.ts'
import { call, codeOf } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await startWithSolution()
  await world.makeTable()
})

const kinds = {
  '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
  Name: 'cts_kind',
  OptionSetType: 'Picklist',
  IsGlobal: true,
  DisplayName: label('Kind'),
  Options: [
    { Value: 727_000_000, Label: label('Check', 'Prüfen') },
    { Value: 727_000_001, Label: label('Send') },
  ],
}
const choices = 'GlobalOptionSetDefinitions'
const byName = `${choices}(Name='cts_kind')`
const attributes = "EntityDefinitions(LogicalName='cts_order')/Attributes"
const kindColumn = (address: string) => column('Picklist', 'cts_Kind', { 'GlobalOptionSet@odata.bind': address })

/** Makes the global choice and a column that uses it. */
async function makeKind() {
  const id = idOf(await world.post(choices, kinds))
  await world.post(attributes, kindColumn(`/${choices}(${id})`))
  return id
}

test('a global choice is found by its name and used by a column', async () => {
  expect((await world.get(byName)).status).toBe(404)
  const id = await makeKind()
  const { body } = await world.get(`${byName}/Microsoft.Dynamics.CRM.OptionSetMetadata`)
  expect(body).toMatchObject({ MetadataId: id, Name: 'cts_kind', Options: [{ Value: 727_000_000 }, {}] })
  expect((await world.post('cts_orders', { cts_kind: 727_000_001 })).status).toBe(204)
  expect((await world.post('cts_orders', { cts_kind: 727_000_002 })).status).toBe(400)
  const cast = `${attributes}(LogicalName='cts_kind')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata`
  const expanded = await world.get(`${cast}?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`)
  expect(expanded.body).toMatchObject({
    LogicalName: 'cts_kind',
    OptionSet: { IsGlobal: true },
    GlobalOptionSet: { Name: 'cts_kind' },
  })
})

test('a choice is bound by its id: its name is refused', async () => {
  await world.post(choices, kinds)
  const made = await world.post(attributes, kindColumn(`/${choices}(Name='cts_kind')`))
  expect(made.text).toContain('Guid should contain 32 digits')
})

test('an option is added and renamed by actions, for all columns at once', async () => {
  await makeKind()
  const added = await world.post('InsertOptionValue', {
    OptionSetName: 'cts_kind',
    Value: 727_000_002,
    Label: label('Erase'),
  })
  expect(added.body).toEqual({ NewOptionValue: 727_000_002 })
  expect((await world.post('cts_orders', { cts_kind: 727_000_002 })).status).toBe(204)
  const update = { OptionSetName: 'cts_kind', Value: 727_000_000, Label: label('Check now'), MergeLabels: true }
  expect((await world.post('UpdateOptionValue', update)).status).toBe(204)
  const { body } = await world.get(byName)
  expect((body.Options as unknown[])[0]).toMatchObject({
    Label: { LocalizedLabels: [{ Label: 'Prüfen' }, { Label: 'Check now' }] },
  })
})

test('the replacement of a choice leaves its options', async () => {
  await makeKind()
  const { body } = await world.get(byName)
  const put = await call(world.dataverse, 'PUT', byName, { ...body, DisplayName: label('Kinds'), Options: [] })
  expect(put.status).toBe(204)
  expect((await world.get(byName)).body).toMatchObject({
    Options: [{}, {}],
    DisplayName: { UserLocalizedLabel: { Label: 'Kinds' } },
  })
})

test('a choice in use is not deleted', async () => {
  await makeKind()
  expect(codeOf(await call(world.dataverse, 'DELETE', byName))).toBe('0x8004F01F')
  expect((await call(world.dataverse, 'DELETE', `${attributes}(LogicalName='cts_kind')`)).status).toBe(204)
  expect((await call(world.dataverse, 'DELETE', byName)).status).toBe(204)
})

test('a status reason is added to a state of a table', async () => {
  const reason = {
    EntityLogicalName: 'cts_order',
    AttributeLogicalName: 'statuscode',
    StateCode: 1,
    Label: label('Failed'),
  }
  const added = await world.post('InsertStatusValue', { ...reason, SolutionUniqueName: 'Webinars' })
  expect(added.body).toEqual({ NewOptionValue: 727_000_000 })
  const row = idOf(await world.post('cts_orders', {}))
  expect((await call(world.dataverse, 'PATCH', `cts_orders(${row})`, { statuscode: 727_000_000 })).status).toBe(400)
  const change = { statecode: 1, statuscode: 727_000_000 }
  expect((await call(world.dataverse, 'PATCH', `cts_orders(${row})`, change)).status).toBe(204)
})
