import { TableClient, TableServiceClient } from '@azure/data-tables'
import type { Fault } from '@webinar-connector/emulator-server'
import { expect } from 'vitest'
import { type Account, type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

/** The faults of calls to ON24, by client. */
const faults = new Map<string, Fault>()
test.beforeAll(async ({ app }) => {
  app.on24.na.injectFault((request) => faults.get(/\/client\/(\d+)\//.exec(request.url)?.[1] ?? '')?.(request))
})
test.afterEach(() => faults.clear())

const noCredentials = 'The webinar configuration has no credentials. Your administrator: enter them there.'
const refuse = (message: string, status: number, headers = {}) => Response.json({ message }, { status, headers })
const wrongToken = () => refuse('Invalid accessTokenKey or accessTokenSecret.', 401)
const limit = 'You have reached the maximum number of calls for this api.'

const status = (app: TestApp, id: string) => app.row(id)?.msevtmgt_registrationstatus
const ends = (app: TestApp, id: string) => app.reports('connector.message').filter((report) => report.id === id)
const shown = (app: TestApp, { configuration }: Account) =>
  app.dataverse.row('msevtmgt_webinarconfiguration', configuration)

function allSay(app: TestApp, ids: readonly string[], text: string) {
  return until(() => expect(ids.map((id) => status(app, id))).toEqual(ids.map(() => text)), { timeout: 20_000 })
}

/** An account with a webinar, and no message left in a queue. */
async function accountWithWebinar(app: TestApp) {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const asked = () => app.on24.na.calls.filter(({ path }) => path.includes(`/client/${account.clientId}/`)).length
  await app.idle()
  return { account, webinar, asked }
}

/** Creates so many people; the contacts' own webhooks are over, so that each has one message. */
async function people(app: TestApp, count: number) {
  const contacts = Array.from({ length: count }, () =>
    app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: `${crypto.randomUUID()}@example.test` }),
  )
  await app.idle()
  return (webinar: Webinar) => contacts.map((contact) => app.register(webinar, contact))
}

test('a reached limit stops only its account, until the time that ON24 names', async ({ app }) => {
  const [limited, free] = [await accountWithWebinar(app), await accountWithWebinar(app)]
  const register = await people(app, 3)
  faults.set(limited.account.clientId, () => refuse(limit, 403, { 'retry-after': '8' }))
  const before = limited.asked()
  const [first = ''] = (await people(app, 1))(limited.webinar)
  await until(() => expect(ends(app, first)[0]).toMatchObject({ outcome: 'comes back', why: 'asked' }))
  expect(limited.asked() - before).toBe(1)

  const [waiting, through] = [register(limited.webinar), register(free.webinar)]
  await allSay(app, through, 'Registered at ON24')
  await until(() =>
    expect([first, ...waiting].map((id) => ends(app, id)[0])).toMatchObject(
      [first, ...waiting].map(() => ({ outcome: 'comes back', why: 'asked' })),
    ),
  )
  // The later ones did not have to call ON24 to know.
  expect(limited.asked() - before).toBe(1)
  expect(ends(app, first)[0]?.wait).toBeGreaterThanOrEqual(8)
  // A wait of a few seconds is no news for a planner.
  for (const id of [first, ...waiting]) expect(status(app, id)).toBeNull()
  faults.delete(limited.account.clientId)
  await allSay(app, [first, ...waiting], 'Registered at ON24')
  expect(shown(app, limited.account)).toMatchObject({ msevtmgt_providerservicestatus: 100000000 })
})

test('a limit for which ON24 names no time is waited out to the next minute', async ({ app }) => {
  const { account, webinar } = await accountWithWebinar(app)
  faults.set(account.clientId, () => refuse(limit, 403))
  const [id = ''] = (await people(app, 1))(webinar)
  await until(() => expect(ends(app, id)[0]).toMatchObject({ outcome: 'comes back', why: 'asked' }))
  expect([60, 61]).toContain(ends(app, id)[0]?.wait)
})

test('an account with refused credentials stops, keeps its messages and says so', async ({ app }) => {
  const { account, webinar, asked } = await accountWithWebinar(app)
  const register = await people(app, 3)
  faults.set(account.clientId, wrongToken)
  const [first = ''] = (await people(app, 1))(webinar)
  await allSay(
    app,
    [first],
    'The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  await until(() =>
    expect(shown(app, account)).toMatchObject({
      msevtmgt_authorized: 100000002,
      msevtmgt_providerservicestatus: 100000001,
      msevtmgt_message: 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
    }),
  )
  const view = async () => (await app.call('GET', `configurations/${account.configuration}`)).json()
  const found = await view()
  expect(found).toMatchObject({ health: { status: 'not_authenticated' } })

  const before = asked()
  const waiting = register(webinar)
  await allSay(
    app,
    waiting,
    'The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  await until(() => expect(waiting.map((id) => ends(app, id).length)).not.toContain(0))
  expect(waiting.map((id) => ends(app, id)[0])).toMatchObject(
    waiting.map(() => ({ outcome: 'comes back', why: 'credentials' })),
  )
  expect(asked()).toBe(before)
  // A worker that did not call reports no health: else the last of many would overwrite a check that passed.
  expect(await view()).toEqual(found)

  faults.delete(account.clientId)
  await app.host.run('sweep-timer')
  await allSay(app, [first, ...waiting], 'Registered at ON24')
  expect(shown(app, account)).toMatchObject({
    msevtmgt_authorized: 100000000,
    msevtmgt_providerservicestatus: 100000000,
  })
})

test('a check by hand that passes resumes what waits', async ({ app }) => {
  const { account, webinar } = await accountWithWebinar(app)
  faults.set(account.clientId, wrongToken)
  const ids = (await people(app, 2))(webinar)
  await allSay(
    app,
    ids,
    'The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  await app.idle()
  faults.delete(account.clientId)
  expect((await app.call('POST', `configurations/${account.configuration}/check`)).status).toBe(200)
  await allSay(app, ids, 'Registered at ON24')
})

test('a token without the access level is forbidden, and not shown as a wrong one', async ({ app }) => {
  const { account, webinar } = await accountWithWebinar(app)
  faults.set(account.clientId, () => refuse('You do not have permission to perform the requested operation.', 403))
  const ids = (await people(app, 1))(webinar)
  await until(() => expect(shown(app, account)).toMatchObject({ msevtmgt_providerservicestatus: 100000002 }))
  await app.idle()
  faults.delete(account.clientId)
  await app.call('POST', `configurations/${account.configuration}/check`)
  await allSay(app, ids, 'Registered at ON24')
})

test('removing credentials ends the account’s work and leaves nothing behind', async ({ app }) => {
  const { account, webinar } = await accountWithWebinar(app)
  // More than a host works on at once.
  const register = await people(app, 100)
  let inFlight = 0
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  faults.set(account.clientId, async () => {
    inFlight += 1
    await held
    return undefined
  })
  const ids = register(webinar)
  await until(() => expect(inFlight).toBeGreaterThan(0))
  const removed = await app.call('DELETE', `configurations/${account.configuration}`)
  expect(removed.status).toBe(200)
  goOn()
  await app.idle()
  faults.delete(account.clientId)

  // Nobody new after those that were under way; every row says how it ended.
  const says = (text: string) => ids.filter((id) => status(app, id) === text).length
  await until(() => expect(says(noCredentials) + says('Registered at ON24')).toBe(ids.length))
  const sent = app.registrants(webinar).length
  expect(sent).toBeLessThan(ids.length)
  expect(says('Registered at ON24')).toBeLessThanOrEqual(sent)
  await sweepLater(app)
  // The receipt of the removal is kept, and who ordered it.
  expect(await storedRows(app, account.configuration)).toEqual([expect.stringContaining('"partitionKey":"removal"')])
})

test('a registration that waits out an outage is told of a removal at once', async ({ app }) => {
  const { account, webinar } = await accountWithWebinar(app)
  faults.set(account.clientId, () => refuse('Service unavailable', 503))
  const ids = (await people(app, 2))(webinar)
  await allSay(app, ids, 'Not sent yet. It will be sent by itself; there is nothing to do.')
  await app.call('DELETE', `configurations/${account.configuration}`)
  await allSay(app, ids, noCredentials)
  faults.delete(account.clientId)
})

/** The sweep of an instance that runs minutes later. */
async function sweepLater(app: TestApp) {
  const later = await app.startHost({ clockShift: 40 * 60 * 1000 })
  await later.run('sweep-timer')
  await later.stop()
  await app.idle()
}

/** The rows of the app's tables about an account, but for the trail of who ordered what. */
async function storedRows(app: TestApp, configuration: string) {
  const { connectionString } = app.storage
  const options = { allowInsecureConnection: true }
  const found: string[] = []
  for await (const { name = '' } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    for await (const entity of TableClient.fromConnectionString(connectionString, name, options).listEntities()) {
      if (name !== 'auditrecords' && JSON.stringify(entity).includes(configuration))
        found.push(`${name} ${JSON.stringify(entity)}`)
    }
  }
  return found
}
