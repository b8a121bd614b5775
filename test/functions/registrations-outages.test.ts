import type { Fault } from '@webinar-connector/emulator-server'
import { foreignAnswers } from '@webinar-connector/on24-emulator/foreign-answers'
import { describe, expect } from 'vitest'
import { type Account, type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

/** The faults of calls to ON24, by event. */
const faults = new Map<number, Fault>()
test.beforeAll(({ app }) => {
  app.on24.na.injectFault((request) => {
    const event = Number(/\/event\/(\d+)\//.exec(request.url)?.[1])
    return faults.get(event)?.(request)
  })
})

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const providerError = { msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000004 }
const waiting = 'Not sent yet. It will be sent by itself; there is nothing to do.'
const unavailable = () => Response.json({ message: 'Service unavailable' }, { status: 503 })

function says(app: TestApp, id: string, text: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(text), { timeout: 20_000 })
}

/** The reports of a registration's tries so far. */
function tries(app: TestApp, id: string) {
  return app.reports('connector.message').filter((report) => report.id === id)
}

/** Webinars with a contact to register for each, and no message left in a queue. */
async function webinarsWithContacts(
  app: TestApp,
  account: Account,
  count: number,
): Promise<{ webinar: Webinar; contact: string }[]> {
  const all = await Promise.all(
    Array.from({ length: count }, async () => ({ webinar: await app.webinar(account), contact: app.contact(ada) })),
  )
  await app.idle()
  return all
}

// At the same time: each waits a few seconds.
describe.concurrent('an outage of ON24', () => {
  let webinars: Awaited<ReturnType<typeof webinarsWithContacts>>
  test.beforeAll(async ({ app }) => {
    // Each has an account of its own: many failures of one account in a row are an outage of all of it.
    const accounts = await Promise.all(Array.from({ length: 7 }, () => app.account()))
    webinars = (await Promise.all(accounts.map((account) => webinarsWithContacts(app, account, 1)))).flat()
  })

  test.for<[string, Fault, string]>([
    ['an outage', unavailable, 'out_of_service'],
    ['a cut connection', () => 'reset', 'unreachable'],
    ['a 403 that nobody knows', () => Response.json({ message: 'Computer says no' }, { status: 403 }), 'not_now'],
    ['a 404 page of a gateway', foreignAnswers['page under 4xx'], 'unreadable_answer'],
    ['an answer in no known shape', () => Response.json({ hello: 'world' }), 'unreadable_answer'],
    ['an answer that breaks off', () => new Response('{"eventuserid":7000'), 'unreachable'],
  ])('%s is told to the log alone, and a few seconds later it is tried again', async ([_, fault, code], { app }) => {
    const { webinar, contact } = webinars.pop() ?? expect.unreachable()
    faults.set(webinar.on24, fault)
    const id = app.register(webinar, contact)
    await says(app, id, waiting)
    expect(app.row(id)).toMatchObject(providerError)
    await until(() => expect(tries(app, id)[0]).toMatchObject({ outcome: 'comes back', attempts: 1, why: 'outage' }))
    expect(tries(app, id)[0]?.reason).toMatch(new RegExp(`^${code}\\b`))
    expect([2, 3]).toContain(tries(app, id)[0]?.wait)

    faults.delete(webinar.on24)
    await says(app, id, 'Registered at ON24')
    expect(app.registrants(webinar)).toMatchObject([{ exteventusercd: id, userstatus: 'active' }])
  })

  test('waits grow from try to try', async ({ app }) => {
    const { webinar, contact } = webinars.pop() ?? expect.unreachable()
    faults.set(webinar.on24, unavailable)
    const id = app.register(webinar, contact)
    // The echo of the connector's own write may lose a race meanwhile; that is another wait.
    const later = () => tries(app, id).find((report) => report.attempts === 2 && report.why === 'outage')
    await until(() => expect(later()).toMatchObject({ outcome: 'comes back', why: 'outage' }), { timeout: 20_000 })
    expect(later()?.wait).toBeGreaterThanOrEqual(3)
    faults.delete(webinar.on24)
    await says(app, id, 'Registered at ON24')
    const third = expect.objectContaining({ outcome: 'registered', attempts: 3 })
    await until(() => expect(tries(app, id)).toContainEqual(third), { timeout: 20_000 })
  })
})

test('a message waits while Dataverse does not answer', async ({ app, account }) => {
  const [{ webinar, contact } = expect.unreachable()] = await webinarsWithContacts(app, account, 1)
  app.dataverse.injectFault(() => new Response(null, { status: 503 }))
  const id = app.register(webinar, contact)
  await until(() => expect(tries(app, id)[0]).toMatchObject({ outcome: 'comes back', why: 'outage' }))
  app.dataverse.injectFault()
  await says(app, id, 'Registered at ON24')
  expect(app.registrants(webinar)).toHaveLength(1)
})

test('a Dataverse that asks for a second is waited for in place', async ({ app, account }) => {
  const [{ webinar, contact } = expect.unreachable()] = await webinarsWithContacts(app, account, 1)
  let refused = 0
  app.dataverse.injectFault(() => {
    if (refused === 3) return undefined
    refused += 1
    return new Response(null, { status: 429, headers: { 'retry-after': '1' } })
  })
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  await app.idle()
  expect(refused).toBe(3)
  expect(tries(app, id)[0]).toMatchObject({ outcome: 'registered', attempts: 1 })
})

test('a status lost on its way to CRM is written later, without another ON24 call', async ({ app, account }) => {
  const [{ webinar, contact } = expect.unreachable()] = await webinarsWithContacts(app, account, 1)
  app.dataverse.injectFault(({ method }) => (method === 'PATCH' ? new Response(null, { status: 503 }) : undefined))
  const id = app.register(webinar, contact)
  await until(() => expect(tries(app, id)[0]).toMatchObject({ outcome: 'comes back' }))
  app.dataverse.injectFault()
  await says(app, id, 'Registered at ON24')
  await app.idle()
  const posts = app.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.includes(`/${webinar.on24}/`))
  expect(posts).toHaveLength(1)
})

/** The last one, because Dataverse is not called for a while after it. */
test('a Dataverse that names a time to come back is not called before', async ({ app, account }) => {
  const [{ webinar, contact } = expect.unreachable()] = await webinarsWithContacts(app, account, 1)
  app.dataverse.injectFault(() => new Response(null, { status: 429, headers: { 'retry-after': '37' } }))
  const id = app.register(webinar, contact)
  await until(() => expect(tries(app, id)[0]).toMatchObject({ outcome: 'comes back', why: 'asked' }))
  expect(tries(app, id)[0]?.wait).toBeGreaterThanOrEqual(37)
})
