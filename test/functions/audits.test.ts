import { TableClient } from '@azure/data-tables'
import { rename } from '@webinar-connector/on24-emulator/roster'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, tokensOf, until, type Webinar } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig({ webhooks: false })
})
afterEach(() => rig.on24.na.interfere())
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const hour = 60 * 60 * 1000
const status = (id: string) => rig.row(id)?.msevtmgt_registrationstatus
const says = (id: string, text: string) => until(() => expect(status(id)).toBe(text))
const posts = ({ on24 }: Webinar) =>
  rig.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.endsWith(`/${on24}/registrant`)).length

/** A registration of somebody new, brought to ON24. */
async function registered() {
  const account = await rig.account()
  const webinar = await rig.webinar({ ...account, startsInHours: 240 })
  const email = `ada-${crypto.randomUUID()}@example.test`
  const id = rig.register(webinar, rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: email }))
  return { account, webinar, id, email }
}

/** Works on a registration's message. */
async function work(id: string, text: string) {
  await rig.enqueue('registrations', { table, id })
  await says(id, text)
  await rig.quiet()
}

/** As if the app had told ON24 of a webinar's people so many hours ago. */
async function passes(hours: number, { on24 }: Webinar) {
  const options = { allowInsecureConnection: true }
  const seats = TableClient.fromConnectionString(rig.storage.connectionString, 'registrants', options)
  for await (const { partitionKey = '', rowKey = '' } of seats.listEntities()) {
    if (!partitionKey.endsWith(`_${on24}`)) continue
    await seats.updateEntity({ partitionKey, rowKey, at: new Date(Date.now() - hours * hour) })
  }
}

/** Compares a webinar with ON24's list; how many differed, once all that followed is done. */
async function audit({ id }: Webinar): Promise<unknown> {
  const done = () => rig.reports('connector.message').filter((one) => one.queue === 'audits' && one.id === id)
  const before = done().length
  await rig.enqueue('audits', { table: 'msevtmgt_event', id })
  await until(() => expect(done().length).toBe(before + 1))
  await rig.quiet()
  const { counts } = done().at(-1) as { counts: { audit: { differing: number } } }
  return counts.audit.differing
}

test('who is not listed, as until they confirm their address, is told of again once a day and no more often', async () => {
  const { webinar, id } = await registered()
  await work(id, 'Registered at ON24')
  rig.on24.na.event(webinar.on24).listed = []
  await passes(2, webinar)
  expect(await audit(webinar)).toBe(0)
  await passes(25, webinar)
  expect(await audit(webinar)).toBe(1)
  await until(() => expect(posts(webinar)).toBe(2))
  await passes(2, webinar)
  expect(await audit(webinar)).toBe(0)
  expect(posts(webinar)).toBe(2)
})

test('who was given another address at ON24 is not registered a second time', async () => {
  const { webinar, id, email } = await registered()
  await work(id, 'Registered at ON24')
  const { registrants } = rig.on24.na.event(webinar.on24)
  for (const registrant of registrants.byId.values()) rename(registrants, registrant, `new-${email}`)
  await passes(25, webinar)
  expect(await audit(webinar)).toBe(0)
  expect(rig.registrants(webinar)).toMatchObject([{ email: `new-${email}`, exteventusercd: id }])
})

test('who is being tried again gets no further message, unless theirs was lost', async () => {
  const { webinar, id } = await registered()
  const outOfOrder = () => new Response(null, { status: 503 })
  rig.on24.na.interfere(({ method }) => (method === 'POST' ? outOfOrder() : undefined))
  await work(id, 'Not sent yet. It will be sent by itself; there is nothing to do.')
  await passes(2, webinar)
  expect(await audit(webinar)).toBe(0)
  await passes(25, webinar)
  expect(await audit(webinar)).toBe(1)
})

test('who was registered before the credentials were removed and entered again is cancelled once they are deleted', async () => {
  const { account, webinar, id } = await registered()
  await work(id, 'Registered at ON24')
  const path = `configurations/${account.configuration}`
  await rig.call('DELETE', path)
  const entered = { provider: 'on24', region: 'na', clientId: account.clientId, ...tokensOf(account.clientId) }
  expect((await rig.call('PUT', path, { ...entered, acceptTerms: true })).status).toBe(200)
  await rig.quiet()
  for (let count = 0; count < 2; count += 1) expect(await audit(webinar)).toBe(0)
  expect(posts(webinar)).toBe(1)
  rig.dataverse.remove(table, id)
  await rig.enqueue('registrations', { table, id })
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})
