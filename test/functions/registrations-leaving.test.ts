import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { firstEditionEmailHash } from '../../lib/rules/registrations/first-edition.ts'
import { type Account, type TestApp, test, until, type Webinar } from '../harness/test-app.ts'
import { leaveAtOn24Only } from '../harness/webinars.ts'

test.afterEach(({ app }) => app.clearFaults())

const table = 'msevtmgt_eventregistration'
const status = (app: TestApp, id: string) => app.row(id)?.msevtmgt_registrationstatus
const says = (app: TestApp, id: string, text: string) => until(() => expect(status(app, id)).toBe(text))
const active = (app: TestApp, webinar: Webinar) =>
  app.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
const shown = (app: TestApp, { configuration }: Account) =>
  app.dataverse.row('msevtmgt_webinarconfiguration', configuration)

function lockOut(app: TestApp, { clientId }: Account) {
  const refusal = () => Response.json({ message: 'The access token is deactivated.' }, { status: 401 })
  app.on24.na.injectFault(({ url }) => (url.includes(`/client/${clientId}/`) ? refusal() : undefined))
}

/** A person registered for a webinar, with no message left in a queue. */
async function registered(app: TestApp) {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const email = `ada-${crypto.randomUUID()}@example.test`
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: email })
  await app.idle()
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  await app.idle()
  return { account, webinar, contact, id, email }
}

test('an account that is locked out keeps nobody from moving to another', async ({ app }) => {
  const { account, webinar, id } = await registered(app)
  const other = await app.account()
  const otherWebinar = await app.webinar(other)
  await leaveAtOn24Only(app, otherWebinar)
  lockOut(app, account)
  app.dataverse.update('msevtmgt_event', webinar.id, {
    ...{ msevtmgt_webinarconfigurationid: other.configuration, msevtmgt_webinarid: String(otherWebinar.on24) },
  })
  await until(() => expect(active(app, otherWebinar)).toMatchObject([{ exteventusercd: id }]))
  await says(app, id, 'Registered at ON24')
  expect(shown(app, account)).toMatchObject({
    msevtmgt_message: 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
  })
  expect(shown(app, other)).toMatchObject({ msevtmgt_providerservicestatus: 100000000 })
})

test('a person deleted while the account is locked out is cancelled once it is back', async ({ app }) => {
  const { account, webinar, id } = await registered(app)
  lockOut(app, account)
  app.dataverse.remove(table, id)
  await until(() =>
    expect(shown(app, account)).toMatchObject({
      msevtmgt_message: 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
    }),
  )
  await app.idle()
  app.on24.na.injectFault()
  expect((await app.call('POST', `configurations/${account.configuration}/check`)).status).toBe(200)
  await app.enqueue('registrations', { table, id })
  await until(() => expect(active(app, webinar)).toEqual([]))
})

test('two people who share an address move along with their event’s webinar', async ({ app }) => {
  const { account, webinar, contact, id, email } = await registered(app)
  const other = app.register(webinar, contact)
  await says(app, other, 'Registered at ON24')
  const next = await app.webinar(account)
  await leaveAtOn24Only(app, next)
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(next.on24) })
  await until(() => expect(active(app, next)).toMatchObject([{ email }]))
  await app.idle()
  for (const one of [id, other]) await says(app, one, 'Registered at ON24')
  expect(active(app, webinar)).toEqual([])
  expect(active(app, next)).toHaveLength(1)
})

const listReads = (app: TestApp, webinar: Webinar) =>
  app.on24.na.calls.filter(({ method, path }) => method === 'GET' && path.endsWith(`/${webinar.on24}/registrant`))

test('an address that changes twice while ON24’s list lags leaves nobody behind', async ({ app }) => {
  const { webinar, contact, id, email } = await registered(app)
  app.on24.na.holdList(webinar.on24, true)
  app.dataverse.update('contact', contact, { emailaddress1: `second-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `second-${email}` }]))
  await app.idle()
  app.dataverse.update('contact', contact, { emailaddress1: `third-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `third-${email}`, exteventusercd: id }]))
  await app.idle()
  expect(active(app, webinar)).toHaveLength(1)
  expect(status(app, id)).toBe('Registered at ON24')
  expect(listReads(app, webinar)).toEqual([])
})

test('a registration restored and deleted while ON24’s list lags is cancelled', async ({ app }) => {
  const { webinar, id } = await registered(app)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  app.on24.na.holdList(webinar.on24, true)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(app, id, 'Registered at ON24')
  await app.idle()
  app.dataverse.remove(table, id)
  await until(() => expect(active(app, webinar)).toEqual([]))
  expect(listReads(app, webinar)).toEqual([])
})

test('a person renamed at ON24 and deleted in CRM is registered under neither address', async ({ app }) => {
  const { webinar, id, email } = await registered(app)
  const [registrant] = active(app, webinar)
  if (registrant) registrant.email = `renamed-${email}`
  app.dataverse.remove(table, id)
  await until(() => expect(active(app, webinar)).toEqual([]))
})

/** Turns the records of registrations into what the first release wrote: a plain hash, no address. */
async function toFirstRelease(app: TestApp, webinar: Webinar, emails: readonly string[]) {
  const open = (name: string) =>
    TableClient.fromConnectionString(app.storage.connectionString, name, { allowInsecureConnection: true })
  const hashes = emails.map((email) => firstEditionEmailHash(String(webinar.on24), email))
  const registrants = open('registrants')
  const filter = `PartitionKey ge '' and state eq 'registered'`
  const states = await Array.fromAsync(registrants.listEntities({ queryOptions: { filter } }))
  const ours = states.filter(({ partitionKey }) => partitionKey?.endsWith(`_${webinar.on24}`))
  expect(ours).toHaveLength(emails.length)
  for (const { partitionKey = '', rowKey = '', etag, timestamp, ...state } of ours) {
    const email = active(app, webinar).find(({ eventuserid }) => String(eventuserid) === state.providerId)?.email ?? ''
    await registrants.deleteEntity(partitionKey, rowKey)
    const hash = firstEditionEmailHash(String(webinar.on24), email)
    await registrants.createEntity({ ...state, partitionKey, rowKey: hash, refused: undefined })
  }
  const records = open('registrations')
  for await (const record of records.listEntities()) {
    if (record.webinarId !== String(webinar.on24)) continue
    const email = active(app, webinar).find(({ exteventusercd }) => exteventusercd === record.partitionKey)?.email ?? ''
    const address = firstEditionEmailHash(String(webinar.on24), email)
    expect(hashes).toContain(address)
    const { partitionKey = '', rowKey = '', configuration, webinarId, kind, webinarRow, version } = record
    const row = { partitionKey, rowKey, configuration, webinarId, address, kind, webinarRow, version }
    await records.updateEntity(row, 'Replace')
  }
}

test('people whom the first release registered leave with one read of the list for all', async ({ app }) => {
  const { webinar, id, email } = await registered(app)
  const others = [2, 3].map((at) => ({ at, email: `${at}-${email}` }))
  const ids = others.map((one) => app.register(webinar, app.contact({ lastname: 'Byron', emailaddress1: one.email })))
  for (const one of ids) await says(app, one, 'Registered at ON24')
  await app.idle()
  await toFirstRelease(app, webinar, [email, ...others.map((one) => one.email)])
  app.on24.na.calls.length = 0
  for (const one of [id, ...ids]) app.dataverse.remove(table, one)
  await until(() => expect(active(app, webinar)).toEqual([]))
  expect(listReads(app, webinar)).toHaveLength(1)
})

test('a person whom the first release registered is known, and nothing is sent again', async ({ app }) => {
  const { webinar, contact, id, email } = await registered(app)
  await toFirstRelease(app, webinar, [email])
  app.on24.na.calls.length = 0
  await app.enqueue('registrations', { table, id })
  await app.idle()
  expect(app.on24.na.calls).toEqual([])
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `new-${email}` }]))
  await app.idle()
  expect(active(app, webinar)).toHaveLength(1)
  expect(listReads(app, webinar)).toEqual([])
})
