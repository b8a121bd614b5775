import { DynamicsWebApi } from 'dynamics-web-api'
import { beforeEach, expect, test } from 'vitest'
import { column, label, lookup, orders, startWithSolution, type World } from './customization.ts'

let world: World
let client: DynamicsWebApi
beforeEach(async () => {
  world = await startWithSolution()
  client = new DynamicsWebApi({
    serverUrl: world.dataverse.url,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => 'token',
  })
})

const entityKey = "LogicalName='cts_order'"

test('a published client makes a table and changes a label of it', async () => {
  const id = await client.createEntity({ data: orders() })
  const before = await client.retrieveEntity({ key: entityKey })
  expect(before).toMatchObject({ MetadataId: id, LogicalName: 'cts_order' })
  await client.updateEntity({ data: { ...before, DisplayName: label('Request') }, mergeLabels: true })
  const after = await client.retrieveEntity({ key: entityKey, select: ['DisplayName'] })
  expect(after.DisplayName.LocalizedLabels).toMatchObject([
    { Label: 'Auftrag', LanguageCode: 1031 },
    { Label: 'Request', LanguageCode: 1033 },
  ])
})

test('the client makes a column, reads it as one of its type and replaces it', async () => {
  await client.createEntity({ data: orders() })
  await client.createAttribute({ entityKey, data: column('String', 'cts_Code', { MaxLength: 10 }) })
  const castType = 'Microsoft.Dynamics.CRM.StringAttributeMetadata'
  const attributeKey = "LogicalName='cts_code'"
  const before = await client.retrieveAttribute({ entityKey, attributeKey, castType })
  expect(before).toMatchObject({ MaxLength: 10, FormatName: { Value: 'Text' } })
  await client.updateAttribute({ entityKey, data: { ...before, '@odata.type': castType, MaxLength: 20 }, castType })
  const after = await client.retrieveAttribute({ entityKey, attributeKey, castType, select: ['MaxLength'] })
  expect(after.MaxLength).toBe(20)
})

test('the client makes a relationship, finds it and deletes it', async () => {
  await client.createEntity({ data: orders() })
  const key = String(
    await client.createRelationship({ data: lookup('cts_event_order', 'msevtmgt_event', 'cts_EventId') }),
  )
  const castType = 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata'
  expect(await client.retrieveRelationship({ key, castType })).toMatchObject({ ReferencedEntity: 'msevtmgt_event' })
  await client.deleteRelationship({ key })
  const columns = await client.retrieveAttributes({ entityKey, select: ['LogicalName'] })
  expect(columns.value.map((one) => one.LogicalName)).not.toContain('cts_eventid')
})

test('the client makes a global choice and reads its options', async () => {
  const data = {
    '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
    Name: 'cts_kind',
    OptionSetType: 'Picklist',
    IsGlobal: true,
    DisplayName: label('Kind'),
    Options: [{ Value: 727_000_000, Label: label('Check') }],
  }
  const key = String(await client.createGlobalOptionSet({ data }))
  const castType = 'Microsoft.Dynamics.CRM.OptionSetMetadata'
  expect(await client.retrieveGlobalOptionSet({ key, castType })).toMatchObject({
    Options: [{ Value: 727_000_000, Label: { UserLocalizedLabel: { Label: 'Check' } } }],
  })
  await client.deleteGlobalOptionSet({ key })
  expect((await client.retrieveGlobalOptionSets()).value).toEqual([])
})
