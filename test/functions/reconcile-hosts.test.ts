import { once } from 'node:events'
import { TableClient } from '@azure/data-tables'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, wallClock } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig({ webhooks: false })
  await rig.host.run('sweep-timer')
})
afterAll(() => rig.stop())

const minute = 60_000
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const is = (id: string, text: string) => until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe(text))
/** Sweeps until all that is known by now is dealt with, so that only what comes later is left to find. */
async function sweepAll() {
  await until(async () => {
    await rig.host.run('sweep-timer')
    await rig.quiet()
    expect(lastSweep(rig.host)).toMatchObject({ changed: 0, reviews: 0 })
  })
}
/** What a host said of its last sweep; the clocks of hosts differ here. */
function lastSweep({ logs }: FunctionsHost) {
  const said = logs.filter(({ message }) => message.startsWith('{"event":"connector.timer"')).at(-1)
  return said && JSON.parse(said.message)
}

/** Holds the first look for changes of a table; resolves once a sweep is there, and lets it go on when told. */
function holdSweepAt(set: string) {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  const reached = new Promise<void>((resolve) => {
    rig.dataverse.interfere(({ url }) => {
      if (!url.includes(`/${set}?`)) return undefined
      rig.dataverse.interfere()
      resolve()
      return released
    })
  })
  return { reached, release: () => release(undefined) }
}

test('only one host sweeps at a time', async () => {
  const other = await rig.startHost()
  const held = holdSweepAt('msevtmgt_eventregistrations')
  const first = rig.host.run('sweep-timer')
  await held.reached
  await other.run('sweep-timer')
  await until(() => expect(lastSweep(other)?.outcome).toBe('already running'))
  held.release()
  await first
  await until(() => expect(lastSweep(rig.host)?.outcome).toBe('done'))
  await other.stop()
})

test('a sweep whose host is killed in the middle is taken up by another once its turn is over', async () => {
  const { configuration, clientId } = await rig.account()
  const event = await rig.webinar({ configuration, clientId })
  const start = new Date(Date.now() + 24 * 60 * minute)
  const on24 = rig.on24.na.addEvent({ clientId, title: 'Session', goodafter: start, durationMinutes: 60 })
  const session = rig.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Session', msevtmgt_event: event.id, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_starttime: wallClock(start), msevtmgt_endtime: wallClock(new Date(start.getTime() + 60 * minute)) },
    ...{ msevtmgt_webinarconfigurationid: configuration, msevtmgt_webinarid: String(on24) },
  })
  await sweepAll()
  const early = rig.register(event, rig.contact(ada))
  const late = rig.register({ kind: 'session', id: session }, rig.contact(ada))

  const doomed = await rig.startHost()
  const held = holdSweepAt('msevtmgt_sessionregistrations')
  const swept = doomed.run('sweep-timer').catch((error: Error) => error.message)
  await held.reached
  await is(early, 'Registered at ON24')
  await rig.quiet()
  const gone = once(doomed.child, 'exit')
  doomed.child.kill('SIGKILL')
  await gone
  held.release()
  expect(await swept).toBe('The host ended before the function did.')
  expect(rig.row(late)?.msevtmgt_syncedwithprovider).not.toBe(100000000)

  await rig.host.run('sweep-timer')
  await until(() => expect(lastSweep(rig.host)?.outcome).toBe('already running'))
  const next = await rig.startHost({ clockShift: 11 * minute })
  await next.run('sweep-timer')
  await is(late, 'Registered at ON24')
  await next.stop()
})

const key = ['cursor', 'msevtmgt_eventregistration'] as const
const cursorTable = () =>
  TableClient.fromConnectionString(rig.storage.connectionString, 'cursors', { allowInsecureConnection: true })

test('a change-tracking token that expired is made good by the times of change', async () => {
  const cursors = cursorTable()
  const webinar = await rig.webinar()
  await sweepAll()
  const id = rig.register(webinar, rig.contact(ada))
  const { cursor } = await cursors.getEntity<{ cursor: string }>(...key)
  const expired = cursor.replace(/(deltatoken=\d+!)\d{4}/, '$12020')
  expect(expired).not.toBe(cursor)
  await cursors.updateEntity({ partitionKey: key[0], rowKey: key[1], cursor: expired })
  rig.dataverse.calls.length = 0
  await rig.host.run('sweep-timer')
  expect(rig.dataverse.calls).toContainEqual(
    expect.objectContaining({ path: '/api/data/v9.2/msevtmgt_eventregistrations', status: 400 }),
  )
  await is(id, 'Registered at ON24')
})

test('a registration from before the first look is found once it is pending for a quarter of an hour', async () => {
  const webinar = await rig.webinar()
  await sweepAll()
  const id = rig.register(webinar, rig.contact(ada))
  await cursorTable().deleteEntity(...key)
  await sweepAll()
  expect(rig.row(id)?.msevtmgt_registrationstatus).not.toBe('Registered at ON24')
  const later = await rig.startHost({ clockShift: 16 * minute })
  await later.run('sweep-timer')
  await is(id, 'Registered at ON24')
  await later.stop()
})

test('who was cancelled at ON24 by hand is back within the hour', async () => {
  const webinar = await rig.webinar()
  const id = rig.register(webinar, rig.contact(ada))
  await rig.host.run('sweep-timer')
  await is(id, 'Registered at ON24')
  const [registrant] = rig.registrants(webinar)
  if (registrant) registrant.userstatus = 'deleted'
  // A host that lives now takes the list for behind what ON24 was told a moment ago.
  await rig.host.stop()
  const later = await rig.startHost({ clockShift: 61 * minute })
  await later.run('sweep-timer')
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: id }]))
})
