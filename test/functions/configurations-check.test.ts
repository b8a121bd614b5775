import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { columns, configurationDesk, type Failure } from '../harness/configurations.ts'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
let desk: ReturnType<typeof configurationDesk>
beforeAll(async () => {
  rig = await startRig()
  desk = configurationDesk(rig)
})
afterAll(() => rig.stop())
afterEach(() => {
  for (const neighbour of [rig.dataverse, rig.on24.na, rig.on24.eu]) neighbour.interfere()
})

async function configured() {
  const id = desk.newRow()
  const client = desk.client()
  expect((await desk.put(id, client.body)).status).toBe(200)
  return { id, ...client }
}
const out = () => Response.json({}, { status: 503, headers: { 'retry-after': '9' } })

test('good credentials are found good: the answer is the view, with the time of the check', async () => {
  const { id, clientId } = await configured()
  const before = await desk.view(id)
  const answer = await rig.call('POST', `configurations/${id}/check`)
  expect(answer.status).toBe(200)
  const view = await answer.json()
  expect(view).toMatchObject({ id, clientId, health: { status: 'healthy', message: 'ON24 accepts the credentials.' } })
  expect(view).toEqual({ ...before, health: { ...before?.health, checkedAt: expect.any(String) } })
  expect(await desk.view(id)).toEqual(view)
})

test('credentials that ON24 no longer takes are found bad, CRM says so, and both recover', async () => {
  const { id, account } = await configured()
  account.enabled = false
  const bad = await rig.call('POST', `configurations/${id}/check`)
  expect(bad.status).toBe(200)
  const said = 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.'
  expect(await bad.json()).toMatchObject({ health: { status: 'not_authenticated', message: said } })
  expect(desk.row(id)).toMatchObject({ ...columns.expired, msevtmgt_message: said })
  account.enabled = true
  expect(await desk.check(id)).toMatchObject({ health: { status: 'healthy' } })
  expect(desk.row(id)).toMatchObject(columns.healthy)
})

test('a token that lost its access level is forbidden', async () => {
  const { id, account } = await configured()
  account.levels.clear()
  expect(await desk.check(id)).toMatchObject({ health: { status: 'forbidden' } })
  expect(desk.row(id)).toMatchObject({ msevtmgt_authorized: 100000002, msevtmgt_providerservicestatus: 100000002 })
})

test('an outage of ON24 is unhealthy and no verdict on the credentials', async () => {
  const { id } = await configured()
  rig.on24.na.interfere(() => 'reset')
  expect(await desk.check(id)).toMatchObject({
    health: { status: 'unhealthy', message: 'ON24 cannot be reached at present.' },
  })
  expect(desk.row(id)).toMatchObject({ ...columns.unhealthy, msevtmgt_message: 'ON24 cannot be reached at present.' })
})

test('a check that finds nothing new writes nothing to CRM', async () => {
  const { id, account } = await configured()
  account.enabled = false
  await desk.check(id)
  await rig.quiet()
  const { versionnumber } = desk.row(id)
  await desk.check(id)
  await rig.quiet()
  expect(desk.row(id)).toMatchObject({ versionnumber })
})

test('news that did not reach CRM is brought there by the next check', async () => {
  const { id, account } = await configured()
  account.enabled = false
  rig.dataverse.interfere(({ method }) => (method === 'PATCH' ? out() : undefined))
  const answer = await rig.call('POST', `configurations/${id}/check`)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '9'])
  rig.dataverse.interfere()
  await desk.check(id)
  expect(desk.row(id)).toMatchObject(columns.expired)
})

test('a bad finding that is long on its way to CRM does not stand over a good one of after it', async () => {
  const { id, account } = await configured()
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  let held = 0
  rig.dataverse.interfere(({ method }) => {
    if (method !== 'PATCH' || held++ > 0) return undefined
    return released
  })
  account.enabled = false
  const slow = rig.call('POST', `configurations/${id}/check`)
  await until(() => expect(held).toBe(1))
  account.enabled = true
  expect(await desk.check(id)).toMatchObject({ health: { status: 'healthy' } })
  release(undefined)
  expect(await (await slow).json()).toMatchObject({ health: { status: 'healthy' } })
  expect(desk.row(id)).toMatchObject({ ...columns.healthy, msevtmgt_message: 'ON24 accepts the credentials.' })
})

test('credentials whose envelope was tampered with are found bad, and entering them again helps', async () => {
  const { id, body } = await configured()
  const { envelope } = await desk.kept().getEntity<{ envelope: string }>('configuration', id)
  const damaged = envelope.replace(/"v":1/, '"v":2')
  await desk.kept().updateEntity({ partitionKey: 'configuration', rowKey: id, envelope: damaged }, 'Merge')
  expect(await desk.check(id)).toMatchObject({
    health: { status: 'not_authenticated', message: 'The stored credentials can no longer be read. Enter them again.' },
  })
  expect((await desk.list()).map((one) => one.id)).toContain(id)
  expect((await desk.put(id, body)).status).toBe(200)
  expect(await desk.check(id)).toMatchObject({ health: { status: 'healthy' } })
})

test('an envelope copied over from another row does not open', async () => {
  const [mine, theirs] = [await configured(), await configured()]
  const { envelope } = await desk.kept().getEntity<{ envelope: string }>('configuration', theirs.id)
  await desk.kept().updateEntity({ partitionKey: 'configuration', rowKey: mine.id, envelope }, 'Merge')
  expect(await desk.check(mine.id)).toMatchObject({ health: { status: 'not_authenticated' } })
  expect(await desk.check(theirs.id)).toMatchObject({ health: { status: 'healthy' } })
})

test.each([
  ['GET', ''],
  ['POST', '/check'],
])('%s of a row without credentials, of no row, and of no id is not found', async (method, what) => {
  for (const id of [desk.newRow(), randomUUID(), 'mine']) {
    const answer = await rig.call(method, `configurations/${id}${what}`)
    expect(answer.status).toBe(404)
    expect(((await answer.json()) as Failure).error.code).toBe('not_found')
  }
})

test('no answer about a configuration has a token in it, sealed or not, or may be cached', async () => {
  const { id, body, account } = await configured()
  const ask = async () => [
    await desk.put(id, body),
    await rig.call('GET', 'configurations'),
    await rig.call('GET', `configurations/${id}`),
    await rig.call('POST', `configurations/${id}/check`),
  ]
  const good = await ask()
  account.enabled = false
  const all = [...good, ...(await ask()), await rig.call('DELETE', `configurations/${id}`)]
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 422, 200, 200, 200, 200])
  for (const answer of all) {
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).not.toMatch(/key-of-|secret-of-|accessToken|envelope|A256GCM/)
  }
})
