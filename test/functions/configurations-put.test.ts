import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { bodyOf, columns, configurationDesk, type Failure, type Region, type View } from '../harness/configurations.ts'
import { type Rig, startRig, tokensOf, until } from '../harness/test-app.ts'

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

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const failure = async (answer: Response) => ((await answer.json()) as Failure).error
/** Types of webinars are read later, by themselves. */
const on24Calls = () =>
  [...rig.on24.na.calls, ...rig.on24.eu.calls].filter(({ path }) => !/\/(eventtypes|languages)$/.test(path)).length
/** How often the connector changed the row. */
function writesTo(id: string) {
  let writes = 0
  rig.dataverse.onChange((change) => {
    if (change.id === id && change.by === 'api') writes += 1
  })
  return () => writes
}

test.each<Region>(['na', 'eu'])(
  'credentials that ON24 accepts in %s are kept, and CRM shows the same',
  async (region) => {
    const { clientId, body } = desk.client(region)
    const id = desk.newRow()
    rig.on24.na.calls.length = 0
    rig.on24.eu.calls.length = 0
    const answer = await desk.put(id, { ...body, acceptedBy: 'Erin Planner' })
    expect(answer.status).toBe(200)
    const view = await answer.json()
    expect(view).toEqual({
      ...{ id, provider: 'on24', region, clientId, configuredAt: iso, lastMetricsUpdate: null },
      terms: { acceptedAt: iso, acceptedBy: 'Erin Planner' },
      health: { status: 'healthy', message: 'ON24 accepts the credentials.', checkedAt: iso },
    })
    expect(await desk.view(id)).toEqual(view)
    expect(desk.row(id)).toMatchObject({
      ...columns.healthy,
      ...{ msevtmgt_clientid: clientId, msevtmgt_message: 'ON24 accepts the credentials.' },
    })
    expect(rig.dataverse.rows('msevtmgt_webinarconsent')).toContainEqual(
      expect.objectContaining({ msevtmgt_consentprovided: true, statecode: 0 }),
    )
    expect(on24Calls()).toBe(1)
    expect(rig.on24[region].calls.length).toBeGreaterThan(0)
  },
)

test('several accounts in both regions are kept side by side', async () => {
  const all = (['na', 'eu', 'na', 'eu'] as const).map((region) => ({ id: desk.newRow(), ...desk.client(region) }))
  const answers = await Promise.all(all.map(({ id, body }) => desk.put(id, body)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  for (const { id, clientId, body } of all) {
    expect(await desk.list()).toContainEqual(expect.objectContaining({ id, clientId, region: body.region }))
    expect(await desk.check(id)).toMatchObject({ clientId, health: { status: 'healthy' } })
  }
})

test('the id of the row may be written in capitals', async () => {
  const id = desk.newRow()
  const { body } = desk.client()
  const answer = await desk.put(id.toUpperCase(), body)
  expect(await answer.json()).toMatchObject({ id })
  expect(await desk.view(id)).toBeDefined()
})

test('a repeated PUT leaves everything as it is but the times', async () => {
  const id = desk.newRow()
  const { body } = desk.client()
  const once = (await (await desk.put(id, body)).json()) as View
  const consents = rig.dataverse.rows('msevtmgt_webinarconsent').length
  const twice = await (await desk.put(id, body)).json()
  const times = { configuredAt: iso, terms: { acceptedAt: iso, acceptedBy: null } }
  expect(twice).toEqual({ ...once, ...times, health: { ...once.health, checkedAt: iso } })
  expect(rig.dataverse.rows('msevtmgt_webinarconsent')).toHaveLength(consents)
  expect(await desk.check(id)).toMatchObject({ health: { status: 'healthy' } })
})

test('a renewed token and another account take the place of what was kept', async () => {
  const id = desk.newRow()
  const { account, body } = desk.client()
  await desk.put(id, body)
  account.accessTokenSecret = 'renewed'
  expect((await desk.put(id, { ...body, accessTokenSecret: 'renewed' })).status).toBe(200)
  expect(await desk.check(id)).toMatchObject({ health: { status: 'healthy' } })
  const other = desk.client('eu')
  expect(await (await desk.put(id, other.body)).json()).toMatchObject({ clientId: other.clientId, region: 'eu' })
  await rig.quiet()
  expect(desk.row(id)).toMatchObject({ msevtmgt_clientid: other.clientId, ...columns.healthy })
})

test('the echo of what was written to CRM changes nothing and ends', async () => {
  const id = desk.newRow()
  await rig.quiet()
  const writes = writesTo(id)
  const { body } = desk.client()
  const before = on24Calls()
  await desk.put(id, body)
  await rig.quiet()
  expect(writes()).toBeLessThanOrEqual(2)
  expect(on24Calls()).toBe(before + 1)
  expect(await desk.view(id)).toBeDefined()
})

test('what waited for the credentials goes on', async () => {
  const { clientId, body } = desk.client()
  const id = desk.newRow()
  const webinar = await rig.webinar({ configuration: id, clientId })
  const registration = rig.register(webinar, rig.contact({ firstname: 'Ada', emailaddress1: 'ada@example.test' }))
  await until(() => expect(rig.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000002 }))
  await desk.put(id, body)
  await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
})

test('all faults are named at once, no secret is repeated, and nobody is asked', async () => {
  const id = desk.newRow()
  const before = on24Calls()
  const answer = await desk.put(id, {
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
  expect(on24Calls()).toBe(before)
  expect(await desk.view(id)).toBeUndefined()
})

test('terms that are not accepted are a fault like others', async () => {
  const { body } = desk.client()
  const answer = await desk.put(desk.newRow(), { ...body, acceptTerms: false })
  expect([answer.status, (await failure(answer)).details]).toEqual([400, [expect.stringContaining('acceptTerms')]])
})

test.each([
  ['{"provider":"on24"', 'The body is not JSON.'],
  ['accessTokenKey=hush', 'The body is not JSON.'],
  [undefined, 'The body is not JSON.'],
  ['null', 'The body must be a JSON object.'],
  ['"hush"', 'The body must be a JSON object.'],
])('a body that cannot be read is told so: %s', async (body, message) => {
  const answer = await desk.put(desk.newRow(), body)
  expect([answer.status, (await failure(answer)).details]).toEqual([400, [message]])
})

test.each(['a row that CRM does not have', 'something that is no id'])('%s is not found', async (what) => {
  const { body } = desk.client()
  const before = on24Calls()
  const answer = await desk.put(what.includes('CRM') ? randomUUID() : 'mine', body)
  expect([answer.status, (await failure(answer)).code]).toEqual([404, 'not_found'])
  expect(on24Calls()).toBe(before)
})

type Client = ReturnType<typeof desk.client>
const refusals: [string, string, (client: Client) => unknown][] = [
  ['does not know the token', 'not_authenticated', ({ body }) => Object.assign(body, { accessTokenKey: 'wrong' })],
  ['has the token disabled', 'not_authenticated', ({ account }) => Object.assign(account, { enabled: false })],
  ['does not know the client', 'not_authenticated', ({ body }) => Object.assign(body, { region: 'eu' })],
  ['knows the token as that of another client', 'forbidden', ({ body }) => stolen(body)],
  ['gives the token no level', 'forbidden', ({ account }) => account.levels.clear()],
  ['has the client inactive', 'forbidden', ({ account }) => Object.assign(account, { active: false })],
  ['sees the contract ended', 'forbidden', ({ account }) => Object.assign(account, { contractExpired: true })],
]
function stolen(body: Client['body']) {
  const victim = desk.client()
  return Object.assign(body, tokensOf(victim.clientId))
}

test.each(refusals)('when ON24 %s nothing is kept and CRM stays as it is', async (_when, code, spoil) => {
  const client = desk.client()
  const id = desk.newRow()
  const before = desk.row(id)
  spoil(client)
  const answer = await desk.put(id, client.body)
  const text = await answer.text()
  expect([answer.status, JSON.parse(text).error.code]).toEqual([422, code])
  expect(text).not.toContain(client.body.accessTokenSecret)
  expect(await desk.view(id)).toBeUndefined()
  expect(desk.row(id)).toEqual(before)
})

test.each(refusals)('when ON24 %s what was kept before stays in force', async (_when, code, spoil) => {
  const id = desk.newRow()
  const { clientId, body } = desk.client()
  await desk.put(id, body)
  const [before, row] = [await desk.view(id), desk.row(id)]
  const client = desk.client()
  spoil(client)
  expect((await failure(await desk.put(id, client.body))).code).toBe(code)
  expect(await desk.view(id)).toEqual(before)
  expect(desk.row(id)).toEqual(row)
  expect(await desk.check(id)).toMatchObject({ clientId, health: { status: 'healthy' } })
})

test('a limit of calls at ON24 is no refusal: the answer says when to come back', async () => {
  const id = desk.newRow()
  const { body } = desk.client()
  rig.on24.na.interfere(() =>
    Response.json({ message: 'You have reached the maximum number of calls for this api.' }, { status: 403 }),
  )
  const answer = await desk.put(id, body)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60'])
  expect(await desk.view(id)).toBeUndefined()
})

test.each([
  ['is deactivated', () => ({ statecode: 1 }), /deactivated/],
  ['belongs to another provider', () => ({ msevtmgt_webinarproviderid: desk.provider('Teams') }), /another webinar/],
])('a row that %s in CRM takes no credentials: they would be gone again at once', async (_what, values, message) => {
  const id = desk.newRow(values())
  const before = on24Calls()
  const answer = await desk.put(id, desk.client().body)
  const { code, message: said } = await failure(answer)
  expect([answer.status, code]).toEqual([422, 'refused'])
  expect(said).toMatch(message)
  expect(on24Calls()).toBe(before)
  expect(await desk.view(id)).toBeUndefined()
})

test('every route of configurations wants the function key, and says nothing without', async () => {
  const id = desk.newRow()
  for (const [method, path] of [
    ['PUT', `configurations/${id}`],
    ['GET', 'configurations'],
    ['GET', `configurations/${id}`],
    ['POST', `configurations/${id}/check`],
    ['DELETE', `configurations/${id}`],
  ] as const) {
    const body = method === 'PUT' ? bodyOf('1') : undefined
    const answer = await rig.call(method, path, body, { 'x-functions-key': 'guess' })
    expect([answer.status, await answer.text()]).toEqual([401, ''])
  }
})
