import { Temporal } from 'temporal-polyfill'
import { describe, expect } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import { until, type Webinar } from '../harness/test-app.ts'
import { wallClock } from '../harness/wall-clock.ts'

const inHours = (hours: number) => new Date(Date.now() + hours * hour)
const timer = (app: AttendanceApp) => app.host.run('attendance-timer')

/** Fires the timer; whether it queued the webinar. */
async function queuedByTimer(app: AttendanceApp, webinar: Webinar) {
  const before = await app.queuedAt(webinar)
  await timer(app)
  return (await app.queuedAt(webinar))?.getTime() !== before?.getTime()
}

async function wasRead(app: AttendanceApp, webinar: Webinar, times = 1) {
  await until(() => expect(app.pulls(webinar)).toHaveLength(times))
}

/** An instant as the clock on the wall of a zone, as Dataverse keeps it. */
function onTheWall(instant: Date, zone: string) {
  const there = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
  return wallClock(new Date(`${there.toPlainDateTime().round('second')}Z`))
}

const tokyo = { code: 235, zone: 'Asia/Tokyo' }
const losAngeles = { code: 4, zone: 'America/Los_Angeles' }

describe('the timer', () => {
  test('has webinars read half an hour after their end, and none earlier', async ({ app }) => {
    const account = await app.account()
    const [ended, young, ahead] = [
      await app.webinar({ ...account, startsInHours: -1.6 }),
      await app.webinar({ ...account, startsInHours: -1.4 }),
      await app.webinar({ ...account, startsInHours: 1 }),
    ]
    app.attendee(ended, { email: 'ada@example.test', registration: app.registered(ended, 'ada@example.test') })
    await timer(app)
    await wasRead(app, ended)
    expect(app.checkIns(ended)).toHaveLength(1)
    expect([await app.queuedAt(young), await app.queuedAt(ahead)]).toEqual([undefined, undefined])
  })

  test('goes back a year, and no further', async ({ app }) => {
    const account = await app.account()
    const lastYear = await app.webinar({ ...account, startsInHours: -364 * 24 })
    const before = await app.webinar({ ...account, startsInHours: -366 * 24 })
    await timer(app)
    await wasRead(app, lastYear)
    expect(await app.queuedAt(before)).toBeUndefined()
  })

  test('passes over deactivated, on-site and foreign events, and those without a webinar', async ({ app }) => {
    const account = await app.account()
    const webinar = (values: Record<string, unknown>) => app.webinar({ ...account, startsInHours: -3, values })
    const ended = await webinar({})
    const others = [
      await webinar({ statecode: 1 }),
      await webinar({ msevtmgt_eventformat: 100000001 }),
      await webinar({ msevtmgt_webinarid: null }),
      await webinar({ msevtmgt_webinarconfigurationid: null }),
      await webinar({ msevtmgt_webinarconfigurationid: app.dataverse.insert('msevtmgt_webinarconfiguration', {}) }),
    ]
    await timer(app)
    await wasRead(app, ended)
    for (const other of others) expect(await app.queuedAt(other)).toBeUndefined()
  })

  test('reads an event’s end off the wall of its venue', async ({ app }) => {
    const account = await app.account()
    const event = async ({ code, zone }: typeof tokyo, end: Date) => {
      const values = { msevtmgt_eventtimezone: code, msevtmgt_eventenddate: onTheWall(end, zone) }
      const webinar = await app.webinar({ ...account, startsInHours: -3, values })
      app.on24.na.event(webinar.on24).goodafter = new Date(end.getTime() - hour)
      return webinar
    }
    const [over, young, ahead] = [
      await event(tokyo, inHours(-0.6)),
      await event(tokyo, inHours(-0.4)),
      await event(losAngeles, inHours(1)),
    ]
    await timer(app)
    await wasRead(app, over)
    expect([await app.queuedAt(young), await app.queuedAt(ahead)]).toEqual([undefined, undefined])
  })

  test('reads a session’s end by the time zone of its event', async ({ app }) => {
    const account = await app.account()
    const session = async ({ code, zone }: typeof tokyo, end: Date) => {
      const values = { msevtmgt_eventtimezone: code, msevtmgt_webinarid: null }
      const webinar = await app.session((await app.webinar({ ...account, values })).id, account, end)
      app.dataverse.update('msevtmgt_session', webinar.id, { msevtmgt_endtime: onTheWall(end, zone) })
      return webinar
    }
    const over = await session(tokyo, inHours(-0.6))
    const ahead = await session(losAngeles, inHours(1))
    await timer(app)
    await wasRead(app, over)
    expect(await app.queuedAt(ahead)).toBeUndefined()
  })
})

describe('an event that ends at another time than its webinar', () => {
  const ending = async (app: AttendanceApp, here: number, there: number) => {
    const webinar = await app.webinar({ startsInHours: -3 })
    app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_eventenddate: wallClock(inHours(here)) })
    app.on24.na.event(webinar.on24).goodafter = inHours(there - 1)
    app.attendee(webinar, { email: 'ada@example.test', registration: app.registered(webinar, 'ada@example.test') })
    return webinar
  }

  test('is read half an hour after the webinar, though it goes on for days', async ({ app }) => {
    const webinar = await ending(app, 72, -0.6)
    expect(await queuedByTimer(app, webinar)).toBe(true)
    await wasRead(app, webinar)
    expect(app.checkIns(webinar)).toHaveLength(1)
    await app.age(webinar, 1)
    expect(await queuedByTimer(app, webinar)).toBe(false)
    await app.age(webinar, 0.6)
    expect(await queuedByTimer(app, webinar)).toBe(true)
  })

  test('is not read before a webinar that takes longer is over', async ({ app }) => {
    const webinar = await ending(app, -1, -0.4)
    expect(await queuedByTimer(app, webinar)).toBe(false)
    await app.age(webinar, 0.2)
    expect(await queuedByTimer(app, webinar)).toBe(true)
  })
})

describe('a webinar that takes place again after its last reading', () => {
  const final = async (app: AttendanceApp, webinar: Webinar) =>
    ((await (await app.attendance(webinar)).json()) as { final: boolean }).final

  /** Read for the last time, then held once more, an hour that ended so long ago. */
  async function heldAgain(app: AttendanceApp, { archiveDays, days }: { archiveDays: number; days: number }) {
    const webinar = await app.webinar({ startsInHours: -3 })
    const event = app.on24.na.event(webinar.on24)
    event.archiveDays = archiveDays
    expect(await queuedByTimer(app, webinar)).toBe(true)
    await wasRead(app, webinar)
    await app.age(webinar, (days - 1) * 24)
    await app.pull(webinar)
    await app.age(webinar, 24)
    expect(await final(app, webinar)).toBe(true)
    const start = inHours(-2.2)
    app.dataverse.update('msevtmgt_event', webinar.id, {
      ...{ msevtmgt_eventstartdate: wallClock(start), msevtmgt_eventenddate: wallClock(inHours(-1.2)) },
    })
    event.goodafter = start
    return webinar
  }

  test.for([
    ['years ago', { archiveDays: 365, days: 400 }],
    ['with an archive of a week', { archiveDays: 7, days: 9 }],
  ] as const)('%s is read again', async ([, before], { app }) => {
    const webinar = await heldAgain(app, before)
    expect(await final(app, webinar)).toBe(false)
    app.attendee(webinar, { email: 'new@example.test', registration: app.registered(webinar, 'new@example.test') })
    expect(await queuedByTimer(app, webinar)).toBe(true)
    await wasRead(app, webinar, 3)
    expect(app.checkIns(webinar)).toHaveLength(1)
    await app.age(webinar, 1)
    expect(await queuedByTimer(app, webinar)).toBe(true)
    await wasRead(app, webinar, 4)
    expect(await final(app, webinar)).toBe(false)
  })

  test('is read again though ON24 tells nothing of it', async ({ app }) => {
    const webinar = await heldAgain(app, { archiveDays: 7, days: 9 })
    app.on24.na.event(webinar.on24).lastupdated = new Date(Date.now() - 9 * 24 * hour)
    expect(await queuedByTimer(app, webinar)).toBe(true)
    await wasRead(app, webinar, 3)
    expect(await final(app, webinar)).toBe(false)
  })
})

describe('a webinar that was read', () => {
  test('is due again at two, six and twenty-four hours, and not in between', async ({ app }) => {
    const webinar = await app.webinar({ startsInHours: -1.6 })
    expect(await queuedByTimer(app, webinar)).toBe(true)
    await wasRead(app, webinar)
    let readings = 1
    for (const [hours, due] of [
      [1.3, false],
      [0.2, true],
      [3.8, false],
      [0.2, true],
      [17.8, false],
      [0.2, true],
    ] as const) {
      await app.age(webinar, hours)
      expect(await queuedByTimer(app, webinar)).toBe(due)
      if (due) readings += 1
      await wasRead(app, webinar, readings)
    }
  })

  test('is due again six hours later if its audience moved, else not', async ({ app }) => {
    const account = await app.account()
    const [moved, still] = [
      await app.webinar({ ...account, startsInHours: -8 * 24 }),
      await app.webinar({ ...account, startsInHours: -8 * 24 }),
    ]
    const ada = app.attendee(moved, { email: 'ada@example.test' })
    await timer(app)
    await wasRead(app, moved)
    await wasRead(app, still)
    for (const webinar of [moved, still]) await app.age(webinar, 5)
    app.on24.na.attend(moved.on24, ada, { archiveminutes: 20 })
    expect(await queuedByTimer(app, moved)).toBe(false)
    for (const webinar of [moved, still]) await app.age(webinar, 1.1)
    expect(await queuedByTimer(app, moved)).toBe(true)
    await wasRead(app, moved, 2)
    expect(app.pulls(still)).toHaveLength(1)
    await app.age(moved, 7)
    expect(await queuedByTimer(app, moved)).toBe(false)
  })

  test('is due at once when its event runs as another webinar', async ({ app }) => {
    const account = await app.account()
    const webinar = await app.webinar({ ...account, startsInHours: -3 })
    const other = await app.webinar({ ...account, startsInHours: -3, values: { statecode: 1 } })
    await timer(app)
    await wasRead(app, webinar)
    app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(other.on24) })
    app.attendee(other, { email: 'ada@example.test' })
    expect(await queuedByTimer(app, webinar)).toBe(true)
    await wasRead(app, webinar, 2)
    expect(app.pulls(webinar)[1]).toMatchObject({ attendees: 1 })
  })
})

test('a webinar whose id was pasted as a link is read once', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -3 })
  const link = `https://event.on24.com/wcc/r/${webinar.on24}/0A1B2C`
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: link })
  await timer(app)
  await wasRead(app, webinar)
  await app.age(webinar, 0.6)
  expect(await queuedByTimer(app, webinar)).toBe(false)
})

test('a queued webinar is not queued again within half an hour', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -3 })
  const released = Promise.withResolvers<undefined>()
  app.on24.na.injectFault((request) =>
    request.url.includes(`${webinar.on24}/registrant`) ? released.promise : undefined,
  )
  expect(await queuedByTimer(app, webinar)).toBe(true)
  expect(await queuedByTimer(app, webinar)).toBe(false)
  await app.age(webinar, 0.6)
  expect(await queuedByTimer(app, webinar)).toBe(true)
  app.on24.na.injectFault()
  released.resolve(undefined)
  await wasRead(app, webinar, 2)
})

test('one reading costs two ON24 calls, and a look for due webinars one per account', async ({ app }) => {
  const account = await app.account({ region: 'eu' })
  const webinar = await app.webinar({ ...account, region: 'eu', startsInHours: -3 })
  app.attendee(webinar, { email: 'ada@example.test' })
  app.on24.eu.calls.length = 0
  await timer(app)
  await wasRead(app, webinar)
  const root = `/v2/client/${account.clientId}/event`
  // Beside them, for which environment a webinar was made is asked once.
  const others = new RegExp(`/(eventtypes|languages|event/${webinar.on24})$`)
  const paths = app.on24.eu.calls.map(({ path }) => path).filter((path) => !others.test(path))
  expect(paths).toEqual([root, `${root}/${webinar.on24}/registrant`, `${root}/${webinar.on24}/attendee`])
})
