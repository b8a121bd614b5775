import { TableClient } from '@azure/data-tables'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { firstEditionEmailHash } from '../../lib/rules/registrations/first-edition.ts'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

type Account = Awaited<ReturnType<Rig['account']>>

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterEach(() => rig.on24.na.interfere())
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const status = (id: string) => rig.row(id)?.msevtmgt_registrationstatus
const says = (id: string, text: string) => until(() => expect(status(id)).toBe(text))
const active = (webinar: Webinar) => rig.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
const shown = ({ configuration }: Account) => rig.dataverse.row('msevtmgt_webinarconfiguration', configuration)

function lockOut({ clientId }: Account) {
  const refusal = () => Response.json({ message: 'The access token is deactivated.' }, { status: 401 })
  rig.on24.na.interfere(({ url }) => (url.includes(`/client/${clientId}/`) ? refusal() : undefined))
}

/** Somebody registered for a webinar, and nothing on its way any more. */
async function registered() {
  const account = await rig.account()
  const webinar = await rig.webinar(account)
  const email = `ada-${crypto.randomUUID()}@example.test`
  const contact = rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: email })
  await rig.quiet()
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  await rig.quiet()
  return { account, webinar, contact, id, email }
}

test('an account that is locked out keeps nobody from moving to another, and only it is said to be locked out', async () => {
  const { account, webinar, id } = await registered()
  const other = await rig.account()
  const otherWebinar = await rig.webinar(other)
  await rig.quiet()
  lockOut(account)
  rig.dataverse.update('msevtmgt_event', webinar.id, {
    ...{ msevtmgt_webinarconfigurationid: other.configuration, msevtmgt_webinarid: String(otherWebinar.on24) },
  })
  await until(() => expect(active(otherWebinar)).toMatchObject([{ exteventusercd: id }]))
  await says(id, 'Registered at ON24')
  expect(shown(account)).toMatchObject({
    msevtmgt_message: 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
  })
  expect(shown(other)).toMatchObject({ msevtmgt_providerservicestatus: 100000000 })
})

test('who is deleted while their account is locked out leaves once it is let in again', async () => {
  const { account, webinar, id } = await registered()
  lockOut(account)
  rig.dataverse.remove(table, id)
  await until(() =>
    expect(shown(account)).toMatchObject({
      msevtmgt_message: 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
    }),
  )
  await rig.quiet()
  rig.on24.na.interfere()
  expect((await rig.call('POST', `configurations/${account.configuration}/check`)).status).toBe(200)
  await rig.enqueue('registrations', { table, id })
  await until(() => expect(active(webinar)).toEqual([]))
})

test('two who share an address both move along when their event runs as another webinar', async () => {
  const { account, webinar, contact, id, email } = await registered()
  const other = rig.register(webinar, contact)
  await says(other, 'Registered at ON24')
  const next = await rig.webinar(account)
  await rig.quiet()
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(next.on24) })
  await until(() => expect(active(next)).toMatchObject([{ email }]))
  await rig.quiet()
  for (const one of [id, other]) await says(one, 'Registered at ON24')
  expect(active(webinar)).toEqual([])
  expect(active(next)).toHaveLength(1)
})

const listReads = (webinar: Webinar) =>
  rig.on24.na.calls.filter(({ method, path }) => method === 'GET' && path.endsWith(`/${webinar.on24}/registrant`))

test('an address that changes twice while ON24’s list lags leaves nobody behind', async () => {
  const { webinar, contact, id, email } = await registered()
  rig.on24.na.holdList(webinar.on24, true)
  rig.dataverse.update('contact', contact, { emailaddress1: `second-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `second-${email}` }]))
  await rig.quiet()
  rig.dataverse.update('contact', contact, { emailaddress1: `third-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `third-${email}`, exteventusercd: id }]))
  await rig.quiet()
  expect(active(webinar)).toHaveLength(1)
  expect(status(id)).toBe('Registered at ON24')
  expect(listReads(webinar)).toEqual([])
})

test('a registration restored and deleted while ON24’s list lags is cancelled', async () => {
  const { webinar, id } = await registered()
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  rig.on24.na.holdList(webinar.on24, true)
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(id, 'Registered at ON24')
  await rig.quiet()
  rig.dataverse.remove(table, id)
  await until(() => expect(active(webinar)).toEqual([]))
  expect(listReads(webinar)).toEqual([])
})

test('a person renamed at ON24 and then deleted in CRM is registered under neither address', async () => {
  const { webinar, id, email } = await registered()
  const [registrant] = active(webinar)
  if (registrant) registrant.email = `renamed-${email}`
  rig.dataverse.remove(table, id)
  await until(() => expect(active(webinar)).toEqual([]))
})

/** Turns the records of registrations into what the first release wrote: a plain hash, no address. */
async function toFirstRelease(webinar: Webinar, emails: readonly string[]) {
  const open = (name: string) =>
    TableClient.fromConnectionString(rig.storage.connectionString, name, { allowInsecureConnection: true })
  const hashes = emails.map((email) => firstEditionEmailHash(String(webinar.on24), email))
  const registrants = open('registrants')
  const filter = `PartitionKey ge '' and state eq 'registered'`
  const states = await Array.fromAsync(registrants.listEntities({ queryOptions: { filter } }))
  const ours = states.filter(({ partitionKey }) => partitionKey?.endsWith(`_${webinar.on24}`))
  expect(ours).toHaveLength(emails.length)
  for (const { partitionKey = '', rowKey = '', etag, timestamp, ...state } of ours) {
    const email = active(webinar).find(({ eventuserid }) => String(eventuserid) === state.providerId)?.email ?? ''
    await registrants.deleteEntity(partitionKey, rowKey)
    const hash = firstEditionEmailHash(String(webinar.on24), email)
    await registrants.createEntity({ ...state, partitionKey, rowKey: hash, refused: undefined })
  }
  const records = open('registrations')
  for await (const record of records.listEntities()) {
    if (record.webinarId !== String(webinar.on24)) continue
    const email = active(webinar).find(({ exteventusercd }) => exteventusercd === record.partitionKey)?.email ?? ''
    const address = firstEditionEmailHash(String(webinar.on24), email)
    expect(hashes).toContain(address)
    const { partitionKey = '', rowKey = '', configuration, webinarId, kind, webinarRow, version } = record
    const row = { partitionKey, rowKey, configuration, webinarId, address, kind, webinarRow, version }
    await records.updateEntity(row, 'Replace')
  }
}

test('people whom the first release registered leave with one reading of the list for all', async () => {
  const { webinar, id, email } = await registered()
  const others = [2, 3].map((at) => ({ at, email: `${at}-${email}` }))
  const ids = others.map((one) => rig.register(webinar, rig.contact({ lastname: 'Byron', emailaddress1: one.email })))
  for (const one of ids) await says(one, 'Registered at ON24')
  await rig.quiet()
  await toFirstRelease(webinar, [email, ...others.map((one) => one.email)])
  rig.on24.na.calls.length = 0
  for (const one of [id, ...ids]) rig.dataverse.remove(table, one)
  await until(() => expect(active(webinar)).toEqual([]))
  expect(listReads(webinar)).toHaveLength(1)
})

test('a person whom the first release registered is known, and nothing is sent again', async () => {
  const { webinar, contact, id, email } = await registered()
  await toFirstRelease(webinar, [email])
  rig.on24.na.calls.length = 0
  await rig.enqueue('registrations', { table, id })
  await rig.quiet()
  expect(rig.on24.na.calls).toEqual([])
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `new-${email}` }]))
  await rig.quiet()
  expect(active(webinar)).toHaveLength(1)
  expect(listReads(webinar)).toEqual([])
})
