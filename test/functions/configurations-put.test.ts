import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import {
  bodyOf,
  type ConfigurationFixtures,
  columns,
  type Failure,
  type Region,
  test,
  type View,
} from '../harness/configurations.ts'
import { type TestApp, tokensOf, until } from '../harness/test-app.ts'

test.afterEach(({ app }) => app.clearFaults())

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const failure = async (answer: Response) => ((await answer.json()) as Failure).error
/** Types of webinars are read later, by themselves. */
const on24Calls = (app: TestApp) =>
  [...app.on24.na.calls, ...app.on24.eu.calls].filter(({ path }) => !/\/(eventtypes|languages)$/.test(path)).length
/** Counts the connector's changes of the row. */
function writesTo(app: TestApp, id: string) {
  let writes = 0
  app.dataverse.onChange((change) => {
    if (change.id === id && change.by === 'api') writes += 1
  })
  return () => writes
}

test.for<Region>(['na', 'eu'])(
  'credentials that ON24 accepts in %s are kept, and CRM shows the same',
  async (region, { app, configurations }) => {
    const { clientId, body } = configurations.client(region)
    const id = configurations.newRow()
    app.on24.na.calls.length = 0
    app.on24.eu.calls.length = 0
    const answer = await configurations.give(id, { ...body, acceptedBy: 'Erin Planner' })
    expect(answer.status).toBe(200)
    const view = await answer.json()
    expect(view).toEqual({
      ...{ id, provider: 'on24', region, clientId, configuredAt: iso, lastMetricsUpdate: null },
      terms: { acceptedAt: iso, acceptedBy: 'Erin Planner' },
      health: { status: 'healthy', message: 'ON24 accepts the credentials.', checkedAt: iso },
    })
    expect(await configurations.view(id)).toEqual(view)
    expect(configurations.row(id)).toMatchObject({
      ...columns.healthy,
      ...{ msevtmgt_clientid: clientId, msevtmgt_message: 'ON24 accepts the credentials.' },
    })
    expect(app.dataverse.rows('msevtmgt_webinarconsent')).toContainEqual(
      expect.objectContaining({ msevtmgt_consentprovided: true, statecode: 0 }),
    )
    expect(on24Calls(app)).toBe(1)
    expect(app.on24[region].calls.length).toBeGreaterThan(0)
  },
)

test('several accounts in both regions are kept side by side', async ({ configurations }) => {
  const all = (['na', 'eu', 'na', 'eu'] as const).map((region) => ({
    id: configurations.newRow(),
    ...configurations.client(region),
  }))
  const answers = await Promise.all(all.map(({ id, body }) => configurations.give(id, body)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  for (const { id, clientId, body } of all) {
    expect(await configurations.list()).toContainEqual(expect.objectContaining({ id, clientId, region: body.region }))
    expect(await configurations.check(id)).toMatchObject({ clientId, health: { status: 'healthy' } })
  }
})

test('the id of the row may be written in capitals', async ({ configurations }) => {
  const { clientId, body } = configurations.client()
  const id = configurations.newRow({ msevtmgt_clientid: clientId })
  const answer = await configurations.put(id.toUpperCase(), body)
  expect(await answer.json()).toMatchObject({ id })
  expect(await configurations.view(id)).toBeDefined()
})

test('a repeated PUT leaves everything as it is but the times', async ({ app, configurations }) => {
  const id = configurations.newRow()
  const { body } = configurations.client()
  const once = (await (await configurations.give(id, body)).json()) as View
  const consents = app.dataverse.rows('msevtmgt_webinarconsent').length
  const twice = await (await configurations.give(id, body)).json()
  const times = { configuredAt: iso, terms: { acceptedAt: iso, acceptedBy: null } }
  expect(twice).toEqual({ ...once, ...times, health: { ...once.health, checkedAt: iso } })
  expect(app.dataverse.rows('msevtmgt_webinarconsent')).toHaveLength(consents)
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
})

test('a renewed token and another account take the place of what was kept', async ({ app, configurations }) => {
  const id = configurations.newRow()
  const { account, body } = configurations.client()
  await configurations.give(id, body)
  account.accessTokenSecret = 'renewed'
  expect((await configurations.give(id, { ...body, accessTokenSecret: 'renewed' })).status).toBe(200)
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
  const other = configurations.client('eu')
  expect(await (await configurations.give(id, other.body)).json()).toMatchObject({
    clientId: other.clientId,
    region: 'eu',
  })
  await app.idle()
  expect(configurations.row(id)).toMatchObject({ msevtmgt_clientid: other.clientId, ...columns.healthy })
})

test('the echo of what was written to CRM changes nothing and ends', async ({ app, configurations }) => {
  const id = configurations.newRow()
  await app.idle()
  const writes = writesTo(app, id)
  const { body } = configurations.client()
  const before = on24Calls(app)
  await configurations.give(id, body)
  await app.idle()
  expect(writes()).toBeLessThanOrEqual(2)
  expect(on24Calls(app)).toBe(before + 1)
  expect(await configurations.view(id)).toBeDefined()
})

test('a waiting registration goes on once there are credentials', async ({ app, configurations }) => {
  const { clientId, body } = configurations.client()
  const id = configurations.newRow()
  const webinar = await app.webinar({ configuration: id, clientId })
  const registration = app.register(webinar, app.contact({ firstname: 'Ada', emailaddress1: 'ada@example.test' }))
  await until(() => expect(app.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000002 }))
  await configurations.give(id, body)
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
})

test('all problems are named at once without secrets, and no system is called', async ({ app, configurations }) => {
  const id = configurations.newRow()
  const before = on24Calls(app)
  const answer = await configurations.put(id, {
    ...{ provider: 'teams', region: 'moon', clientId: 'ab', accessTokenKey: 'hush hush', accessTokenSecret: 'sec ret' },
    ...{ acceptTerms: 'yes', acceptedBy: 7 },
  })
  expect(answer.status).toBe(400)
  const text = await answer.text()
  const { error } = JSON.parse(text) as Failure
  expect(error.code).toBe('invalid_input')
  expect(error.details?.map((fault) => fault.split(' ')[0])).toEqual([
    ...['provider', 'region', 'clientId', 'accessTokenKey', 'accessTokenSecret', 'acceptTerms', 'acceptedBy'],
  ])
  expect(text).not.toMatch(/hush|sec ret/)
  expect(on24Calls(app)).toBe(before)
  expect(await configurations.view(id)).toBeUndefined()
})

test('terms that are not accepted are a problem like others', async ({ configurations }) => {
  const { body } = configurations.client()
  const answer = await configurations.give(configurations.newRow(), { ...body, acceptTerms: false })
  expect([answer.status, (await failure(answer)).message]).toEqual([400, expect.stringContaining('acceptTerms')])
})

test.for<[string | undefined, string]>([
  ['{"provider":"on24"', 'The body is not JSON.'],
  ['accessTokenKey=hush', 'The body is not JSON.'],
  [undefined, 'The body is not JSON.'],
  ['null', 'The body must be a JSON object.'],
  ['"hush"', 'The body must be a JSON object.'],
])('a body that cannot be read is refused: %s', async ([body, message], { configurations }) => {
  const answer = await configurations.put(configurations.newRow(), body)
  expect([answer.status, (await failure(answer)).message]).toEqual([400, message])
})

test('a row that CRM does not have is not found, and ON24 is not asked', async ({ app, configurations }) => {
  const { body } = configurations.client()
  const before = on24Calls(app)
  const answer = await configurations.put(randomUUID(), body)
  expect([answer.status, (await failure(answer)).code]).toEqual([404, 'not_found'])
  expect(on24Calls(app)).toBe(before)
})

type Client = ReturnType<ConfigurationFixtures['client']>
const refusals: [string, string, (client: Client, configurations: ConfigurationFixtures) => unknown][] = [
  ['does not know the token', 'not_authenticated', ({ body }) => Object.assign(body, { accessTokenKey: 'wrong' })],
  ['has the token disabled', 'not_authenticated', ({ account }) => Object.assign(account, { enabled: false })],
  ['does not know the client', 'not_authenticated', ({ body }) => Object.assign(body, { region: 'eu' })],
  [
    'knows the token as that of another client',
    'forbidden',
    ({ body }, configurations) => stolen(configurations, body),
  ],
  ['gives the token no level', 'forbidden', ({ account }) => account.levels.clear()],
  ['has the client inactive', 'forbidden', ({ account }) => Object.assign(account, { active: false })],
  ['sees the contract ended', 'forbidden', ({ account }) => Object.assign(account, { contractExpired: true })],
]
function stolen(configurations: ConfigurationFixtures, body: Client['body']) {
  const victim = configurations.client()
  return Object.assign(body, tokensOf(victim.clientId))
}

test.for(refusals)(
  'credentials are not kept and CRM stays as it is when ON24 %s',
  async ([_when, code, spoil], { configurations }) => {
    const client = configurations.client()
    const id = configurations.newRow({ msevtmgt_clientid: client.clientId })
    const before = configurations.row(id)
    spoil(client, configurations)
    const answer = await configurations.put(id, client.body)
    const text = await answer.text()
    expect([answer.status, JSON.parse(text).error.code]).toEqual([422, code])
    expect(text).not.toContain(client.body.accessTokenSecret)
    expect(await configurations.view(id)).toBeUndefined()
    expect(configurations.row(id)).toEqual(before)
  },
)

test.for(refusals)(
  'earlier credentials stay in force when ON24 %s',
  async ([_when, code, spoil], { configurations }) => {
    const id = configurations.newRow()
    const { clientId, body } = configurations.client()
    await configurations.give(id, body)
    const client = configurations.client()
    configurations.write(id, { msevtmgt_clientid: client.clientId })
    await until(() => expect(configurations.row(id).msevtmgt_message).toMatch(/stay in force\.$/))
    const [before, row] = [await configurations.view(id), configurations.row(id)]
    spoil(client, configurations)
    expect((await failure(await configurations.put(id, client.body))).code).toBe(code)
    expect(await configurations.view(id)).toEqual(before)
    expect(configurations.row(id)).toEqual(row)
    expect(await configurations.check(id)).toMatchObject({ clientId, health: { status: 'healthy' } })
  },
)

test('a call limit of ON24 is no refusal, and the answer says when to come back', async ({ app, configurations }) => {
  const id = configurations.newRow()
  const { body } = configurations.client()
  app.on24.na.injectFault(() =>
    Response.json({ message: 'Too many requests.' }, { status: 429, headers: { 'retry-after': '90' } }),
  )
  const answer = await configurations.give(id, body)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '90'])
  expect(await configurations.view(id)).toBeUndefined()
})

test.for<[string, (configurations: ConfigurationFixtures) => Record<string, unknown>, RegExp]>([
  ['is deactivated', () => ({ statecode: 1 }), /deactivated/],
  [
    'belongs to another provider',
    (configurations) => ({ msevtmgt_webinarproviderid: configurations.provider('Teams') }),
    /another webinar/,
  ],
])('a row that %s in CRM takes no credentials', async ([_what, values, message], { app, configurations }) => {
  const id = configurations.newRow(values(configurations))
  const before = on24Calls(app)
  const answer = await configurations.give(id, configurations.client().body)
  const { code, message: said } = await failure(answer)
  expect([answer.status, code]).toEqual([422, 'refused'])
  expect(said).toMatch(message)
  expect(on24Calls(app)).toBe(before)
  expect(await configurations.view(id)).toBeUndefined()
})

test.for<[string, Record<string, unknown>, string]>([
  [
    'has none',
    {},
    'The webinar configuration in Dynamics has no client id. An administrator of Dynamics enters it there first; then repeat this.',
  ],
  [
    'has another one',
    { msevtmgt_clientid: '1' },
    'The webinar configuration in Dynamics has another client id. Correct the one that is wrong: they must be the same.',
  ],
])('a client id is refused where the row in CRM %s', async ([_what, values, message], { app, configurations }) => {
  const id = configurations.newRow(values)
  const before = on24Calls(app)
  const answer = await configurations.put(id, configurations.client().body)
  expect([answer.status, await failure(answer)]).toEqual([422, { code: 'refused', message }])
  expect(on24Calls(app)).toBe(before)
  expect(await configurations.view(id)).toBeUndefined()
  expect(configurations.row(id)).toMatchObject({ msevtmgt_clientid: values.msevtmgt_clientid ?? null })
})

test('every route of configurations needs the function key', async ({ app, configurations }) => {
  const id = configurations.newRow()
  for (const [method, path] of [
    ['PUT', `configurations/${id}`],
    ['GET', 'configurations'],
    ['GET', `configurations/${id}`],
    ['POST', `configurations/${id}/check`],
    ['DELETE', `configurations/${id}`],
  ] as const) {
    const body = method === 'PUT' ? bodyOf('1') : undefined
    const answer = await app.call(method, path, body, { 'x-functions-key': 'guess' })
    expect([answer.status, await answer.text()]).toEqual([401, ''])
  }
})
