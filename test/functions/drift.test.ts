import { TableClient } from '@azure/data-tables'
import { rename } from '@webinar-connector/on24-emulator/roster'
import { expect } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import { type TestApp, test, tokensOf, until, type Webinar } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })
test.afterEach(({ app }) => app.on24.na.injectFault())

const table = 'msevtmgt_eventregistration'
const status = (app: TestApp, id: string) => app.row(id)?.msevtmgt_registrationstatus
const says = (app: TestApp, id: string, text: string) => until(() => expect(status(app, id)).toBe(text))
const posts = (app: TestApp, { on24 }: Webinar) =>
  app.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.endsWith(`/${on24}/registrant`)).length

/** A registration of a new person, brought to ON24. */
async function registered(app: TestApp) {
  const account = await app.account()
  const webinar = await app.webinar({ ...account, startsInHours: 240 })
  const email = `ada-${crypto.randomUUID()}@example.test`
  const id = app.register(webinar, app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: email }))
  return { account, webinar, id, email }
}

/** Works on a registration's message. */
async function work(app: TestApp, id: string, text: string) {
  await app.enqueue('registrations', { table, id })
  await says(app, id, text)
  await app.idle()
}

/** Makes the app's last calls about a webinar's people so many hours older. */
async function passes(app: TestApp, hours: number, { on24 }: Webinar) {
  const options = { allowInsecureConnection: true }
  const registrants = TableClient.fromConnectionString(app.storage.connectionString, 'registrants', options)
  for await (const { partitionKey = '', rowKey = '' } of registrants.listEntities()) {
    if (!partitionKey.endsWith(`_${on24}`)) continue
    await registrants.updateEntity({ partitionKey, rowKey, at: new Date(Date.now() - hours * hour) })
  }
}

/** Compares a webinar with ON24's list; how many differed, once all that followed is done. */
async function audit(app: TestApp, { id }: Webinar): Promise<unknown> {
  const done = () => app.reports('connector.message').filter((one) => one.work === 'review' && one.id === id)
  const before = done().length
  await app.enqueue('webinars', { table: 'msevtmgt_event', id, work: 'review' })
  await until(() => expect(done().length).toBe(before + 1))
  await app.idle()
  const { counts } = done().at(-1) as { counts: { audit: { differing: number } } }
  return counts.audit.differing
}

test('a registrant whom ON24 does not list is registered again once a day', async ({ app }) => {
  const { webinar, id } = await registered(app)
  await work(app, id, 'Registered at ON24')
  app.on24.na.event(webinar.on24).listed = []
  await passes(app, 2, webinar)
  expect(await audit(app, webinar)).toBe(0)
  await passes(app, 25, webinar)
  expect(await audit(app, webinar)).toBe(1)
  await until(() => expect(posts(app, webinar)).toBe(2))
  await passes(app, 2, webinar)
  expect(await audit(app, webinar)).toBe(0)
  expect(posts(app, webinar)).toBe(2)
})

test('a registrant with another address at ON24 is not registered a second time', async ({ app }) => {
  const { webinar, id, email } = await registered(app)
  await work(app, id, 'Registered at ON24')
  const { registrants } = app.on24.na.event(webinar.on24)
  for (const registrant of registrants.byId.values()) rename(registrants, registrant, `new-${email}`)
  await passes(app, 25, webinar)
  expect(await audit(app, webinar)).toBe(0)
  expect(app.registrants(webinar)).toMatchObject([{ email: `new-${email}`, exteventusercd: id }])
})

test('a registration with a pending message gets no other, unless it was lost', async ({ app }) => {
  const { webinar, id } = await registered(app)
  const outOfOrder = () => new Response(null, { status: 503 })
  app.on24.na.injectFault(({ method }) => (method === 'POST' ? outOfOrder() : undefined))
  await work(app, id, 'Not sent yet. It will be sent by itself; there is nothing to do.')
  await passes(app, 2, webinar)
  expect(await audit(app, webinar)).toBe(0)
  await passes(app, 25, webinar)
  expect(await audit(app, webinar)).toBe(1)
})

test('a registration older than the credentials is cancelled when deleted', async ({ app }) => {
  const { account, webinar, id } = await registered(app)
  await work(app, id, 'Registered at ON24')
  const path = `configurations/${account.configuration}`
  await app.call('DELETE', path)
  const entered = { provider: 'on24', region: 'na', clientId: account.clientId, ...tokensOf(account.clientId) }
  expect((await app.give(account.configuration, { ...entered, acceptTerms: true })).status).toBe(200)
  await app.idle()
  for (let count = 0; count < 2; count += 1) expect(await audit(app, webinar)).toBe(0)
  expect(posts(app, webinar)).toBe(1)
  app.dataverse.remove(table, id)
  await app.enqueue('registrations', { table, id })
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test('somebody erased at ON24 is not registered again, until a person asks for it', async ({ app }) => {
  const { account, webinar, id, email } = await registered(app)
  await work(app, id, 'Registered at ON24')
  const { accessTokenKey, accessTokenSecret } = tokensOf(account.clientId)
  const forgotten = await fetch(`${app.on24.na.url}/v2/client/${account.clientId}/forget`, {
    method: 'POST',
    headers: { accessTokenKey, accessTokenSecret },
    body: new URLSearchParams({ email, eventid: String(webinar.on24) }),
  })
  expect(forgotten.status).toBe(200)
  const sent = posts(app, webinar)
  expect(await audit(app, webinar)).toBe(1)
  const text = 'Erased at ON24 on request, so not sent again. To undo: cancel and restore this.'
  await says(app, id, text)
  expect(app.row(id)).toMatchObject({ msevtmgt_syncedwithprovider: 100000001 })
  expect(await audit(app, webinar)).toBe(0)
  await work(app, id, text)
  expect(posts(app, webinar)).toBe(sent)

  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await work(app, id, 'Cancelled at ON24')
  expect(posts(app, webinar)).toBe(sent)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await work(app, id, 'Registered at ON24')
  expect(app.registrants(webinar).map(({ userstatus }) => userstatus)).toEqual(['forgotten', 'active'])
})

test('a new registration of somebody who was erased registers them anew', async ({ app }) => {
  const { account, webinar, id, email } = await registered(app)
  await work(app, id, 'Registered at ON24')
  const { accessTokenKey, accessTokenSecret } = tokensOf(account.clientId)
  await fetch(`${app.on24.na.url}/v2/client/${account.clientId}/forget`, {
    method: 'POST',
    headers: { accessTokenKey, accessTokenSecret },
    body: new URLSearchParams({ email }),
  })
  await audit(app, webinar)
  await until(() => expect(status(app, id)).toContain('Erased at ON24'))
  // Creation times are kept to the second.
  await until(() => expect(Date.now() % 1000).toBeLessThan(100))
  const again = app.register(webinar, app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: email }))
  await work(app, again, 'Registered at ON24')
  expect(status(app, id)).toBe('Registered at ON24')
})
