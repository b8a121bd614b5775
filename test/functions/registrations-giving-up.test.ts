import { expect } from 'vitest'
import { type Account, type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

test.afterEach(({ app }) => app.on24.na.injectFault())

const table = 'msevtmgt_eventregistration'
const unavailable = () => Response.json({ message: 'Service unavailable' }, { status: 503 })
/** Tries of one row that meet come back a few times. */
const patience = { timeout: 20_000 }
const eightDays = 8 * 24 * 60 * 60 * 1000

function says(app: TestApp, id: string, text: string | RegExp) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toMatch(text), patience)
}

function ends(app: TestApp, id: string) {
  return app.reports('connector.message').filter((report) => report.id === id)
}

/** A person whose first message fails, for ON24 is down from now on. */
async function inTrouble(
  app: TestApp,
  account: Account,
  fault: Parameters<typeof app.on24.na.injectFault>[0] = unavailable,
) {
  const { webinar, contact } = await calm(app, account)
  app.on24.na.injectFault(fault)
  const from = app.dataverse.calls.length
  const id = app.register(webinar, contact)
  await says(app, id, /^Not sent yet\. /)
  await app.idle()
  return { webinar, id, writes: () => app.dataverse.calls.slice(from).filter(({ method }) => method === 'PATCH') }
}

async function calm(
  app: TestApp,
  account: Account,
  options: Parameters<TestApp['webinar']>[0] = {},
): Promise<{ webinar: Webinar; contact: string }> {
  const webinar = await app.webinar({ ...account, ...options })
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
  // An outage of the test before is over.
  const check = `configurations/${account.configuration}/check`
  const healthOf = async () => ((await (await app.call('POST', check)).json()) as { health: { status: string } }).health
  await until(async () => expect(await healthOf()).toMatchObject({ status: 'healthy' }), patience)
  await app.idle()
  return { webinar, contact }
}

/** One more try of a message that was first tried that long ago, and how it ended. */
async function tryAgain(app: TestApp, id: string, age: number) {
  const [since, correlation] = [new Date(Date.now() - age).toISOString(), crypto.randomUUID()]
  await app.enqueue('registrations', { table, id, since, correlation })
  return until(() => {
    const end = ends(app, id).find((report) => report.correlation === correlation && report.why !== 'conflict')
    expect(end).toBeDefined()
    return end
  }, patience)
}

test('an outage of more than a week is said on the row and kept as a failure', async ({ app, account }) => {
  const { id } = await inTrouble(app, account)
  const end = await tryAgain(app, id, eightDays)
  await says(app, id, 'Not sent in spite of many tries. Your administrator: find the cause, then send it again.')
  expect(app.row(id)).toMatchObject({ msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000004 })
  const { configuration } = account
  const reason = expect.stringMatching(/^out_of_service: ON24 answered 503 to POST event\/\d+\/registrant$/)
  await until(async () =>
    expect(await app.failures()).toContainEqual(
      expect.objectContaining({ row: id, table, queue: 'registrations', kind: 'gave_up', configuration, reason }),
    ),
  )
  const [failure] = (await app.failures()).filter(({ row }) => row === id)
  expect(failure).toMatchObject({ count: end?.attempts })
  expect(Date.parse(String(failure?.lastTry)) - Date.parse(String(failure?.firstTry))).toBeGreaterThan(eightDays - 1000)

  app.on24.na.injectFault()
  const replayed = await app.call('POST', `failures/${failure?.id}/replay`)
  expect(replayed.status).toBe(202)
  await says(app, id, 'Registered at ON24')
  await until(async () => expect((await app.failures()).filter(({ row }) => row === id)).toEqual([]))
})

test('an outage of less than a week is waited out', async ({ app, account }) => {
  const { id } = await inTrouble(app, account)
  const end = await tryAgain(app, id, eightDays / 2)
  app.on24.na.injectFault()
  expect(end).toMatchObject({ outcome: 'comes back', why: 'outage' })
  expect(app.row(id)?.msevtmgt_registrationstatus).toMatch(/^Not sent yet\. /)
  await says(app, id, 'Registered at ON24')
})

test('an outage with changing errors is written on the row once', async ({ app, account }) => {
  let turn = 0
  const { id, writes } = await inTrouble(app, account, () => {
    turn += 1
    return turn % 2 ? unavailable() : 'reset'
  })
  for (const age of [0, 1]) await tryAgain(app, id, age)
  for (const age of [eightDays, eightDays + 1]) await tryAgain(app, id, age)
  await says(app, id, /^Not sent in spite of many tries\. /)
  app.on24.na.injectFault()
  // The first trouble and the end of it.
  expect(writes()).toHaveLength(2)
})

test('a refused registration is dead-lettered once, without personal data', async ({ app, account }) => {
  const { webinar, contact } = await calm(app, account, { requiredFields: ['country'] })
  const id = app.register(webinar, contact)
  await says(app, id, 'ON24 requires: Country. Complete the contact, or ask your administrator.')
  await app.idle()
  const [failure] = (await app.failures()).filter(({ row }) => row === id)
  expect(failure).toMatchObject({ kind: 'refused', configuration: account.configuration })
  expect(JSON.stringify(failure)).not.toMatch(/ada|byron|@/i)
  // Once for the new row, and once for the webhook that follows the reason being written on it.
  const posts = app.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.includes(`/${webinar.on24}/`))
  expect(posts.length).toBeLessThanOrEqual(2)
})
