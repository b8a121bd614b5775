import { beforeEach, expect, test } from 'vitest'
import { column, label, lookup, startWithSolution, type World } from './customization.ts'
import { call, codeOf } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await startWithSolution()
})

const definition = "EntityDefinitions(LogicalName='cts_order')"

/** Makes the environment one whose base language is German and that has no other. */
function germanOnly() {
  const [organization] = world.dataverse.rows('organization')
  world.dataverse.update('organization', String(organization?.organizationid), { languagecode: 1031 })
  world.dataverse.customization.languages = [1031]
}

test('a table keeps a label in a language that is missing as one of the base language', async () => {
  germanOnly()
  const made = await world.makeTable([], { DisplayName: label('Order'), DisplayCollectionName: label('Orders') })
  expect(made.status).toBe(204)
  const { body } = await world.get(`${definition}?$select=DisplayName`)
  expect(body.DisplayName).toMatchObject({ LocalizedLabels: [{ Label: 'Order', LanguageCode: 1031 }] })
})

test.each([
  ['DateTime', { Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } }],
  ['Memo', { MaxLength: 2000 }],
])('a column of the type %s is refused in a language that is missing', async (type, members) => {
  germanOnly()
  await world.makeTable()
  const made = await world.post(`${definition}/Attributes`, column(type, 'cts_More', members))
  expect(codeOf(made)).toBe('0x80044195')
})

test('the menu of a relationship is refused in a language that is missing', async () => {
  germanOnly()
  await world.makeTable()
  const relationship = lookup('cts_event_order', 'msevtmgt_event', 'cts_EventId')
  const Lookup = { ...relationship.Lookup, DisplayName: { LocalizedLabels: [{ Label: 'Event', LanguageCode: 1031 }] } }
  const menu = { Behavior: 'UseLabel', Group: 'Details', Order: 10_000, Label: label('Orders') }
  const made = await world.post('RelationshipDefinitions', {
    ...relationship,
    Lookup,
    AssociatedMenuConfiguration: menu,
  })
  expect(codeOf(made)).toBe('0x80044195')
})

test('a label without the base language is refused', async () => {
  const german = { LocalizedLabels: [{ Label: 'Auftrag', LanguageCode: 1031 }] }
  expect((await world.makeTable([], { DisplayName: german })).status).toBe(400)
})

test('a replaced definition loses the labels of other languages unless they are merged', async () => {
  await world.makeTable()
  const { '@odata.context': _, ...before } = (await world.get(definition)).body
  const languages = async () => {
    const { body } = await world.get(`${definition}?$select=DisplayName`)
    return (body.DisplayName as { LocalizedLabels: { LanguageCode: number }[] }).LocalizedLabels.map(
      (one) => one.LanguageCode,
    )
  }
  const put = (headers: Record<string, string>) =>
    call(world.dataverse, 'PUT', definition, { ...before, DisplayName: label('Order again') }, headers)
  expect((await put({ 'mscrm.mergelabels': 'true' })).status).toBe(204)
  expect(await languages()).toEqual([1031, 1033])
  await put({})
  expect(await languages()).toEqual([1033])
})

test('a column is replaced as a whole, with its type named', async () => {
  await world.makeTable([column('String', 'cts_Code', { MaxLength: 10 })])
  const address = `${definition}/Attributes(LogicalName='cts_code')`
  const type = 'Microsoft.Dynamics.CRM.StringAttributeMetadata'
  const { '@odata.context': _, ...before } = (await world.get(`${address}/${type}`)).body
  const wider = { ...before, MaxLength: 20 }
  expect((await call(world.dataverse, 'PUT', address, wider)).status).toBe(400)
  expect((await call(world.dataverse, 'PATCH', address, { ...wider, '@odata.type': type })).status).toBe(405)
  expect((await call(world.dataverse, 'PUT', address, { ...wider, '@odata.type': type })).status).toBe(204)
  expect((await world.post('cts_orders', { cts_code: 'x'.repeat(20) })).status).toBe(204)
  const renamed = { ...wider, '@odata.type': type, SchemaName: 'cts_Other' }
  expect((await call(world.dataverse, 'PUT', address, renamed)).status).toBe(400)
})

test('the names of a row are set and read in several languages', async () => {
  await world.makeTable()
  const [view] = world.dataverse.rows('savedquery')
  const set = (Labels: unknown) =>
    world.post('SetLocLabels', {
      EntityMoniker: { '@odata.type': 'Microsoft.Dynamics.CRM.savedquery', savedqueryid: view?.savedqueryid },
      AttributeName: 'name',
      Labels,
    })
  expect((await set([{ Label: 'Aufträge', LanguageCode: 1031 }])).status).toBe(204)
  const both = [
    { Label: 'All orders', LanguageCode: 1033 },
    { Label: 'Aufträge', LanguageCode: 1031 },
  ]
  expect((await set(both)).status).toBe(204)
  const read = async (unpublished: boolean) => {
    const target = encodeURIComponent(`{'@odata.id':'savedqueries(${view?.savedqueryid})'}`)
    const query = `RetrieveLocLabels(EntityMoniker=@p1,AttributeName=@p2,IncludeUnpublished=@p3)?@p1=${target}&@p2='name'&@p3=${unpublished}`
    return (await world.get(query)).body.Label
  }
  expect(await read(true)).toMatchObject({ LocalizedLabels: both })
  expect(await read(false)).toMatchObject({ LocalizedLabels: [{ Label: 'Active Orders', LanguageCode: 1033 }] })
  expect(codeOf(await set([{ Label: 'Commandes', LanguageCode: 1036 }]))).toBe('0x80044195')
})

test('a person gets the label of a definition in her own language, where there is one', async () => {
  await world.makeTable()
  const user = world.dataverse.insert('systemuser', { fullname: 'Grace' })
  world.dataverse.insert('usersettings', { systemuserid: user, uilanguageid: 1031 })
  const cookie = world.dataverse.session(user)
  const read = async (path: string, headers: Record<string, string | null>) => {
    const { body } = await call(world.dataverse, 'GET', `${path}?$select=DisplayName`, undefined, headers)
    return body.DisplayName
  }
  const hers = { cookie, authorization: null }
  expect(await read(definition, hers)).toMatchObject({ UserLocalizedLabel: { Label: 'Auftrag', LanguageCode: 1031 } })
  expect(await read(definition, {})).toMatchObject({ UserLocalizedLabel: { Label: 'Order', LanguageCode: 1033 } })
  const column = `${definition}/Attributes(LogicalName='cts_name')`
  expect(await read(column, hers)).toMatchObject({ UserLocalizedLabel: { Label: 'cts_Name', LanguageCode: 1033 } })
})
