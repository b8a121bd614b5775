import { once } from 'node:events'
import { TableClient } from '@azure/data-tables'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { expect } from 'vitest'
import { minute } from '../../lib/core/time.ts'
import { type TestApp, test, until } from '../harness/test-app.ts'
import { wallClock } from '../harness/wall-clock.ts'

test.override('appOptions', { webhooks: false })
test.beforeAll(async ({ app }) => {
  await app.host.run('sweep-timer')
})

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const is = (app: TestApp, id: string, text: string) =>
  until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(text))
/** Sweeps until nothing is left to find; a sweep and its messages take seconds on a busy machine. */
async function sweepAll(app: TestApp) {
  const sweep = async () => {
    await app.host.run('sweep-timer')
    await app.idle()
    expect(lastSweep(app.host)).toMatchObject({ changed: 0, reviews: 0 })
  }
  await until(sweep, { timeout: 30_000 })
}
/** A host's report of its last sweep; the clocks of hosts differ here. */
function lastSweep({ logs }: FunctionsHost) {
  const said = logs.filter(({ message }) => message.startsWith('{"event":"connector.timer"')).at(-1)
  return said && JSON.parse(said.message)
}

/** Holds the first read of a table's changes; resolves once a sweep is there, and releases it on demand. */
function holdSweepAt(app: TestApp, set: string) {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  const reached = new Promise<void>((resolve) => {
    app.dataverse.injectFault(({ url }) => {
      if (!url.includes(`/${set}?`)) return undefined
      app.dataverse.injectFault()
      resolve()
      return released
    })
  })
  return { reached, release: () => release(undefined) }
}

test('only one host sweeps at a time', async ({ app }) => {
  const other = await app.startHost()
  const held = holdSweepAt(app, 'msevtmgt_eventregistrations')
  const first = app.host.run('sweep-timer')
  await held.reached
  await other.run('sweep-timer')
  await until(() => expect(lastSweep(other)?.outcome).toBe('already running'))
  held.release()
  await first
  await until(() => expect(lastSweep(app.host)?.outcome).toBe('done'))
  await other.stop()
})

test('a sweep whose host is killed is taken over by another once its lease is over', async ({ app }) => {
  const { configuration, clientId } = await app.account()
  const event = await app.webinar({ configuration, clientId })
  const start = new Date(Date.now() + 24 * 60 * minute)
  const on24 = app.on24.na.addEvent({ clientId, title: 'Session', goodafter: start, durationMinutes: 60 })
  const session = app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Session', msevtmgt_event: event.id, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_starttime: wallClock(start), msevtmgt_endtime: wallClock(new Date(start.getTime() + 60 * minute)) },
    ...{ msevtmgt_webinarconfigurationid: configuration, msevtmgt_webinarid: String(on24) },
  })
  await sweepAll(app)
  const early = app.register(event, app.contact(ada))
  const late = app.register({ kind: 'session', id: session }, app.contact(ada))

  const doomed = await app.startHost()
  const held = holdSweepAt(app, 'msevtmgt_sessionregistrations')
  const swept = doomed.run('sweep-timer').catch((error: Error) => error.message)
  await held.reached
  await is(app, early, 'Registered at ON24')
  await app.idle()
  const gone = once(doomed.child, 'exit')
  doomed.child.kill('SIGKILL')
  await gone
  held.release()
  expect(await swept).toBe('The host ended before the function did.')
  expect(app.row(late)?.msevtmgt_syncedwithprovider).not.toBe(100000000)

  await app.host.run('sweep-timer')
  await until(() => expect(lastSweep(app.host)?.outcome).toBe('already running'))
  const next = await app.startHost({ clockShift: 11 * minute })
  await next.run('sweep-timer')
  await is(app, late, 'Registered at ON24')
  await next.stop()
})

const key = ['cursor', 'msevtmgt_eventregistration'] as const
const cursorTable = (app: TestApp) =>
  TableClient.fromConnectionString(app.storage.connectionString, 'cursors', { allowInsecureConnection: true })

test('an expired change-tracking token is replaced by the times of change', async ({ app }) => {
  const cursors = cursorTable(app)
  const webinar = await app.webinar()
  await sweepAll(app)
  const id = app.register(webinar, app.contact(ada))
  const { cursor } = await cursors.getEntity<{ cursor: string }>(...key)
  const expired = cursor.replace(/(deltatoken=\d+!)\d{4}/, '$12020')
  expect(expired).not.toBe(cursor)
  await cursors.updateEntity({ partitionKey: key[0], rowKey: key[1], cursor: expired })
  app.dataverse.calls.length = 0
  await app.host.run('sweep-timer')
  expect(app.dataverse.calls).toContainEqual(
    expect.objectContaining({ path: '/api/data/v9.2/msevtmgt_eventregistrations', status: 400 }),
  )
  await is(app, id, 'Registered at ON24')
})

test('a registration from before the first sweep is found after two minutes', async ({ app }) => {
  const webinar = await app.webinar()
  await sweepAll(app)
  const id = app.register(webinar, app.contact(ada))
  await cursorTable(app).deleteEntity(...key)
  // A host of another test had its clock ahead.
  await cursorTable(app).deleteEntity(key[0], 'pending')
  await sweepAll(app)
  expect(app.row(id)?.msevtmgt_registrationstatus).not.toBe('Registered at ON24')
  const later = await app.startHost({ clockShift: 3 * minute })
  await later.run('sweep-timer')
  await is(app, id, 'Registered at ON24')
  await later.stop()
})

test('a person cancelled at ON24 by hand is registered again within the hour', async ({ app }) => {
  const webinar = await app.webinar()
  const id = app.register(webinar, app.contact(ada))
  await app.host.run('sweep-timer')
  await is(app, id, 'Registered at ON24')
  const [registrant] = app.registrants(webinar)
  if (registrant) registrant.userstatus = 'deleted'
  // A host without a shifted clock takes the list for older than the last call to ON24.
  await app.host.stop()
  const later = await app.startHost({ clockShift: 61 * minute })
  await later.run('sweep-timer')
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: id }]))
})
