import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Change, type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, codeOf, registerAda } from './fixtures.ts'

let dataverse: Dataverse

beforeEach(async () => {
  dataverse = await startDataverse()
})

afterEach(() => dataverse.stop())

const patch = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(dataverse, 'PATCH', path, body, headers)

test('a create answers with the address of the row', async () => {
  const reply = await call(dataverse, 'POST', 'accounts', { name: 'A' })
  const [{ accountid } = {}] = dataverse.rows('account')
  expect(reply.status).toBe(204)
  expect(reply.headers.get('odata-entityid')).toBe(`${dataverse.url}/api/data/v9.2/accounts(${accountid})`)
})

test('an id that is taken is not given again', async () => {
  const accountid = dataverse.insert('account', { name: 'A' })
  const reply = await call(dataverse, 'POST', 'accounts', { accountid, name: 'B' })
  expect([reply.status, codeOf(reply)]).toEqual([412, '0x80040237'])
})

test('an upsert that returns the row says if it created or changed it', async () => {
  const path = `accounts(${randomUUID()})?$select=name`
  const prefer = { prefer: 'return=representation' }
  expect(await patch(path, { name: 'A' }, prefer)).toMatchObject({ status: 201, body: { name: 'A' } })
  expect(await patch(path, { name: 'B' }, prefer)).toMatchObject({ status: 200, body: { name: 'B' } })
})

test('If-Match: * changes but never creates', async () => {
  const reply = await patch(`accounts(${randomUUID()})`, { name: 'A' }, { 'if-match': '*' })
  expect([reply.status, codeOf(reply)]).toEqual([404, '0x80040217'])
  expect(dataverse.rows('account')).toEqual([])
})

test('If-None-Match: * creates but never changes', async () => {
  const id = randomUUID()
  expect((await patch(`accounts(${id})`, { name: 'A' }, { 'if-none-match': '*' })).status).toBe(204)
  expect((await patch(`accounts(${id})`, { name: 'B' }, { 'if-none-match': '*' })).status).toBe(412)
  expect(dataverse.row('account', id)).toMatchObject({ name: 'A' })
})

test('an old version does not match', async () => {
  const id = dataverse.insert('account', { name: 'A' })
  const etag = String((await call(dataverse, 'GET', `accounts(${id})`)).body['@odata.etag'])
  expect((await patch(`accounts(${id})`, { name: 'B' }, { 'if-match': etag })).status).toBe(204)
  expect((await patch(`accounts(${id})`, { name: 'C' }, { 'if-match': etag })).status).toBe(412)
})

test('null and empty text both empty a column', async () => {
  const id = dataverse.insert('contact', { firstname: 'Ada', lastname: 'L', jobtitle: 'Analyst' })
  await patch(`contacts(${id})`, { jobtitle: null, lastname: '' })
  expect(dataverse.row('contact', id)).toMatchObject({ jobtitle: null, lastname: null, fullname: 'Ada' })
})

test('a lookup is emptied through its navigation property', async () => {
  const { contact } = registerAda(dataverse)
  await patch(`contacts(${contact})`, { 'parentcustomerid_account@odata.bind': null })
  expect(dataverse.row('contact', contact)).toMatchObject({ parentcustomerid: null })
})

test('fractions of a second are not kept', async () => {
  const { registration } = registerAda(dataverse)
  const id = dataverse.insert('msevtmgt_checkin', {
    msevtmgt_registrationid: registration,
    msevtmgt_checkintime: '2026-01-31T12:02:11.900+02:00',
  })
  expect(dataverse.row('msevtmgt_checkin', id)).toMatchObject({ msevtmgt_checkintime: '2026-01-31T10:02:11Z' })
})

test('an inactive row takes the status reason of its state', () => {
  const id = dataverse.insert('account', { name: 'A' })
  dataverse.update('account', id, { statecode: 1 })
  expect(dataverse.row('account', id)).toMatchObject({ statecode: 1, statuscode: 2 })
})

describe('bulk', () => {
  const type = 'Microsoft.Dynamics.CRM.account'
  const bulk = (action: string, targets: Record<string, unknown>[]) =>
    call(dataverse, 'POST', `accounts/Microsoft.Dynamics.CRM.${action}`, {
      Targets: targets.map((target) => ({ '@odata.type': type, ...target })),
    })

  test('CreateMultiple answers with the ids in order', async () => {
    const reply = await bulk('CreateMultiple', [{ name: 'A' }, { name: 'B' }])
    expect(reply.status).toBe(200)
    const names = (reply.body.Ids as string[]).map((id) => dataverse.row('account', id)?.name)
    expect(names).toEqual(['A', 'B'])
  })

  test('one bad target undoes them all, and no change is announced', async () => {
    const changes: Change[] = []
    dataverse.onChange((change) => changes.push(change))
    const accountid = dataverse.insert('account', { name: 'A' })
    changes.length = 0
    const targets = [
      { accountid, name: 'B' },
      { accountid: randomUUID(), name: 'C' },
    ]
    expect((await bulk('UpdateMultiple', targets)).status).toBe(404)
    expect(dataverse.rows('account')).toMatchObject([{ name: 'A' }])
    expect(changes).toEqual([])
  })

  test('the same row twice in Targets is refused', async () => {
    const accountid = randomUUID()
    expect((await bulk('UpsertMultiple', [{ accountid }, { accountid }])).status).toBe(400)
  })
})

describe('changes', () => {
  test('every write is announced with what it wrote and by whom', async () => {
    const changes: Change[] = []
    dataverse.onChange((change) => changes.push(change))
    const id = dataverse.insert('account', { name: 'A' })
    await patch(`accounts(${id})`, { name: 'A' })
    await call(dataverse, 'DELETE', `accounts(${id})`)
    expect(changes).toMatchObject([
      { message: 'Create', table: 'account', id, values: { name: 'A', statecode: 0 }, by: 'user' },
      { message: 'Update', table: 'account', id, values: { name: 'A' }, by: 'api' },
      { message: 'Delete', table: 'account', id, by: 'api' },
    ])
    expect(changes[1]?.values).not.toHaveProperty('statecode')
  })

  test('a write that changes nothing still raises the version', async () => {
    const id = dataverse.insert('account', { name: 'A' })
    const before = Number(dataverse.row('account', id)?.versionnumber)
    await patch(`accounts(${id})`, {})
    expect(dataverse.row('account', id)?.versionnumber).toBeGreaterThan(before)
  })
})

describe('deleting', () => {
  test('an event takes its registrations along', () => {
    const { event, registration } = registerAda(dataverse)
    dataverse.remove('msevtmgt_event', event)
    expect(dataverse.row('msevtmgt_eventregistration', registration)).toBeUndefined()
  })

  test('a contact with registrations stays', async () => {
    const { contact } = registerAda(dataverse)
    const reply = await call(dataverse, 'DELETE', `contacts(${contact})`)
    expect([reply.status, codeOf(reply)]).toEqual([405, '0x80040227'])
  })

  test('an account leaves its contacts behind without it', () => {
    const { account, contact } = registerAda(dataverse)
    dataverse.remove('account', account)
    expect(dataverse.row('contact', contact)).toMatchObject({ parentcustomerid: null })
  })
})

test('two contacts may have one address, for duplicates are not looked for', async () => {
  const create = { 'if-none-match': '*' }
  const [one, other] = [randomUUID(), randomUUID()]
  for (const id of [one, other]) {
    expect((await patch(`contacts(${id})`, { emailaddress1: 'ada@example.test' }, create)).status).toBe(204)
  }
  expect((await patch(`contacts(${one})`, { emailaddress1: 'eve@example.test' }, create)).status).toBe(412)
  expect(dataverse.rows('contact').map((row) => row.emailaddress1)).toEqual(['ada@example.test', 'ada@example.test'])
})

test('a consent is of a purpose that is there', async () => {
  const purpose = dataverse.insert('msdynmkt_purpose', { msdynmkt_name: 'Commercial' })
  const consentFor = (id: string) => ({
    ...{ msdynmkt_contactpointvalue: 'ada@example.test', msdynmkt_contactpointtype: 534120000 },
    ...{ msdynmkt_value: 534120001, 'msdynmkt_purposeId@odata.bind': `/msdynmkt_purposes(${id})` },
  })
  const path = () => `msdynmkt_contactpointconsent4s(${randomUUID()})`
  expect((await patch(path(), consentFor(purpose))).status).toBe(204)
  expect((await patch(path(), consentFor(randomUUID()))).status).toBe(404)
  expect((await patch(path(), { msdynmkt_value: 7 })).status).toBe(400)
})
