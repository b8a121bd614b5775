import type { Fault } from '@webinar-connector/emulator-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

let rig: Rig
let account: Awaited<ReturnType<Rig['account']>>
/** What befalls calls to ON24, by the event that they are about. */
const faults = new Map<number, Fault>()
beforeAll(async () => {
  rig = await startRig()
  account = await rig.account()
  rig.on24.na.interfere((request) => {
    const event = Number(/\/event\/(\d+)\//.exec(request.url)?.[1])
    return faults.get(event)?.(request)
  })
})
afterAll(() => rig.stop())

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const providerError = { msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000004 }
const waiting = 'Not sent yet. It will be sent by itself; there is nothing to do.'
const unavailable = () => Response.json({ message: 'Service unavailable' }, { status: 503 })

function says(id: string, text: string) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe(text), { timeout: 20_000 })
}

/** How the tries of a registration ended so far. */
function tries(id: string) {
  return rig.reports('connector.message').filter((report) => report.id === id)
}

/** Webinars and somebody to register for each, with nothing on its way any more. */
async function calm(count: number): Promise<{ webinar: Webinar; contact: string }[]> {
  const all = await Promise.all(
    Array.from({ length: count }, async () => ({ webinar: await rig.webinar(account), contact: rig.contact(ada) })),
  )
  await rig.quiet()
  return all
}

// At the same time: each waits a few seconds.
describe.concurrent('what happens to ON24 for a while', () => {
  let places: Awaited<ReturnType<typeof calm>>
  beforeAll(async () => {
    places = await calm(6)
  })

  test.each<[string, Fault, string]>([
    ['an outage', unavailable, 'out_of_service'],
    ['a cut connection', () => 'reset', 'unreachable'],
    ['a 403 that nobody knows', () => Response.json({ message: 'Computer says no' }, { status: 403 }), 'not_now'],
    ['an answer in no known shape', () => Response.json({ hello: 'world' }), 'unreadable_answer'],
    ['an answer that breaks off', () => new Response('{"eventuserid":7000'), 'unreachable'],
  ])('%s is told to nobody but the log, and a few seconds later it is tried again', async (_, fault, code) => {
    const { webinar, contact } = places.pop() ?? expect.unreachable()
    faults.set(webinar.on24, fault)
    const id = rig.register(webinar, contact)
    await says(id, waiting)
    expect(rig.row(id)).toMatchObject(providerError)
    await until(() => expect(tries(id)[0]).toMatchObject({ outcome: 'comes back', tries: 1, why: 'outage' }))
    expect(tries(id)[0]?.reason).toMatch(new RegExp(`^${code}\\b`))
    expect([2, 3]).toContain(tries(id)[0]?.wait)

    faults.delete(webinar.on24)
    await says(id, 'Registered at ON24')
    expect(rig.registrants(webinar)).toMatchObject([{ exteventusercd: id, userstatus: 'active' }])
  })

  test('waits grow from try to try', async () => {
    const { webinar, contact } = places.pop() ?? expect.unreachable()
    faults.set(webinar.on24, unavailable)
    const id = rig.register(webinar, contact)
    // The echo of the row's own news may lose a race meanwhile; that is another wait.
    const later = () => tries(id).find((report) => report.tries === 2 && report.why === 'outage')
    await until(() => expect(later()).toMatchObject({ outcome: 'comes back', why: 'outage' }), { timeout: 20_000 })
    expect(later()?.wait).toBeGreaterThanOrEqual(3)
    faults.delete(webinar.on24)
    await says(id, 'Registered at ON24')
    const third = expect.objectContaining({ outcome: 'registered', tries: 3 })
    await until(() => expect(tries(id)).toContainEqual(third), { timeout: 20_000 })
  })
})

test('while Dataverse does not answer the message waits', async () => {
  const [{ webinar, contact } = expect.unreachable()] = await calm(1)
  rig.dataverse.interfere(() => new Response(null, { status: 503 }))
  const id = rig.register(webinar, contact)
  await until(() => expect(tries(id)[0]).toMatchObject({ outcome: 'comes back', why: 'outage' }))
  rig.dataverse.interfere()
  await says(id, 'Registered at ON24')
  expect(rig.registrants(webinar)).toHaveLength(1)
})

test('a Dataverse that names a time to come back is not asked before', async () => {
  const [{ webinar, contact } = expect.unreachable()] = await calm(1)
  rig.dataverse.interfere(() => new Response(null, { status: 429, headers: { 'retry-after': '3' } }))
  const id = rig.register(webinar, contact)
  await until(() => expect(tries(id)[0]).toMatchObject({ outcome: 'comes back', why: 'asked' }))
  rig.dataverse.interfere()
  expect(tries(id)[0]?.wait).toBeGreaterThanOrEqual(3)
  await says(id, 'Registered at ON24')
})

test('the outcome lost on its way to CRM is written by the next try, without asking ON24 again', async () => {
  const [{ webinar, contact } = expect.unreachable()] = await calm(1)
  rig.dataverse.interfere(({ method }) => (method === 'PATCH' ? new Response(null, { status: 503 }) : undefined))
  const id = rig.register(webinar, contact)
  await until(() => expect(tries(id)[0]).toMatchObject({ outcome: 'comes back' }))
  rig.dataverse.interfere()
  await says(id, 'Registered at ON24')
  await rig.quiet()
  const posts = rig.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.includes(`/${webinar.on24}/`))
  expect(posts).toHaveLength(1)
})
