import { TableClient, TableServiceClient } from '@azure/data-tables'
import type { Fault } from '@webinar-connector/emulator-server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

type Account = Awaited<ReturnType<Rig['account']>>

let rig: Rig
/** What befalls calls to ON24, by the client they are made for. */
const faults = new Map<string, Fault>()
beforeAll(async () => {
  rig = await startRig()
  rig.on24.na.interfere((request) => faults.get(/\/client\/(\d+)\//.exec(request.url)?.[1] ?? '')?.(request))
})
afterAll(() => rig.stop())
afterEach(() => faults.clear())

const noCredentials = 'The webinar configuration has no credentials. Your administrator: enter them there.'
const refuse = (message: string, status: number, headers = {}) => Response.json({ message }, { status, headers })
const wrongToken = () => refuse('Invalid accessTokenKey or accessTokenSecret.', 401)
const limit = 'You have reached the maximum number of calls for this api.'

const status = (id: string) => rig.row(id)?.msevtmgt_registrationstatus
const ends = (id: string) => rig.reports('connector.message').filter((report) => report.id === id)
const shown = ({ configuration }: Account) => rig.dataverse.row('msevtmgt_webinarconfiguration', configuration)

function allSay(ids: readonly string[], text: string) {
  return until(() => expect(ids.map(status)).toEqual(ids.map(() => text)), { timeout: 20_000 })
}

/** An account with a webinar, and nothing on its way any more. */
async function calm() {
  const account = await rig.account()
  const webinar = await rig.webinar(account)
  const asked = () => rig.on24.na.calls.filter(({ path }) => path.includes(`/client/${account.clientId}/`)).length
  await rig.quiet()
  return { account, webinar, asked }
}

/** That many new people; the contacts' own webhooks are over, so that each has one message. */
async function people(count: number) {
  const contacts = Array.from({ length: count }, () =>
    rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: `${crypto.randomUUID()}@example.test` }),
  )
  await rig.quiet()
  return (webinar: Webinar) => contacts.map((contact) => rig.register(webinar, contact))
}

test('a reached limit stops its account until the time that ON24 names, and no other account', async () => {
  const [limited, free] = [await calm(), await calm()]
  const register = await people(3)
  faults.set(limited.account.clientId, () => refuse(limit, 403, { 'retry-after': '4' }))
  const before = limited.asked()
  const [first = ''] = (await people(1))(limited.webinar)
  await allSay([first], 'Not sent yet. It will be sent by itself; there is nothing to do.')
  expect(limited.asked() - before).toBe(1)

  const [waiting, through] = [register(limited.webinar), register(free.webinar)]
  await allSay(through, 'Registered at ON24')
  await until(() =>
    expect([first, ...waiting].map((id) => ends(id)[0])).toMatchObject(
      [first, ...waiting].map(() => ({ outcome: 'comes back', why: 'asked' })),
    ),
  )
  // Those who came later did not have to ask ON24 to know.
  expect(limited.asked() - before).toBe(1)
  expect(ends(first)[0]?.wait).toBeGreaterThanOrEqual(4)
  faults.delete(limited.account.clientId)
  await allSay([first, ...waiting], 'Registered at ON24')
  expect(shown(limited.account)).toMatchObject({ msevtmgt_providerservicestatus: 100000000 })
})

test('a limit for which ON24 names no time is waited out to the next minute', async () => {
  const { account, webinar } = await calm()
  faults.set(account.clientId, () => refuse(limit, 403))
  const [id = ''] = (await people(1))(webinar)
  await until(() => expect(ends(id)[0]).toMatchObject({ outcome: 'comes back', why: 'asked' }))
  expect([60, 61]).toContain(ends(id)[0]?.wait)
})

test('credentials that are refused pause the account: it asks no more, keeps what waits, and says so', async () => {
  const { account, webinar, asked } = await calm()
  const register = await people(3)
  faults.set(account.clientId, wrongToken)
  const [first = ''] = (await people(1))(webinar)
  await allSay(
    [first],
    'The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  await until(() =>
    expect(shown(account)).toMatchObject({
      msevtmgt_authorized: 100000002,
      msevtmgt_providerservicestatus: 100000001,
      msevtmgt_message: 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
    }),
  )
  const view = async () => (await rig.call('GET', `configurations/${account.configuration}`)).json()
  const found = await view()
  expect(found).toMatchObject({ health: { status: 'not_authenticated' } })

  const before = asked()
  const waiting = register(webinar)
  await allSay(
    waiting,
    'The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  await until(() => expect(waiting.map((id) => ends(id).length)).not.toContain(0))
  expect(waiting.map((id) => ends(id)[0])).toMatchObject(
    waiting.map(() => ({ outcome: 'comes back', why: 'credentials' })),
  )
  expect(asked()).toBe(before)
  // Who only heard of it has found nothing: else the last of many who wait would speak against a check that passed.
  expect(await view()).toEqual(found)

  faults.delete(account.clientId)
  await rig.host.run('reconcile-timer')
  await allSay([first, ...waiting], 'Registered at ON24')
  expect(shown(account)).toMatchObject({ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000000 })
})

test('a check by hand that passes lets go on what waits', async () => {
  const { account, webinar } = await calm()
  faults.set(account.clientId, wrongToken)
  const ids = (await people(2))(webinar)
  await allSay(
    ids,
    'The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  await rig.quiet()
  faults.delete(account.clientId)
  expect((await rig.call('POST', `configurations/${account.configuration}/check`)).status).toBe(200)
  await allSay(ids, 'Registered at ON24')
})

test('a token without the access level is forbidden, which the configuration tells from a wrong one', async () => {
  const { account, webinar } = await calm()
  faults.set(account.clientId, () => refuse('You do not have permission to perform the requested operation.', 403))
  const ids = (await people(1))(webinar)
  await until(() => expect(shown(account)).toMatchObject({ msevtmgt_providerservicestatus: 100000002 }))
  await rig.quiet()
  faults.delete(account.clientId)
  await rig.host.run('reconcile-timer')
  await allSay(ids, 'Registered at ON24')
})

test('removing credentials under way ends the work of the account and leaves nothing of it behind', async () => {
  const { account, webinar } = await calm()
  const register = await people(16)
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
  const removed = await rig.call('DELETE', `configurations/${account.configuration}`)
  expect(removed.status).toBe(200)
  goOn()
  await rig.quiet()
  faults.delete(account.clientId)

  // Nobody new after those that were under way; every row says how it ended.
  await allSay(ids, noCredentials)
  expect(inFlight).toBeLessThan(ids.length)
  expect(rig.registrants(webinar).length).toBe(inFlight)
  await sweepLater()
  expect(await kept(account.configuration)).toEqual([])
})

test('what waits out an outage hears of a removal at once', async () => {
  const { account, webinar } = await calm()
  faults.set(account.clientId, () => refuse('Service unavailable', 503))
  const ids = (await people(2))(webinar)
  await allSay(ids, 'Not sent yet. It will be sent by itself; there is nothing to do.')
  await rig.call('DELETE', `configurations/${account.configuration}`)
  await allSay(ids, noCredentials)
  faults.delete(account.clientId)
})

/** The sweep of an instance that runs minutes later. */
async function sweepLater() {
  const later = await rig.startHost({ clockShift: 10 * 60 * 1000 })
  await later.run('reconcile-timer')
  await later.stop()
  await rig.quiet()
}

/** What lies in the app's tables about an account; which webinar a CRM row runs as is CRM's to say. */
async function kept(configuration: string) {
  const { connectionString } = rig.storage
  const options = { allowInsecureConnection: true }
  const found: string[] = []
  for await (const { name = '' } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    for await (const entity of TableClient.fromConnectionString(connectionString, name, options).listEntities()) {
      if (entity.rowKey !== 'runs-as' && JSON.stringify(entity).includes(configuration))
        found.push(`${name} ${JSON.stringify(entity)}`)
    }
  }
  return found
}
