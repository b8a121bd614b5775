import { once } from 'node:events'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig({ webhooks: false })
})
afterAll(() => rig.stop())

const event = 'msevtmgt_event'
const registrationTable = 'msevtmgt_eventregistration'
const ada = { lastname: 'Byron', emailaddress1: 'ada@example.test' }

const endsOf = (id: string) => rig.reports('connector.message').filter((report) => report.id === id)

async function failureOf(row: string) {
  return (await rig.failures()).find((failure) => failure.row === row)
}

/** Starts a backfill of registrations; answers its id. */
async function backfill(webinarId: string): Promise<string> {
  const started = await rig.call('POST', `webinars/${event}/${webinarId}/sync`, { registrations: true })
  return ((await started.json()) as { id: string }).id
}

async function shown(path: string) {
  return (await rig.call('GET', path)).json()
}

test('a message in the queue of webinars is worked on as it asks', async () => {
  const { id, configuration } = await pastWebinar()
  await rig.enqueue('webinars', { table: event, id })
  await until(() => expect(endsOf(id)).toMatchObject([{ queue: 'webinars', outcome: 'adopted' }]))
  await rig.enqueue('webinars', { table: event, id, work: 'attendance' })
  const attendance = { work: 'attendance', outcome: 'done', counts: expect.objectContaining({ attendees: 0 }) }
  await until(() => expect(endsOf(id)).toContainEqual(expect.objectContaining(attendance)))
  await rig.enqueue('webinars', { table: event, id, work: 'review' })
  await until(() => expect(endsOf(id)).toContainEqual(expect.objectContaining({ work: 'review', outcome: 'done' })))
  await rig.enqueue('configurations', { table: 'msevtmgt_webinarconfiguration', id: configuration, work: 'types' })
  const types = { queue: 'configurations', work: 'types', counts: { types: 5, languages: 8, written: 0 } }
  await until(() => expect(endsOf(configuration)).toContainEqual(expect.objectContaining(types)))
})

test('a review that finds a webinar not reconciled asks for that, and not for another review', async () => {
  const { id } = await rig.webinar()
  await rig.enqueue('webinars', { table: event, id, work: 'review' })
  await until(() => expect(endsOf(id)).toHaveLength(2))
  await rig.quiet()
  expect(endsOf(id)).toMatchObject([{ work: 'review', outcome: 'done' }, { outcome: 'adopted' }])
})

test('a contact in the queue of registrations concerns its registrations', async () => {
  const webinar = await rig.webinar()
  const contact = rig.contact(ada)
  const id = rig.register(webinar, contact)
  await rig.enqueue('registrations', { table: 'contact', id: contact })
  await until(() => expect(endsOf(id)).toMatchObject([{ queue: 'registrations', outcome: 'registered' }]))
  expect(endsOf(contact)).toMatchObject([{ queue: 'registrations', counts: 1 }])
})

test('a backfill is shown under both of its routes, and listed with the newest first', async () => {
  const [first, second] = [await rig.webinar(), await rig.webinar()]
  const older = await backfill(first.id)
  const newer = await backfill(second.id)
  await until(async () => expect(await shown(`backfills/${newer}`)).toMatchObject({ id: newer, state: 'ended' }))
  expect(await shown(`runs/${newer}`)).toEqual(await shown(`backfills/${newer}`))
  const { backfills } = (await shown('backfills')) as { backfills: { id: string }[] }
  expect(backfills.slice(0, 2)).toMatchObject([
    { id: newer, table: event, webinar: second.id, registrations: true, attendance: false },
    { id: older, webinar: first.id },
  ])
})

test('messages that the first edition left in its queues are done after the next sweep', async () => {
  const { id, configuration } = await pastWebinar()
  const ahead = await rig.webinar()
  const contact = rig.contact(ada)
  const registration = rig.register(ahead, contact)
  const since = new Date(Date.now() - 60_000).toISOString()
  await rig.enqueue('contacts', { table: 'contact', id: contact, since, tries: 2 })
  await rig.enqueue('audits', { table: event, id: ahead.id })
  await rig.enqueue('attendance', { table: event, id })
  await rig.enqueue('types', { table: 'msevtmgt_webinarconfiguration', id: configuration })
  await rig.host.run('sweep-timer')
  await until(() => expect(rig.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  expect(endsOf(contact)).toMatchObject([{ queue: 'registrations', outcome: 'done', attempts: 3 }])
  await until(() => expect(endsOf(ahead.id)).toContainEqual(expect.objectContaining({ work: 'review' })))
  await until(() => expect(endsOf(id)).toContainEqual(expect.objectContaining({ work: 'attendance' })))
  await until(() => expect(endsOf(configuration)).toContainEqual(expect.objectContaining({ work: 'types' })))
})

test('a failure that the first edition recorded is replayed, and gone once it goes well', async () => {
  const contact = rig.contact(ada)
  await rig.enqueue('contacts-poison', { table: 'contact', id: contact, kind: 'gave_up', reason: 'ON24 was out.' })
  await rig.host.run('sweep-timer')
  const failure = await failureOf(contact)
  expect(failure).toMatchObject({ queue: 'registrations', table: 'contact', kind: 'gave_up', reason: 'ON24 was out.' })
  expect((await rig.call('POST', `failures/${failure?.id}/replay`)).status).toBe(202)
  await until(async () => expect(await failureOf(contact)).toBeUndefined())
})

test('a message whose worker is killed five times is recorded by the sweep, and its backfill ends', {
  timeout: 120_000,
}, async () => {
  const webinar = await rig.webinar()
  const id = rig.register(webinar, rig.contact(ada))
  const { promise: never } = Promise.withResolvers<undefined>()
  let calls = 0
  rig.on24.na.interfere(({ method, url }) => {
    if (method !== 'POST' || !url.includes('/registrant')) return undefined
    calls += 1
    return never
  })
  const started = await backfill(webinar.id)
  let host = rig.host
  for (let kills = 1; kills <= 5; kills += 1) {
    await until(() => expect(calls).toBe(kills), { timeout: 20_000 })
    const gone = once(host.child, 'exit')
    host.child.kill('SIGKILL')
    await gone
    // Storage lives in this process; the next host lives as much later as it does.
    shiftClock(tenMinutes)
    host = await rig.startHost({ clockShift: tenMinutes * kills })
  }
  const call = async (path: string) =>
    (await fetch(`${host.url}/api/${path}`, { headers: { 'x-functions-key': host.keys.default } })).json()
  await until(async () => expect(await rig.messages('registrations-poison')).toHaveLength(1), { timeout: 20_000 })
  expect(await call(`backfills/${started}`)).toMatchObject({ state: 'running', total: 1, waiting: 1 })

  await host.run('sweep-timer')
  const { failures } = (await call('failures?kind=unforeseen')) as { failures: object[] }
  expect(failures).toMatchObject([{ queue: 'registrations', table: registrationTable, row: id, kind: 'unforeseen' }])
  expect(rig.reports('connector.failure')).toContainEqual(expect.objectContaining({ id, kind: 'unforeseen' }))
  expect(await call(`backfills/${started}`)).toMatchObject({ state: 'ended', failed: 1, waiting: 0 })
  expect(await rig.messages('registrations-poison')).toEqual([])
})

/** The queue gives back what a dead host had in hand after this; it is longer than any lease. */
const tenMinutes = 10 * 60_000 + 1000

async function pastWebinar() {
  const account = await rig.account()
  return { ...account, ...(await rig.webinar({ ...account, startsInHours: -3 })) }
}
