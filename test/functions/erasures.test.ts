import { once } from 'node:events'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { expect } from 'vitest'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

type Receipt = {
  state: string
  contact: string | null
  accounts: { configuration: string; state: string; erased: Record<string, number>; reason?: string }[]
  left: string[]
}
const tenMinutes = 10 * 60_000 + 1000
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }

async function ordered(app: TestApp, body: unknown) {
  const answer = await app.call('POST', 'erasures', body)
  expect(answer.status).toBe(202)
  return ((await answer.json()) as { id: string }).id
}
const receipt = async (app: TestApp, id: string) => (await (await app.call('GET', `erasures/${id}`)).json()) as Receipt
const ended = (app: TestApp, id: string) =>
  until(async () => {
    const shown = await receipt(app, id)
    expect(shown.state).toBe('ended')
    return shown
  })
const inAccount = ({ accounts }: Receipt, configuration: string) =>
  accounts.find((account) => account.configuration === configuration)

/** An account with a webinar for which a contact is registered. */
async function registered(app: TestApp, contact: string, options: { startsInHours?: number } = {}) {
  const account = await app.account()
  const webinar = await app.webinar({ ...account, ...options })
  const registration = app.register(webinar, contact)
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  return { ...account, webinar, registration }
}

const states = (app: TestApp, webinar: Webinar) => app.registrants(webinar).map(({ userstatus }) => userstatus)

test('a contact is erased in every account, and nothing registers them again', async ({ app }) => {
  const contact = app.contact(ada)
  const [one, two] = [await registered(app, contact), await registered(app, contact)]
  const id = await ordered(app, { contact })
  const shown = await ended(app, id)
  expect(shown.contact).toBe(contact)
  expect(shown.left.map((sentence) => sentence.split(':')[0])).toEqual([
    'Dynamics',
    'The webinar provider',
    shown.left[2],
  ])
  for (const { configuration, webinar, registration } of [one, two]) {
    expect(inAccount(shown, configuration)).toMatchObject({ state: 'done', erased: { registrants: 1, records: 1 } })
    expect(states(app, webinar)).toEqual(['forgotten'])
    await until(() => expect(app.row(registration)?.msevtmgt_syncedwithprovider).toBe(100000001))
    const sync = await app.call('POST', `webinars/msevtmgt_event/${webinar.id}/sync`, { registrations: true })
    const { id: run } = (await sync.json()) as { id: string }
    await until(async () => {
      expect(await (await app.call('GET', `backfills/${run}`)).json()).toMatchObject({ state: 'ended', done: 1 })
    })
    expect(states(app, webinar)).toEqual(['forgotten'])
  }
})

test('an address takes its rows in Dynamics along, and the next reading brings none of them', async ({ app }) => {
  const account = await app.account()
  const webinar = await app.webinar({ ...account, startsInHours: -3 })
  for (const email of ['eve@example.test', 'bob@example.test']) {
    app.on24.na.attend(webinar.on24, app.on24.na.register(webinar.on24, { email }), { liveminutes: 30 })
  }
  const emails = (table: string) =>
    app.dataverse.rows(table).flatMap((row) => (row.wbc_eventid === webinar.id ? [row.wbc_emailaddress] : []))
  const pulls = () =>
    app
      .reports('connector.message')
      .filter(({ work, id, counts }) => work === 'attendance' && id === webinar.id && counts)
  const pull = async () => {
    const before = pulls().length
    await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'attendance' })
    await until(() => expect(pulls().length).toBeGreaterThan(before))
  }
  await pull()
  await until(() => expect(emails('wbc_attendee')).toHaveLength(2))
  const shown = await ended(app, await ordered(app, { email: 'Eve@Example.test' }))
  expect(inAccount(shown, account.configuration)?.erased).toEqual({
    ...{ registrants: 1, records: 0, attendees: 1, unmatched: 1 },
  })
  await pull()
  expect([emails('wbc_attendee'), emails('wbc_unmatchedattendee')]).toEqual([
    ['bob@example.test'],
    ['bob@example.test'],
  ])
})

test('a registration that is under way ends before its person is erased', async ({ app }) => {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const { promise: held, resolve: release } = Promise.withResolvers<undefined>()
  let isUnderWay = false
  app.on24.na.injectFault(({ method, url }) => {
    if (method !== 'POST' || !url.includes(`/event/${webinar.on24}/registrant`)) return undefined
    isUnderWay = true
    return held
  })
  const registration = app.register(webinar, app.contact({ ...ada, emailaddress1: 'grace@example.test' }))
  await until(() => expect(isUnderWay).toBe(true))
  const id = await ordered(app, { email: 'grace@example.test' })
  expect((await receipt(app, id)).state).toBe('running')
  release(undefined)
  await ended(app, id)
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toMatch(/forget|erase/i))
  expect(states(app, webinar)).toEqual(['forgotten'])
})

test('a contact is erased by a request in Dynamics, which is answered by a receipt', async ({ app }) => {
  const contact = app.contact({ ...ada, emailaddress1: 'lise@example.test' })
  const { webinar } = await registered(app, contact)
  const request = app.dataverse.insert('wbc_request', { wbc_kind: 524130003, wbc_contactid: contact })
  const row = () => app.dataverse.row('wbc_request', request) ?? {}
  await until(() => expect(row().wbc_state).toBe(524130002))
  expect(row()).toMatchObject({
    wbc_name: 'Erase the person',
    wbc_answer: expect.stringMatching(/^The person was erased at the webinar provider \(1 registrations there\)/),
  })
  expect(states(app, webinar)).toEqual(['forgotten'])
})

test('an account without credentials is named on the receipt', async ({ app }) => {
  const contact = app.contact({ ...ada, emailaddress1: 'hedy@example.test' })
  const { configuration } = await registered(app, contact)
  app.on24.na.injectFault(({ url }) => (url.endsWith('/forget') ? Response.json({}, { status: 503 }) : undefined))
  const id = await ordered(app, { contact })
  await app.call('DELETE', `configurations/${configuration}`)
  app.clearFaults()
  expect(inAccount(await ended(app, id), configuration)).toMatchObject({
    ...{ state: 'refused', reason: expect.stringMatching(/^The credentials of the account were removed/) },
  })
})

test.for([
  [{}, 400, /^Give either contact or email\.$/],
  [{ contact: crypto.randomUUID(), email: 'ada@example.test' }, 400, /^Give either/],
  [{ email: 'nobody' }, 400, /^email must be an e-mail address\.$/],
  [{ contact: '7' }, 400, /^contact must be a GUID\.$/],
  [{ contact: crypto.randomUUID() }, 404, /^There is no contact with this id/],
] as const)('an order that names nobody is refused: %j', async ([body, status, message], { app }) => {
  const answer = await app.call('POST', 'erasures', body)
  const { error } = (await answer.json()) as { error: { message: string } }
  expect([answer.status, error.message]).toEqual([status, expect.stringMatching(message)])
})

test('an erasure whose host is killed goes on, and no address is in a table or queue', async ({ app }) => {
  const contact = app.contact({ ...ada, emailaddress1: 'joan@example.test' })
  const { webinar } = await registered(app, contact)
  const { promise: never } = Promise.withResolvers<undefined>()
  let calls = 0
  app.on24.na.injectFault(({ url }) => {
    calls += url.endsWith('/forget') ? 1 : 0
    return url.endsWith('/forget') ? never : undefined
  })
  const id = await ordered(app, { contact })
  await until(() => expect(calls).toBe(1))
  expect(JSON.stringify(await app.messages('configurations'))).not.toContain('joan')
  const gone = once(app.host.child, 'exit')
  app.host.child.kill('SIGKILL')
  await gone
  app.clearFaults()
  shiftClock(tenMinutes)
  const next = await app.startHost({ clockShift: tenMinutes })
  await until(async () => {
    const answer = await fetch(`${next.url}/api/erasures/${id}`, { headers: { 'x-functions-key': next.keys.default } })
    expect(await answer.json()).toMatchObject({ state: 'ended' })
  })
  expect(states(app, webinar)).toEqual(['forgotten'])
})
