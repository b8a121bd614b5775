import { randomUUID } from 'node:crypto'
import { DynamicsWebApi } from 'dynamics-web-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { registerAda } from './fixtures.ts'

let dataverse: Dataverse
let client: DynamicsWebApi
let ada: ReturnType<typeof registerAda>

beforeAll(async () => {
  dataverse = await startDataverse({ accepts: (token) => token === 'good' })
  ada = registerAda(dataverse)
  client = new DynamicsWebApi({
    serverUrl: dataverse.url,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => 'good',
  })
})

afterAll(() => dataverse.stop())

test('a published client creates a row and reads it back', async () => {
  const id = await client.create({ collection: 'contacts', data: { firstname: 'Grace', lastname: 'Hopper' } })
  const row = await client.retrieve({ collection: 'contacts', key: String(id), select: ['fullname', 'statecode'] })
  expect(row).toMatchObject({ contactid: id, fullname: 'Grace Hopper', statecode: 0 })
})

test('a created row comes back at once when the client asks for it', async () => {
  const row = await client.create({
    collection: 'accounts',
    data: { name: 'Harvard' },
    returnRepresentation: true,
    select: ['name'],
  })
  expect(row).toMatchObject({ name: 'Harvard', accountid: expect.any(String) })
})

test('a registration comes with its contact and the account of the contact', async () => {
  const row = await client.retrieve({
    collection: 'msevtmgt_eventregistrations',
    key: ada.registration,
    select: ['msevtmgt_name'],
    expand: [
      {
        property: 'msevtmgt_ContactId',
        select: ['emailaddress1'],
        expand: [{ property: 'parentcustomerid_account', select: ['name'] }],
      },
    ],
  })
  expect(row.msevtmgt_ContactId).toMatchObject({
    emailaddress1: 'ada@example.com',
    parentcustomerid_account: { name: 'Analytical Engines' },
  })
})

test('the client reads all pages and gets every row once', async () => {
  for (let index = 0; index < 25; index++) dataverse.insert('account', { name: `Walk ${index}` })
  const found = await client.retrieveAll({
    collection: 'accounts',
    select: ['name'],
    filter: "startswith(name,'Walk')",
    orderBy: ['name desc'],
    maxPageSize: 10,
  })
  const names = found.value.map((row) => row.name)
  expect(names).toHaveLength(25)
  expect(names).toEqual([...new Set(names)].sort().reverse())
})

test('the client counts what a filter finds', async () => {
  const filter = `_msevtmgt_eventid_value eq ${ada.event} and statecode eq 0`
  const found = await client.retrieveMultiple({ collection: 'msevtmgt_eventregistrations', filter, count: true })
  expect(found.oDataCount).toBe(1)
})

test('an update changes only what it names', async () => {
  await client.update({ collection: 'contacts', key: ada.contact, data: { jobtitle: 'Analyst' } })
  expect(dataverse.row('contact', ada.contact)).toMatchObject({ jobtitle: 'Analyst', firstname: 'Ada' })
})

test('an upsert under an id of its own choosing creates first and changes later', async () => {
  const key = randomUUID()
  const data = {
    msevtmgt_checkintype: 100_000_001,
    'msevtmgt_RegistrationId@odata.bind': `/msevtmgt_eventregistrations(${ada.registration})`,
    msevtmgt_viewingdurationinmins: 41,
  }
  await client.upsert({ collection: 'msevtmgt_checkins', key, data })
  await client.upsert({ collection: 'msevtmgt_checkins', key, data: { ...data, msevtmgt_viewingdurationinmins: 42 } })
  expect(dataverse.rows('msevtmgt_checkin')).toMatchObject([
    { msevtmgt_checkinid: key, msevtmgt_registrationid: ada.registration, msevtmgt_viewingdurationinmins: 42 },
  ])
})

test('a bulk upsert creates and changes in one call', async () => {
  const known = dataverse.insert('account', { name: 'Old name' })
  const fresh = randomUUID()
  const type = 'Microsoft.Dynamics.CRM.account'
  await client.callAction({
    collection: 'accounts',
    actionName: 'Microsoft.Dynamics.CRM.UpsertMultiple',
    action: {
      Targets: [
        { '@odata.type': type, accountid: known, name: 'New name' },
        { '@odata.type': type, accountid: fresh, name: 'Fresh' },
      ],
    },
  })
  expect(dataverse.row('account', known)).toMatchObject({ name: 'New name' })
  expect(dataverse.row('account', fresh)).toMatchObject({ name: 'Fresh' })
})

test('a batch creates a row and another that refers to it', async () => {
  client.startBatch()
  client.create({ collection: 'accounts', data: { name: 'Batch Ltd' }, contentId: '1' })
  client.create({
    collection: 'contacts',
    data: { lastname: 'Batch', 'parentcustomerid_account@odata.bind': '$1' },
    contentId: '2',
  })
  const ids = await client.executeBatch()
  expect(ids).toHaveLength(2)
  expect(dataverse.row('contact', String(ids[1]))).toMatchObject({ parentcustomerid: ids[0] })
})

test('a batch reads several rows', async () => {
  client.startBatch()
  client.retrieve({ collection: 'contacts', key: ada.contact, select: ['firstname'] })
  client.retrieveMultiple({ collection: 'timezonedefinitions', filter: 'timezonecode eq 85', select: ['standardname'] })
  const [contact, zones] = await client.executeBatch()
  expect(contact).toMatchObject({ firstname: 'Ada' })
  expect(zones.value).toMatchObject([{ standardname: 'GMT Standard Time' }])
})

test('a deleted row is gone', async () => {
  const key = dataverse.insert('account', { name: 'Short lived' })
  await client.deleteRecord({ collection: 'accounts', key })
  await expect(client.retrieve({ collection: 'accounts', key })).rejects.toMatchObject({
    status: 404,
    code: '0x80040217',
  })
})

test('WhoAmI names the caller', async () => {
  expect(await client.callFunction('WhoAmI')).toMatchObject({ UserId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
})

test('the changes of a table are read by its delta link', async () => {
  const first = await client.retrieveMultiple({ collection: 'accounts', select: ['name'], trackChanges: true })
  expect(first.oDataDeltaLink).toContain('$deltatoken=')
})

test('the status reasons of a table come with state and label', async () => {
  const { OptionSet } = await client.retrieveAttribute({
    entityKey: "LogicalName='msevtmgt_sessionregistration'",
    attributeKey: "LogicalName='statuscode'",
    castType: 'Microsoft.Dynamics.CRM.StatusAttributeMetadata',
    expand: [{ property: 'OptionSet' }],
  })
  const reasons = (OptionSet.Options as { State: number; Label: { UserLocalizedLabel: { Label: string } } }[]).map(
    ({ State, Label }) => [State, Label.UserLocalizedLabel.Label],
  )
  expect(reasons).toContainEqual([1, 'Inactive'])
  expect(reasons).toContainEqual([0, 'On hold'])
})
