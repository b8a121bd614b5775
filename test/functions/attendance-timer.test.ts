import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AttendanceRig, startAttendanceRig } from '../harness/attendance.ts'
import { until, type Webinar, wallClock } from '../harness/test-app.ts'

let rig: AttendanceRig
beforeAll(async () => {
  rig = await startAttendanceRig()
})
afterAll(() => rig.stop())

const hour = 60 * 60 * 1000
const inHours = (hours: number) => new Date(Date.now() + hours * hour)
const timer = () => rig.host.run('attendance-timer')

/** Fires the timer; whether it queued the webinar. */
async function queuedByTimer(webinar: Webinar) {
  const before = await rig.queuedAt(webinar)
  await timer()
  return (await rig.queuedAt(webinar))?.getTime() !== before?.getTime()
}

async function wasRead(webinar: Webinar, times = 1) {
  await until(() => expect(rig.pulls(webinar)).toHaveLength(times))
}

/** An instant as the clock on the wall of a zone, as Dataverse keeps it. */
function onTheWall(instant: Date, zone: string) {
  const there = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
  return wallClock(new Date(`${there.toPlainDateTime().round('second')}Z`))
}

const tokyo = { code: 235, zone: 'Asia/Tokyo' }
const losAngeles = { code: 4, zone: 'America/Los_Angeles' }

describe('the timer', () => {
  test('has ended webinars read after half an hour, none that is younger or ahead', async () => {
    const account = await rig.account()
    const [ended, young, ahead] = [
      await rig.webinar({ ...account, startsInHours: -1.6 }),
      await rig.webinar({ ...account, startsInHours: -1.4 }),
      await rig.webinar({ ...account, startsInHours: 1 }),
    ]
    rig.attendee(ended, { email: 'ada@example.test', registration: rig.registered(ended, 'ada@example.test') })
    await timer()
    await wasRead(ended)
    expect(rig.checkIns(ended)).toHaveLength(1)
    expect([await rig.queuedAt(young), await rig.queuedAt(ahead)]).toEqual([undefined, undefined])
  })

  test('goes back a year, and no further', async () => {
    const account = await rig.account()
    const lastYear = await rig.webinar({ ...account, startsInHours: -364 * 24 })
    const before = await rig.webinar({ ...account, startsInHours: -366 * 24 })
    await timer()
    await wasRead(lastYear)
    expect(await rig.queuedAt(before)).toBeUndefined()
  })

  test('passes over deactivated, on-site and foreign events, and those without a webinar', async () => {
    const account = await rig.account()
    const webinar = (values: Record<string, unknown>) => rig.webinar({ ...account, startsInHours: -3, values })
    const ended = await webinar({})
    const others = [
      await webinar({ statecode: 1 }),
      await webinar({ msevtmgt_eventformat: 100000001 }),
      await webinar({ msevtmgt_webinarid: null }),
      await webinar({ msevtmgt_webinarconfigurationid: null }),
      await webinar({ msevtmgt_webinarconfigurationid: rig.dataverse.insert('msevtmgt_webinarconfiguration', {}) }),
    ]
    await timer()
    await wasRead(ended)
    for (const other of others) expect(await rig.queuedAt(other)).toBeUndefined()
  })

  test('reads an event’s end off the wall of its venue', async () => {
    const account = await rig.account()
    const event = ({ code, zone }: typeof tokyo, end: Date) => {
      const values = { msevtmgt_eventtimezone: code, msevtmgt_eventenddate: onTheWall(end, zone) }
      return rig.webinar({ ...account, startsInHours: -3, values })
    }
    const [over, young, ahead] = [
      await event(tokyo, inHours(-0.6)),
      await event(tokyo, inHours(-0.4)),
      await event(losAngeles, inHours(1)),
    ]
    await timer()
    await wasRead(over)
    expect([await rig.queuedAt(young), await rig.queuedAt(ahead)]).toEqual([undefined, undefined])
  })

  test('reads a session’s end by the time zone of its event', async () => {
    const account = await rig.account()
    const session = async ({ code, zone }: typeof tokyo, end: Date) => {
      const values = { msevtmgt_eventtimezone: code, msevtmgt_webinarid: null }
      const webinar = await rig.session((await rig.webinar({ ...account, values })).id, account, end)
      rig.dataverse.update('msevtmgt_session', webinar.id, { msevtmgt_endtime: onTheWall(end, zone) })
      return webinar
    }
    const over = await session(tokyo, inHours(-0.6))
    const ahead = await session(losAngeles, inHours(1))
    await timer()
    await wasRead(over)
    expect(await rig.queuedAt(ahead)).toBeUndefined()
  })
})

describe('a webinar that was read', () => {
  test('is due again at two, six and twenty-four hours, and not in between', async () => {
    const webinar = await rig.webinar({ startsInHours: -1.6 })
    expect(await queuedByTimer(webinar)).toBe(true)
    await wasRead(webinar)
    let readings = 1
    for (const [hours, due] of [
      [1.3, false],
      [0.2, true],
      [3.8, false],
      [0.2, true],
      [17.8, false],
      [0.2, true],
    ] as const) {
      await rig.age(webinar, hours)
      expect(await queuedByTimer(webinar)).toBe(due)
      if (due) readings += 1
      await wasRead(webinar, readings)
    }
  })

  test('is due again six hours later if its audience moved, else not', async () => {
    const account = await rig.account()
    const [moved, still] = [
      await rig.webinar({ ...account, startsInHours: -8 * 24 }),
      await rig.webinar({ ...account, startsInHours: -8 * 24 }),
    ]
    const ada = rig.attendee(moved, { email: 'ada@example.test' })
    await timer()
    await wasRead(moved)
    await wasRead(still)
    for (const webinar of [moved, still]) await rig.age(webinar, 5)
    rig.on24.na.attend(moved.on24, ada, { archiveminutes: 20 })
    expect(await queuedByTimer(moved)).toBe(false)
    for (const webinar of [moved, still]) await rig.age(webinar, 1.1)
    expect(await queuedByTimer(moved)).toBe(true)
    await wasRead(moved, 2)
    expect(rig.pulls(still)).toHaveLength(1)
    await rig.age(moved, 7)
    expect(await queuedByTimer(moved)).toBe(false)
  })

  test('is due at once when its event runs as another webinar', async () => {
    const account = await rig.account()
    const webinar = await rig.webinar({ ...account, startsInHours: -3 })
    const other = await rig.webinar({ ...account, startsInHours: -3, values: { statecode: 1 } })
    await timer()
    await wasRead(webinar)
    rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(other.on24) })
    rig.attendee(other, { email: 'ada@example.test' })
    expect(await queuedByTimer(webinar)).toBe(true)
    await wasRead(webinar, 2)
    expect(rig.pulls(webinar)[1]).toMatchObject({ attendees: 1 })
  })
})

test('a webinar that is queued is not queued again within half an hour, however long its reading takes', async () => {
  const webinar = await rig.webinar({ startsInHours: -3 })
  const released = Promise.withResolvers<undefined>()
  rig.on24.na.interfere((request) =>
    request.url.includes(`${webinar.on24}/registrant`) ? released.promise : undefined,
  )
  expect(await queuedByTimer(webinar)).toBe(true)
  expect(await queuedByTimer(webinar)).toBe(false)
  await rig.age(webinar, 0.6)
  expect(await queuedByTimer(webinar)).toBe(true)
  rig.on24.na.interfere()
  released.resolve(undefined)
  await wasRead(webinar, 2)
})

test('one reading costs ON24 two calls, and looking for what is due one per account', async () => {
  const account = await rig.account({ region: 'eu' })
  const webinar = await rig.webinar({ ...account, region: 'eu', startsInHours: -3 })
  rig.attendee(webinar, { email: 'ada@example.test' })
  rig.on24.eu.calls.length = 0
  await timer()
  await wasRead(webinar)
  const root = `/v2/client/${account.clientId}/event`
  const paths = rig.on24.eu.calls.map(({ path }) => path).filter((path) => !/\/(eventtypes|languages)$/.test(path))
  expect(paths).toEqual([root, `${root}/${webinar.on24}/registrant`, `${root}/${webinar.on24}/attendee`])
})
