import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

let rig: Rig
let account: Awaited<ReturnType<Rig['account']>>
beforeAll(async () => {
  rig = await startRig()
  account = await rig.account()
})
afterAll(() => rig.stop())
afterEach(() => rig.on24.na.interfere())

const table = 'msevtmgt_eventregistration'
const unavailable = () => Response.json({ message: 'Service unavailable' }, { status: 503 })
/** Tries of one row that meet come back a few times. */
const patience = { timeout: 20_000 }
const eightDays = 8 * 24 * 60 * 60 * 1000

function says(id: string, text: string | RegExp) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toMatch(text), patience)
}

function ends(id: string) {
  return rig.reports('connector.message').filter((report) => report.id === id)
}

/** Somebody whose first message fails, for ON24 is down from now on. */
async function inTrouble(fault: Parameters<typeof rig.on24.na.interfere>[0] = unavailable) {
  const { webinar, contact } = await calm()
  rig.on24.na.interfere(fault)
  const from = rig.dataverse.calls.length
  const id = rig.register(webinar, contact)
  await says(id, /^Not sent yet\. /)
  await rig.quiet()
  return { webinar, id, writes: () => rig.dataverse.calls.slice(from).filter(({ method }) => method === 'PATCH') }
}

async function calm(options: Parameters<Rig['webinar']>[0] = {}): Promise<{ webinar: Webinar; contact: string }> {
  const webinar = await rig.webinar({ ...account, ...options })
  const contact = rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
  await rig.quiet()
  return { webinar, contact }
}

/** One more try of a message that was first tried that long ago, and how it ended. */
async function tryAgain(id: string, age: number) {
  const [since, correlation] = [new Date(Date.now() - age).toISOString(), crypto.randomUUID()]
  await rig.enqueue('registrations', { table, id, since, correlation })
  return until(() => {
    const end = ends(id).find((report) => report.correlation === correlation && report.why !== 'conflict')
    expect(end).toBeDefined()
    return end
  }, patience)
}

test('an outage of more than a week is said on the row, and the message is kept as a failure', async () => {
  const { id } = await inTrouble()
  const end = await tryAgain(id, eightDays)
  await says(id, 'Not sent in spite of many tries. Your administrator: find the cause, then send it again.')
  expect(rig.row(id)).toMatchObject({ msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000004 })
  const { configuration } = account
  const reason = expect.stringMatching(/^out_of_service: ON24 answered 503 to POST event\/\d+\/registrant$/)
  await until(async () =>
    expect(await rig.failures()).toContainEqual(
      expect.objectContaining({ row: id, table, queue: 'registrations', kind: 'gave_up', configuration, reason }),
    ),
  )
  const [failure] = (await rig.failures()).filter(({ row }) => row === id)
  expect(failure).toMatchObject({ count: end?.tries })
  expect(Date.parse(String(failure?.lastTry)) - Date.parse(String(failure?.firstTry))).toBeGreaterThan(eightDays - 1000)

  rig.on24.na.interfere()
  const replayed = await rig.call('POST', `failures/${failure?.id}/replay`)
  expect(replayed.status).toBe(202)
  await says(id, 'Registered at ON24')
  await until(async () => expect((await rig.failures()).filter(({ row }) => row === id)).toEqual([]))
})

test('an outage of less than a week is waited out', async () => {
  const { id } = await inTrouble()
  const end = await tryAgain(id, eightDays / 2)
  rig.on24.na.interfere()
  expect(end).toMatchObject({ outcome: 'comes back', why: 'outage' })
  expect(rig.row(id)?.msevtmgt_registrationstatus).toMatch(/^Not sent yet\. /)
  await says(id, 'Registered at ON24')
})

test('an outage with changing faces does not write each of them on the row, for every write comes back', async () => {
  let turn = 0
  const { id, writes } = await inTrouble(() => {
    turn += 1
    return turn % 2 ? unavailable() : 'reset'
  })
  for (const age of [0, 1]) await tryAgain(id, age)
  for (const age of [eightDays, eightDays + 1]) await tryAgain(id, age)
  await says(id, /^Not sent in spite of many tries\. /)
  rig.on24.na.interfere()
  // The first trouble and the end of it.
  expect(writes()).toHaveLength(2)
})

test('a refused registration is set aside without personal data, and does not go round and round', async () => {
  const { webinar, contact } = await calm({ requiredFields: ['country'] })
  const id = rig.register(webinar, contact)
  await says(id, 'ON24 requires: Country. Complete the contact, or ask your administrator.')
  await rig.quiet()
  const [failure] = (await rig.failures()).filter(({ row }) => row === id)
  expect(failure).toMatchObject({ kind: 'refused', configuration: account.configuration })
  expect(JSON.stringify(failure)).not.toMatch(/ada|byron|@/i)
  // Once for the new row, and once for the webhook that follows the reason being written on it.
  const posts = rig.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.includes(`/${webinar.on24}/`))
  expect(posts.length).toBeLessThanOrEqual(2)
})
