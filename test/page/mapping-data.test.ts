import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { test as base, expect, onTestFinished } from 'vitest'
import { columnsOf, labelsOf } from '../../page/data/columns.ts'
import { deleteLine, fieldsOf, linesOf, type Place, saveLine } from '../../page/data/mapping.ts'
import { findContacts, findRegistrations } from '../../page/data/people.ts'
import { order, requests } from '../../page/data/requests.ts'
import { createWebApi } from '../../page/data/web-api.ts'
import type { Mapping } from '../../page/rules/mapping.ts'

const test = base.extend('world', async ({ onTestFinished }) => {
  const dataverse = await startDataverse({ ownTables: true })
  onTestFinished(dataverse.stop)
  const api = createWebApi(`${dataverse.url}/api/data/v9.2/`, { authorization: 'Bearer token' })
  const account = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Main' })
  const event = dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Spring demo' })
  const inAccount: Place = { table: 'msevtmgt_webinarconfiguration', id: account, name: 'Main', account }
  const inEvent: Place = { table: 'msevtmgt_event', id: event, name: 'Spring demo', account }
  return { dataverse, api, account, event, inAccount, inEvent }
})

const mapping: Mapping = {
  ...{ field: 'std1', source: 'contact', column: 'preferredcontactmethodcode', constant: '' },
  ...{ pairs: [{ from: 'Email', to: 'Staff' }], fallback: 'Other', refusesTooLong: true },
}

const lineOf = (dataverse: Dataverse) => dataverse.rows('wbc_fieldmapping')[0]

test('a webinar has its own fields once they are read, and those of its account before', async ({ world }) => {
  const { dataverse, api, account, event, inAccount, inEvent } = world
  const add = (wbc_field: string, place: object, more = {}) =>
    dataverse.insert('wbc_providerfield', { wbc_name: wbc_field, wbc_field, ...place, ...more })
  add('state', { wbc_configurationid: account }, { wbc_position: 2 })
  const options = { wbc_options: 'Germany\nFrance', wbc_required: true, wbc_missing: 3, wbc_maxlength: 100 }
  add('country', { wbc_configurationid: account }, { wbc_position: 1, ...options })
  const names = async (place: Place) => {
    const { fields, isOwn } = await fieldsOf(api, place)
    return [fields.map(({ field }) => field), isOwn]
  }
  expect(await names(inEvent)).toEqual([['country', 'state'], false])
  expect((await fieldsOf(api, inEvent)).fields[0]).toMatchObject({
    ...{ isRequired: true, options: ['Germany', 'France'], missing: 3, maxLength: 100 },
  })
  add('zip', { wbc_configurationid: account, wbc_eventid: event })
  expect(await names(inEvent)).toEqual([['zip'], true])
  expect(await names(inAccount)).toEqual([['country', 'state'], true])
})

test('a line is made for an account, or for one webinar of it alone', async ({ world }) => {
  const { dataverse, api, account, event, inAccount, inEvent } = world
  await saveLine(api, inAccount, 'Role', mapping, undefined)
  expect(dataverse.rows('wbc_fieldmapping')).toMatchObject([
    {
      ...{ wbc_name: 'Role', wbc_field: 'std1', wbc_source: 524_130_000, wbc_column: 'preferredcontactmethodcode' },
      ...{ wbc_valuemap: 'Email = Staff', wbc_default: 'Other', wbc_toolong: 524_130_001 },
      ...{ wbc_configurationid: account, wbc_eventid: null },
    },
  ])
  await saveLine(api, inEvent, 'Role', { ...mapping, source: 'constant', constant: 'Guest' }, undefined)
  expect(dataverse.rows('wbc_fieldmapping')[1]).toMatchObject({
    ...{ wbc_constant: 'Guest', wbc_column: null, wbc_valuemap: null, wbc_default: null, wbc_eventid: event },
  })
  expect(await linesOf(api, inAccount)).toMatchObject([{ ...mapping, reach: 'here' }])
  expect((await linesOf(api, inEvent)).map(({ reach }) => reach)).toEqual(['here', 'account'])
})

test('a line of an event holds in its sessions', async ({ world }) => {
  const { dataverse, api, account, event, inEvent } = world
  const id = dataverse.insert('msevtmgt_session', { msevtmgt_name: 'Keynote', msevtmgt_event: event })
  const inSession: Place = { table: 'msevtmgt_session', id, name: 'Keynote', account }
  await saveLine(api, inSession, 'Role', mapping, undefined)
  await saveLine(api, inEvent, 'Role', mapping, undefined)
  expect((await linesOf(api, inSession)).map(({ reach }) => reach)).toEqual(['here', 'event'])
})

test('a line that somebody else has changed is neither overwritten nor deleted', async ({ world }) => {
  const { dataverse, api, inAccount } = world
  await saveLine(api, inAccount, 'Role', mapping, undefined)
  const [before] = await linesOf(api, inAccount)
  if (!before) throw new Error('There is no line.')
  dataverse.update('wbc_fieldmapping', before.id, { wbc_default: 'Theirs' })
  await expect(saveLine(api, inAccount, 'Role', mapping, before)).rejects.toMatchObject({ kind: 'changed' })
  await expect(deleteLine(api, before)).rejects.toMatchObject({ kind: 'changed' })
  expect(lineOf(dataverse)).toMatchObject({ wbc_default: 'Theirs' })
  const [now] = await linesOf(api, inAccount)
  await saveLine(api, inAccount, 'Role', { ...mapping, fallback: 'Ours' }, now)
  expect(lineOf(dataverse)).toMatchObject({ wbc_default: 'Ours' })
  const [last] = await linesOf(api, inAccount)
  if (last) await deleteLine(api, last)
  expect(lineOf(dataverse)).toBeUndefined()
  if (last) await expect(deleteLine(api, last)).rejects.toMatchObject({ kind: 'changed' })
})

test('columns come from the definitions of Dynamics, and choices with their labels', async ({ world }) => {
  const { api } = world
  const columns = await columnsOf(api, 'contact')
  const named = (name: string) => columns.find((column) => column.name === name)
  expect(named('telephone1')).toEqual({ name: 'telephone1', label: 'telephone1', type: 'String' })
  expect(named('contactid')).toBeUndefined()
  const labels = (column: string) => labelsOf(api, 'contact', named(column))
  expect(await labels('preferredcontactmethodcode')).toEqual(['Any', 'Email', 'Phone'])
  expect(await labels('statuscode')).toEqual(['Active', 'Inactive'])
  expect(await labels('telephone1')).toEqual([])
  const registration = await columnsOf(api, 'msevtmgt_eventregistration')
  const isCancelled = registration.find(({ name }) => name === 'msevtmgt_iscanceled')
  expect(await labelsOf(api, 'msevtmgt_eventregistration', isCancelled)).toEqual(['Yes', 'No'])
})

test('people are found by the first letters, and no address has a name in it', async ({ world }) => {
  const { dataverse, api, event, inEvent } = world
  const ada = dataverse.insert('contact', {
    firstname: 'Ada',
    lastname: "O'Byron",
    emailaddress1: 'ada@example.test',
  })
  dataverse.insert('contact', { firstname: 'Grace', lastname: 'Hopper', emailaddress1: 'grace@example.test' })
  const found = [{ id: ada, name: "Ada O'Byron", email: 'ada@example.test' }]
  for (const typed of ['ada', "O'By", 'ada@ex']) expect(await findContacts(api, typed)).toEqual(found)
  expect(await findContacts(api, 'nobody')).toEqual([])
  const registration = dataverse.insert('msevtmgt_eventregistration', {
    msevtmgt_contactid: ada,
    msevtmgt_eventid: event,
  })
  const webinar = { table: 'msevtmgt_event', id: inEvent.id } as const
  const shown = [{ table: 'msevtmgt_eventregistration', id: registration, name: "Ada O'Byron" }]
  for (const typed of ['', 'ada', "O'By"]) expect(await findRegistrations(api, webinar, typed)).toEqual(shown)
  expect(await findRegistrations(api, webinar, 'Grace')).toEqual([])
  const session = dataverse.insert('msevtmgt_session', { msevtmgt_name: 'Session', msevtmgt_event: event })
  const ofSession = dataverse.insert('msevtmgt_sessionregistration', {
    msevtmgt_contactid: ada,
    msevtmgt_sessionid: session,
  })
  expect(await findRegistrations(api, { table: 'msevtmgt_session', id: session }, 'ada')).toMatchObject([
    { table: 'msevtmgt_sessionregistration', id: ofSession },
  ])
})

test('a person without the right to contacts finds none, and is told so', async ({ world }) => {
  const { dataverse } = world
  const cookie = dataverse.session(dataverse.insert('systemuser', { fullname: 'Grace' }))
  const roleid = dataverse.insert('role', {
    name: 'Role',
    businessunitid: dataverse.rows('businessunit')[0]?.businessunitid,
  })
  const [user] = dataverse.rows('systemuser').filter(({ fullname }) => fullname === 'Grace')
  dataverse.insert('systemuserroles', { systemuserid: user?.systemuserid, roleid })
  const api = createWebApi(`${dataverse.url}/api/data/v9.2/`, { cookie })
  await expect(findContacts(api, 'ada')).rejects.toMatchObject({ kind: 'forbidden' })
})

test('an order about an attendee without a registration names the contact who it is', async ({ world }) => {
  const { dataverse, api, event } = world
  const id = dataverse.insert('wbc_unmatchedattendee', { wbc_name: 'Ada', wbc_eventid: event })
  const contact = dataverse.insert('contact', { lastname: 'Byron' })
  const subject = { table: 'wbc_unmatchedattendee', id, name: 'Ada' } as const
  await order(api, { kind: 'thisContact', subject, dryRun: false, contact: { id: contact, name: 'Byron', email: '' } })
  await order(api, { kind: 'ignore', subject, dryRun: false })
  expect(dataverse.rows('wbc_request')).toMatchObject([
    { wbc_kind: 524_130_008, wbc_unmatchedattendeeid: id, wbc_contactid: contact },
    { wbc_kind: 524_130_010, wbc_unmatchedattendeeid: id, wbc_contactid: null },
  ])
  expect((await requests(api)).map(({ kind, subject: of }) => [kind, of]).toSorted()).toEqual([
    ['ignore', id],
    ['thisContact', id],
  ])
})

/** The Web API of an environment whose tables lack a column, in the words with which Dataverse refuses it. */
async function withoutColumn(dataverse: Dataverse, column: string) {
  const server = createServer(async (request, response) => {
    const isNamed = decodeURIComponent(String(request.url)).includes(column)
    const message = `Could not find a property named '${column}' on type 'Microsoft.Dynamics.CRM.crmbaseentity'.`
    const answer = isNamed
      ? Response.json({ error: { code: '0x80060888', message } }, { status: 400 })
      : await fetch(`${dataverse.url}${request.url}`, { headers: { authorization: 'Bearer token' } })
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(await answer.text())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return createWebApi(`http://127.0.0.1:${port}/api/data/v9.2/`)
}

test('a table of an older version that lacks a column says so, not a code', async ({ world }) => {
  const { dataverse, inAccount } = world
  const older = await withoutColumn(dataverse, 'wbc_toolong')
  await expect(linesOf(older, inAccount)).rejects.toMatchObject({ kind: 'missing' })
})

test('requests are shown also where their table lacks the newest lookup, which an order needs', async ({ world }) => {
  const { dataverse, account } = world
  dataverse.insert('wbc_request', { wbc_kind: 524_130_005, wbc_configurationid: account })
  const older = await withoutColumn(dataverse, 'wbc_unmatchedattendeeid')
  expect(await requests(older)).toMatchObject([{ kind: 'types', subject: account }])
  const subject = { table: 'wbc_unmatchedattendee', id: account, name: 'Ada' } as const
  await expect(order(older, { kind: 'ignore', subject, dryRun: false })).rejects.toMatchObject({ kind: 'missing' })
})

test('an environment without the tables of mappings says so', async ({ onTestFinished: after }) => {
  const dataverse = await startDataverse()
  after(dataverse.stop)
  const api = createWebApi(`${dataverse.url}/api/data/v9.2/`, { authorization: 'Bearer token' })
  const account = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Main' })
  const place: Place = { table: 'msevtmgt_webinarconfiguration', id: account, name: 'Main', account }
  await expect(fieldsOf(api, place)).rejects.toMatchObject({ kind: 'missing' })
  await expect(saveLine(api, place, 'Role', mapping, undefined)).rejects.toMatchObject({ kind: 'missing' })
})
