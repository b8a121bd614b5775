import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type ConfigurationFixtures, columns, type Failure, test } from '../harness/configurations.ts'
import { until } from '../harness/test-app.ts'

test.afterEach(({ app }) => app.clearFaults())

async function configured(configurations: ConfigurationFixtures) {
  const id = configurations.newRow()
  const client = configurations.client()
  expect((await configurations.give(id, client.body)).status).toBe(200)
  return { id, ...client }
}
const out = () => Response.json({}, { status: 503, headers: { 'retry-after': '9' } })

test('good credentials are answered with the view and the time of the check', async ({ app, configurations }) => {
  const { id, clientId } = await configured(configurations)
  const before = await configurations.view(id)
  const answer = await app.call('POST', `configurations/${id}/check`)
  expect(answer.status).toBe(200)
  const view = await answer.json()
  expect(view).toMatchObject({ id, clientId, health: { status: 'healthy', message: 'ON24 accepts the credentials.' } })
  expect(view).toEqual({ ...before, health: { ...before?.health, checkedAt: expect.any(String) } })
  expect(await configurations.view(id)).toEqual(view)
})

test('credentials that ON24 no longer takes are bad in CRM until they recover', async ({ app, configurations }) => {
  const { id, account } = await configured(configurations)
  account.enabled = false
  const bad = await app.call('POST', `configurations/${id}/check`)
  expect(bad.status).toBe(200)
  const said = 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.'
  expect(await bad.json()).toMatchObject({ health: { status: 'not_authenticated', message: said } })
  expect(configurations.row(id)).toMatchObject({ ...columns.expired, msevtmgt_message: said })
  account.enabled = true
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
  expect(configurations.row(id)).toMatchObject(columns.healthy)
})

test('a token that lost its access level is forbidden', async ({ configurations }) => {
  const { id, account } = await configured(configurations)
  account.levels.clear()
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'forbidden' } })
  expect(configurations.row(id)).toMatchObject({
    msevtmgt_authorized: 100000002,
    msevtmgt_providerservicestatus: 100000002,
  })
})

test('an outage of ON24 is unhealthy and no verdict on the credentials', async ({ app, configurations }) => {
  const { id } = await configured(configurations)
  app.on24.na.injectFault(() => 'reset')
  expect(await configurations.check(id)).toMatchObject({
    health: { status: 'unhealthy', message: 'ON24 cannot be reached at present.' },
  })
  expect(configurations.row(id)).toMatchObject({
    ...columns.unhealthy,
    msevtmgt_message: 'ON24 cannot be reached at present.',
  })
})

test('a check that finds nothing new writes nothing to CRM', async ({ app, configurations }) => {
  const { id, account } = await configured(configurations)
  account.enabled = false
  await configurations.check(id)
  await app.idle()
  const { versionnumber } = configurations.row(id)
  await configurations.check(id)
  await app.idle()
  expect(configurations.row(id)).toMatchObject({ versionnumber })
})

test('a finding that did not reach CRM is written by the next check', async ({ app, configurations }) => {
  const { id, account } = await configured(configurations)
  account.enabled = false
  app.dataverse.injectFault(({ method }) => (method === 'PATCH' ? out() : undefined))
  const answer = await app.call('POST', `configurations/${id}/check`)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '9'])
  app.dataverse.injectFault()
  await configurations.check(id)
  expect(configurations.row(id)).toMatchObject(columns.expired)
})

test('a late bad finding does not overwrite a newer good one in CRM', async ({ app, configurations }) => {
  const { id, account } = await configured(configurations)
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  let held = 0
  app.dataverse.injectFault(({ method, url }) => {
    if (method !== 'PATCH' || !url.includes(id) || held++ > 0) return undefined
    return released
  })
  account.enabled = false
  const slow = app.call('POST', `configurations/${id}/check`)
  await until(() => expect(held).toBe(1))
  account.enabled = true
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
  release(undefined)
  expect(await (await slow).json()).toMatchObject({ health: { status: 'healthy' } })
  expect(configurations.row(id)).toMatchObject({
    ...columns.healthy,
    msevtmgt_message: 'ON24 accepts the credentials.',
  })
})

test('credentials with a tampered envelope are found bad until they are entered again', async ({ configurations }) => {
  const { id, body } = await configured(configurations)
  const { envelope } = await configurations.kept().getEntity<{ envelope: string }>('configuration', id)
  const damaged = envelope.replace(/"v":2/, '"v":1')
  await configurations.kept().updateEntity({ partitionKey: 'configuration', rowKey: id, envelope: damaged }, 'Merge')
  expect(await configurations.check(id)).toMatchObject({
    health: { status: 'not_authenticated', message: 'The stored credentials can no longer be read. Enter them again.' },
  })
  expect((await configurations.list()).map((one) => one.id)).toContain(id)
  expect((await configurations.give(id, body)).status).toBe(200)
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
})

test('an envelope copied from another row does not open', async ({ configurations }) => {
  const [mine, theirs] = [await configured(configurations), await configured(configurations)]
  const { envelope } = await configurations.kept().getEntity<{ envelope: string }>('configuration', theirs.id)
  await configurations.kept().updateEntity({ partitionKey: 'configuration', rowKey: mine.id, envelope }, 'Merge')
  expect(await configurations.check(mine.id)).toMatchObject({ health: { status: 'not_authenticated' } })
  expect(await configurations.check(theirs.id)).toMatchObject({ health: { status: 'healthy' } })
})

test.for<[string, string]>([
  ['GET', ''],
  ['POST', '/check'],
])('%s of a row without credentials and of no row is not found', async ([method, what], { app, configurations }) => {
  for (const id of [configurations.newRow(), randomUUID()]) {
    const answer = await app.call(method, `configurations/${id}${what}`)
    expect(answer.status).toBe(404)
    expect(((await answer.json()) as Failure).error.code).toBe('not_found')
  }
})

test('no answer about a configuration holds a token or may be cached', async ({ app, configurations }) => {
  const { id, body, account } = await configured(configurations)
  const ask = async () => [
    await configurations.give(id, body),
    await app.call('GET', 'configurations'),
    await app.call('GET', `configurations/${id}`),
    await app.call('POST', `configurations/${id}/check`),
  ]
  const good = await ask()
  account.enabled = false
  const all = [...good, ...(await ask()), await app.call('DELETE', `configurations/${id}`)]
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 422, 200, 200, 200, 200])
  for (const answer of all) {
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).not.toMatch(/key-of-|secret-of-|accessToken|envelope|A256GCM/)
  }
})
