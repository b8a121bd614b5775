import { expect } from 'vitest'
import { blanked, type ConfigurationFixtures, test, typed } from '../harness/configurations.ts'
import { until } from '../harness/test-app.ts'

test.beforeEach(({ configurations }) => configurations.withdrawTerms())
test.afterEach(({ app }) => app.clearFaults())

const accepted = 'ON24 accepts the credentials.'
const says = (configurations: ConfigurationFixtures, id: string, text: string | RegExp) =>
  until(() => expect(configurations.row(id).msevtmgt_message).toMatch(text), { timeout: 30_000 })
const sealed = async (configurations: ConfigurationFixtures, id: string) => {
  const rows = await Array.fromAsync(configurations.kept().listEntities())
  return rows.filter(({ partitionKey, rowKey }) => partitionKey === 'pending' && rowKey === id)
}
async function waiting(configurations: ConfigurationFixtures, clientId: string) {
  const id = configurations.newRow(typed(clientId))
  await says(configurations, id, /terms are not accepted/)
  expect(configurations.row(id)).toMatchObject({ ...blanked, msevtmgt_clientid: clientId })
  return id
}

test('credentials typed before the terms are sealed, and proven when these are accepted', async ({
  app,
  configurations,
}) => {
  const { clientId, body } = configurations.client()
  const id = await waiting(configurations, clientId)
  const kept = await sealed(configurations, id)
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain(body.accessTokenSecret)
  configurations.acceptTerms()
  await says(configurations, id, accepted)
  await app.idle()
  expect(await sealed(configurations, id)).toEqual([])
  expect((await configurations.check(id)).health.status).toBe('healthy')
})

test.for<[string, (configurations: ConfigurationFixtures, id: string) => unknown]>([
  ['clearing the client id', (configurations, id) => configurations.write(id, { msevtmgt_clientid: null })],
  ['deleting the row', (configurations, id) => configurations.remove(id)],
])('%s removes what waits, and accepted terms bring nothing back', async ([_how, act], { app, configurations }) => {
  const { clientId } = configurations.client()
  const id = await waiting(configurations, clientId)
  await app.idle()
  act(configurations, id)
  await until(async () => expect(await sealed(configurations, id)).toEqual([]))
  configurations.acceptTerms()
  await app.idle()
  expect(await configurations.view(id)).toBeUndefined()
})

test('a removal by the API counts what waited, and a second one finds nothing', async ({ app, configurations }) => {
  const { clientId } = configurations.client()
  const id = await waiting(configurations, clientId)
  const erased = async () => (await app.call('DELETE', `configurations/${id}`)).json()
  expect(await erased()).toMatchObject({ erased: { credentials: 1 } })
  expect(await erased()).toMatchObject({ erased: { credentials: 0 } })
})

test('credentials typed anew take the place of those that wait', async ({ configurations }) => {
  const [first, second] = [configurations.client(), configurations.client()]
  const id = await waiting(configurations, first.clientId)
  configurations.write(id, typed(second.clientId))
  await until(() => expect(configurations.row(id)).toMatchObject(blanked))
  expect(await sealed(configurations, id)).toMatchObject([{ clientId: second.clientId }])
  configurations.acceptTerms()
  await until(async () => expect(await configurations.view(id)).toMatchObject({ clientId: second.clientId }))
})

test('a removal while waiting credentials are being proven wins', async ({ app, configurations }) => {
  const { clientId } = configurations.client()
  const id = await waiting(configurations, clientId)
  await app.idle()
  app.on24.na.injectFault(async () => {
    app.on24.na.injectFault()
    await app.call('DELETE', `configurations/${id}`)
    return undefined
  })
  configurations.acceptTerms()
  await until(() => expect(configurations.row(id).msevtmgt_clientid).toBeNull())
  await app.idle()
  expect(await configurations.view(id)).toBeUndefined()
  expect(await sealed(configurations, id)).toEqual([])
})

test('waiting credentials that ON24 refuses are dropped, and the row says so', async ({ configurations }) => {
  const id = await waiting(configurations, '99998')
  configurations.acceptTerms()
  await says(configurations, id, /^ON24 does not accept the credentials\./)
  await until(async () => expect(await sealed(configurations, id)).toEqual([]))
})

test('secrets stay on the row until the vault can seal them, and lost webhooks of terms are found', async ({
  app,
  configurations,
}) => {
  const fresh = configurations.client()
  const fault = () => Response.json({}, { status: 503 })
  await app.host.stop()
  app.keyVault.injectFault(fault)
  // No webhook reaches this host: those of Dynamics go to the one that has stopped.
  const host = await app.startHost()
  const id = configurations.newRow(typed(fresh.clientId))
  await app.enqueue('configurations', { table: 'msevtmgt_webinarconfiguration', id })
  await says(configurations, id, 'Key Vault cannot be reached at present. The connector tries again by itself.')
  expect(configurations.row(id)).toMatchObject(typed(fresh.clientId))
  app.keyVault.injectFault()
  await says(configurations, id, /terms are not accepted/)
  expect(configurations.row(id)).toMatchObject(blanked)
  await host.run('sweep-timer')
  configurations.acceptTerms()
  await host.run('sweep-timer')
  await says(configurations, id, accepted)
})
