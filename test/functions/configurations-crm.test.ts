import { expect } from 'vitest'
import { blanked, type ConfigurationFixtures, columns, type Region, test, typed } from '../harness/configurations.ts'
import { type TestApp, tokensOf, until } from '../harness/test-app.ts'

test.beforeEach(({ configurations }) => {
  configurations.withdrawTerms()
  configurations.acceptTerms()
})
test.afterEach(({ app }) => app.clearFaults())

const accepted = 'ON24 accepts the credentials.'
const message = (configurations: ConfigurationFixtures, id: string) => configurations.row(id).msevtmgt_message
const says = (configurations: ConfigurationFixtures, id: string, text: string) =>
  until(() => expect(message(configurations, id)).toBe(text))
/** Types of webinars are read later, by themselves. */
const on24Calls = (app: TestApp) =>
  [...app.on24.na.calls, ...app.on24.eu.calls].filter(({ path }) => !/\/(eventtypes|languages)$/.test(path)).length
/** A row whose credentials are kept. */
async function configured(app: TestApp, configurations: ConfigurationFixtures, region: Region = 'na') {
  const client = configurations.client(region)
  const id = configurations.newRow(typed(client.clientId))
  await says(configurations, id, accepted)
  await app.idle()
  return { id, ...client }
}

test.for<Region>(['na', 'eu'])(
  'typed credentials are verified, kept and cleared; the region found is %s',
  async (region, { app, configurations }) => {
    const { clientId } = configurations.client(region)
    const id = configurations.newRow(typed(clientId))
    await says(configurations, id, accepted)
    expect(configurations.row(id)).toMatchObject({ ...blanked, ...columns.healthy, msevtmgt_clientid: clientId })
    const user = app.dataverse.rows('msevtmgt_webinarconsent')[0]?.modifiedby
    expect(await configurations.view(id)).toMatchObject({
      ...{ clientId, region, provider: 'on24', health: { status: 'healthy', message: accepted } },
      terms: { acceptedBy: user },
    })
  },
)

test('credentials typed one column at a time are taken with the last column', async ({ configurations }) => {
  const { clientId } = configurations.client()
  const all = typed(clientId)
  const id = configurations.newRow({ msevtmgt_clientid: all.msevtmgt_clientid })
  configurations.write(id, { msevtmgt_accesstokenkey: all.msevtmgt_accesstokenkey })
  await says(configurations, id, 'Enter the access token secret too.')
  expect(configurations.row(id)).toMatchObject({ msevtmgt_accesstokenkey: all.msevtmgt_accesstokenkey })
  configurations.write(id, { msevtmgt_accesstokensecret: all.msevtmgt_accesstokensecret })
  await says(configurations, id, accepted)
})

test('refused credentials are cleared and nothing is kept', async ({ configurations }) => {
  const id = configurations.newRow(typed('99999'))
  await until(() => expect(configurations.row(id)).toMatchObject({ ...blanked, ...columns.refused }))
  expect(message(configurations, id)).toBe(
    'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
  )
  expect(await configurations.view(id)).toBeUndefined()
})

test('a region that knows the account but forbids it decides the message', async ({ configurations }) => {
  for (const region of ['na', 'eu'] as const) {
    const { clientId, account } = configurations.client(region)
    account.levels.clear()
    const id = configurations.newRow(typed(clientId))
    await says(
      configurations,
      id,
      'The ON24 token lacks an access level that the connector needs. Give it that level at ON24, or enter a token that has it.',
    )
    expect(configurations.row(id)).toMatchObject({ ...blanked, ...columns.lacking })
  }
})

test('refused credentials leave the earlier ones in force, and the message says both', async ({
  app,
  configurations,
}) => {
  const { id, clientId } = await configured(app, configurations)
  const before = await configurations.view(id)
  configurations.write(id, typed('99999'))
  await says(
    configurations,
    id,
    `ON24 does not accept the credentials. Check the token at ON24, or enter a new one. The credentials of client ${clientId} stay in force.`,
  )
  await app.idle()
  expect(message(configurations, id)).toMatch(/stay in force\.$/)
  expect(configurations.row(id)).toMatchObject({ ...blanked, ...columns.healthy })
  expect(await configurations.view(id)).toEqual(before)
  expect((await configurations.check(id)).health.status).toBe('healthy')
})

test('a renewed token and another account take the place of what was kept', async ({ app, configurations }) => {
  const { id, account, clientId } = await configured(app, configurations)
  account.accessTokenKey = 'renewed'
  configurations.write(id, { ...typed(clientId), msevtmgt_accesstokenkey: 'renewed' })
  await until(() => expect(configurations.row(id)).toMatchObject(blanked))
  expect((await configurations.check(id)).health.status).toBe('healthy')
  const other = configurations.client('eu')
  configurations.write(id, typed(other.clientId))
  await until(async () =>
    expect(await configurations.view(id)).toMatchObject({ clientId: other.clientId, region: 'eu' }),
  )
})

test.for<[string, (configurations: ConfigurationFixtures) => unknown]>([
  ['nobody accepted the terms', () => undefined],
  ['the consent says no', (configurations) => configurations.acceptTerms({ msevtmgt_consentprovided: false })],
  ['the consent is deactivated', (configurations) => configurations.acceptTerms({ statecode: 1 })],
  [
    'the consent is for another provider',
    (configurations) => configurations.acceptTerms({ msevtmgt_webinarproviderid: configurations.provider('Teams') }),
  ],
])('the row asks for accepted terms and sends nothing when %s', async ([_when, consent], { app, configurations }) => {
  configurations.withdrawTerms()
  consent(configurations)
  const { clientId } = configurations.client()
  await app.idle()
  const before = on24Calls(app)
  const id = configurations.newRow({ ...typed(clientId), msevtmgt_webinarproviderid: configurations.provider('ON24') })
  await says(
    configurations,
    id,
    'Nothing was sent to ON24, because its terms are not accepted. Accept them: the connector keeps the credentials sealed and goes on by itself.',
  )
  await app.idle()
  expect(on24Calls(app)).toBe(before)
  expect(configurations.row(id)).toMatchObject({ ...blanked, msevtmgt_clientid: clientId })
  expect(await configurations.view(id)).toBeUndefined()
  configurations.acceptTerms()
  await says(configurations, id, accepted)
  expect(await configurations.view(id)).toMatchObject({ clientId, health: { status: 'healthy' } })
})

test('half typed credentials are asked for by name, and the kept ones stay in force', async ({
  app,
  configurations,
}) => {
  const { id, clientId } = await configured(app, configurations)
  configurations.write(id, { msevtmgt_accesstokenkey: 'half' })
  await says(
    configurations,
    id,
    `Enter the access token secret too. The credentials of client ${clientId} stay in force.`,
  )
  expect((await configurations.check(id)).health.status).toBe('healthy')
})

test.for<[string, (configurations: ConfigurationFixtures, id: string) => void]>([
  ['clearing the client id', (configurations, id) => configurations.write(id, { msevtmgt_clientid: null })],
  ['deactivating the row', (configurations, id) => configurations.write(id, { statecode: 1 })],
  ['deleting the row', (configurations, id) => configurations.remove(id)],
])('%s removes the credentials, and only those', async ([how, act], { app, configurations }) => {
  const [{ id, clientId }, other] = [await configured(app, configurations), await configured(app, configurations)]
  const webinar = await app.webinar({ configuration: id, clientId })
  act(configurations, id)
  await until(async () => expect(await configurations.view(id)).toBeUndefined())
  await app.idle()
  if (!how.startsWith('deleting')) {
    expect(configurations.row(id)).toMatchObject({
      ...columns.refused,
      msevtmgt_message:
        'The credentials were removed, so webinar integration is off. This is no fault. What the webinar provider has of webinars and people stays there. To switch it on, enter credentials.',
    })
  }
  const registration = app.register(webinar, app.contact({ firstname: 'Ada', emailaddress1: `ada-${id}@example.test` }))
  await until(() => expect(app.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000002 }))
  expect((await configurations.check(other.id)).health.status).toBe('healthy')
})

test('a row of another provider is neither sent nor touched', async ({ app, configurations }) => {
  const before = on24Calls(app)
  const { clientId } = configurations.client()
  const id = configurations.newRow({ ...typed(clientId), msevtmgt_webinarproviderid: configurations.provider('Teams') })
  configurations.write(id, { msevtmgt_name: 'Theirs' })
  const { versionnumber } = configurations.row(id)
  await app.idle()
  expect(configurations.row(id)).toMatchObject({ versionnumber, ...typed(clientId) })
  expect(on24Calls(app)).toBe(before)
  expect(await configurations.view(id)).toBeUndefined()
})

test('credentials that were kept go when the row is given to another provider', async ({ app, configurations }) => {
  const { id } = await configured(app, configurations)
  configurations.write(id, { msevtmgt_webinarproviderid: configurations.provider('Teams') })
  await until(async () => expect(await configurations.view(id)).toBeUndefined())
})

test('secrets typed while others are being verified are taken next', async ({ app, configurations }) => {
  const [first, second] = [configurations.client(), configurations.client()]
  let id = ''
  app.on24.na.injectFault(({ headers }) => {
    if (headers.get('accesstokenkey') !== tokensOf(first.clientId).accessTokenKey) return undefined
    app.on24.na.injectFault()
    configurations.write(id, typed(second.clientId))
    return undefined
  })
  id = configurations.newRow(typed(first.clientId))
  await until(async () => expect(await configurations.view(id)).toMatchObject({ clientId: second.clientId }))
  await app.idle()
  expect(configurations.row(id)).toMatchObject({ ...blanked, ...columns.healthy, msevtmgt_message: accepted })
})

test('a row deleted while its credentials are being verified leaves nothing behind', async ({
  app,
  configurations,
}) => {
  const { clientId } = configurations.client()
  let id = ''
  const outcomes = () =>
    app
      .reports('connector.message')
      .flatMap((one) => (one.id === id && one.queue === 'configurations' && !one.work ? [one.outcome] : []))
  app.on24.na.injectFault(async () => {
    app.on24.na.injectFault()
    configurations.remove(id)
    await until(() => expect(outcomes()).toEqual(['nothing']))
    return undefined
  })
  id = configurations.newRow(typed(clientId))
  await until(() => expect(outcomes()).toEqual(['nothing', 'comes back', 'remove']))
  await app.idle()
  expect((await configurations.list()).map((one) => one.id)).not.toContain(id)
})

test('a mistyped token that no header could carry is refused like any other', async ({ configurations }) => {
  const { clientId } = configurations.client()
  const id = configurations.newRow({ ...typed(clientId), msevtmgt_accesstokenkey: '“curly”' })
  await says(configurations, id, 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.')
  expect(configurations.row(id)).toMatchObject(blanked)
})

test('credentials are kept once ON24 is back', async ({ app, configurations }) => {
  const { clientId } = configurations.client()
  app.on24.na.injectFault(() => 'reset')
  const id = configurations.newRow(typed(clientId))
  await says(configurations, id, 'ON24 cannot be reached at present. The connector tries again by itself.')
  expect(configurations.row(id)).toMatchObject({ ...blanked, msevtmgt_clientid: clientId })
  app.on24.na.injectFault()
  await says(configurations, id, accepted)
  expect(configurations.row(id)).toMatchObject(blanked)
})

const unreadable = 'ON24 gave an answer that cannot be read.'
test.for<[number, string]>([
  [401, unreadable],
  [403, unreadable],
  [404, unreadable],
  // A proxy's; the platform takes it for a network failure.
  [407, 'ON24 cannot be reached at present.'],
])('typed credentials are not discarded for a page under %s', async ([status, said], { app, configurations }) => {
  const { clientId } = configurations.client()
  app.on24.na.injectFault(() => new Response('<html>Sign in to the proxy</html>', { status }))
  const id = configurations.newRow(typed(clientId))
  await says(configurations, id, `${said} The connector tries again by itself.`)
  // They wait sealed, and no secret stays on the row.
  expect(configurations.row(id)).toMatchObject({ ...blanked, msevtmgt_clientid: clientId })
  app.on24.na.injectFault()
  await says(configurations, id, accepted)
})
