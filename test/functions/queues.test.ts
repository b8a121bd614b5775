import { once } from 'node:events'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { expect } from 'vitest'
import { type TestApp, test, until } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })

const event = 'msevtmgt_event'
const registrationTable = 'msevtmgt_eventregistration'
const ada = { lastname: 'Byron', emailaddress1: 'ada@example.test' }

const endsOf = (app: TestApp, id: string) => app.reports('connector.message').filter((report) => report.id === id)

async function failureOf(app: TestApp, row: string) {
  return (await app.failures()).find((failure) => failure.row === row)
}

/** Starts a backfill of registrations; answers its id. */
async function startBackfill(app: TestApp, webinarId: string): Promise<string> {
  const started = await app.call('POST', `webinars/${event}/${webinarId}/sync`, { registrations: true })
  return ((await started.json()) as { id: string }).id
}

async function shown(app: TestApp, path: string) {
  return (await app.call('GET', path)).json()
}

test('a message in the queue of webinars is worked on as it asks', async ({ app }) => {
  const { id, configuration } = await pastWebinar(app)
  await app.enqueue('webinars', { table: event, id })
  await until(() => expect(endsOf(app, id)).toMatchObject([{ queue: 'webinars', outcome: 'adopted' }]))
  await app.enqueue('webinars', { table: event, id, work: 'attendance' })
  const attendance = { work: 'attendance', outcome: 'done', counts: expect.objectContaining({ attendees: 0 }) }
  await until(() => expect(endsOf(app, id)).toContainEqual(expect.objectContaining(attendance)))
  await app.enqueue('webinars', { table: event, id, work: 'review' })
  await until(() =>
    expect(endsOf(app, id)).toContainEqual(expect.objectContaining({ work: 'review', outcome: 'done' })),
  )
  await app.enqueue('configurations', { table: 'msevtmgt_webinarconfiguration', id: configuration, work: 'types' })
  const types = { queue: 'configurations', work: 'types', counts: { types: 5, written: 0 } }
  await until(() => expect(endsOf(app, configuration)).toContainEqual(expect.objectContaining(types)))
})

test('a review that finds a webinar not reconciled asks for just that', async ({ app }) => {
  const { id } = await app.webinar()
  await app.enqueue('webinars', { table: event, id, work: 'review' })
  await until(() => expect(endsOf(app, id)).toHaveLength(2))
  await app.idle()
  expect(endsOf(app, id)).toMatchObject([{ work: 'review', outcome: 'done' }, { outcome: 'adopted' }])
})

test('a contact in the queue of registrations concerns its registrations', async ({ app }) => {
  const webinar = await app.webinar()
  const contact = app.contact(ada)
  const id = app.register(webinar, contact)
  await app.enqueue('registrations', { table: 'contact', id: contact })
  await until(() => expect(endsOf(app, id)).toMatchObject([{ queue: 'registrations', outcome: 'registered' }]))
  expect(endsOf(app, contact)).toMatchObject([{ queue: 'registrations', counts: 1 }])
})

test('a backfill answers at both of its routes, and the newest is listed first', async ({ app }) => {
  const [first, second] = [await app.webinar(), await app.webinar()]
  const older = await startBackfill(app, first.id)
  const newer = await startBackfill(app, second.id)
  await until(async () => expect(await shown(app, `backfills/${newer}`)).toMatchObject({ id: newer, state: 'ended' }))
  expect(await shown(app, `runs/${newer}`)).toEqual(await shown(app, `backfills/${newer}`))
  const { backfills } = (await shown(app, 'backfills')) as { backfills: { id: string }[] }
  expect(backfills.slice(0, 2)).toMatchObject([
    { id: newer, table: event, webinar: second.id, registrations: true, attendance: false },
    { id: older, webinar: first.id },
  ])
})

test('messages in the first edition’s queues are done after the next sweep', async ({ app }) => {
  const { id, configuration } = await pastWebinar(app)
  const ahead = await app.webinar()
  const contact = app.contact(ada)
  const registration = app.register(ahead, contact)
  const since = new Date(Date.now() - 60_000).toISOString()
  await app.enqueue('contacts', { table: 'contact', id: contact, since, tries: 2 })
  await app.enqueue('audits', { table: event, id: ahead.id })
  await app.enqueue('attendance', { table: event, id })
  await app.enqueue('types', { table: 'msevtmgt_webinarconfiguration', id: configuration })
  await app.host.run('sweep-timer')
  await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  expect(endsOf(app, contact)).toMatchObject([{ queue: 'registrations', outcome: 'done', attempts: 3 }])
  await until(() => expect(endsOf(app, ahead.id)).toContainEqual(expect.objectContaining({ work: 'review' })))
  await until(() => expect(endsOf(app, id)).toContainEqual(expect.objectContaining({ work: 'attendance' })))
  await until(() => expect(endsOf(app, configuration)).toContainEqual(expect.objectContaining({ work: 'types' })))
})

test('a failure of the first edition is replayed, and resolved once it goes well', async ({ app }) => {
  const contact = app.contact(ada)
  await app.enqueue('contacts-poison', { table: 'contact', id: contact, kind: 'gave_up', reason: 'ON24 was out.' })
  await app.host.run('sweep-timer')
  const failure = await failureOf(app, contact)
  expect(failure).toMatchObject({ queue: 'registrations', table: 'contact', kind: 'gave_up', reason: 'ON24 was out.' })
  expect((await app.call('POST', `failures/${failure?.id}/replay`)).status).toBe(202)
  await until(async () => expect(await failureOf(app, contact)).toBeUndefined())
})

test('a message that kills its host five times is recorded by the sweep', {
  timeout: 120_000,
}, async ({ app }) => {
  const webinar = await app.webinar()
  const id = app.register(webinar, app.contact(ada))
  const { promise: never } = Promise.withResolvers<undefined>()
  let calls = 0
  app.on24.na.injectFault(({ method, url }) => {
    if (method !== 'POST' || !url.includes('/registrant')) return undefined
    calls += 1
    return never
  })
  const started = await startBackfill(app, webinar.id)
  let host = app.host
  for (let kills = 1; kills <= 5; kills += 1) {
    await until(() => expect(calls).toBe(kills), { timeout: 20_000 })
    const gone = once(host.child, 'exit')
    host.child.kill('SIGKILL')
    await gone
    // Storage lives in this process; the next host lives as much later as it does.
    shiftClock(tenMinutes)
    host = await app.startHost({ clockShift: tenMinutes * kills })
  }
  const call = async (path: string) =>
    (await fetch(`${host.url}/api/${path}`, { headers: { 'x-functions-key': host.keys.default } })).json()
  await until(async () => expect(await app.messages('registrations-poison')).toHaveLength(1), { timeout: 20_000 })
  expect(await call(`backfills/${started}`)).toMatchObject({ state: 'running', total: 1, waiting: 1 })

  await host.run('sweep-timer')
  const { failures } = (await call('failures?kind=unforeseen')) as { failures: object[] }
  expect(failures).toMatchObject([{ queue: 'registrations', table: registrationTable, row: id, kind: 'unforeseen' }])
  expect(app.reports('connector.failure')).toContainEqual(expect.objectContaining({ id, kind: 'unforeseen' }))
  expect(await call(`backfills/${started}`)).toMatchObject({ state: 'ended', failed: 1, waiting: 0 })
  expect(await app.messages('registrations-poison')).toEqual([])
})

/** The queue gives back what a dead host had in hand after this; it is longer than any lease. */
const tenMinutes = 10 * 60_000 + 1000

async function pastWebinar(app: TestApp) {
  const account = await app.account()
  return { ...account, ...(await app.webinar({ ...account, startsInHours: -3 })) }
}
