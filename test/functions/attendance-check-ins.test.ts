import { describe, expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import { until } from '../harness/test-app.ts'
import { wallClock } from '../harness/wall-clock.ts'

const past = { startsInHours: -3 }
const upserts = (app: AttendanceApp) => app.dataverse.calls.filter(({ path }) => path.endsWith('UpsertMultiple')).length

/** An ended event and a session of it, each a webinar of its own, of one account. */
async function eventWithSession(app: AttendanceApp) {
  const account = await app.account()
  const event = await app.webinar({ ...past, ...account })
  const session = await app.session(event.id, account, new Date(Date.now() - 2 * 60 * 60 * 1000))
  return { event, session }
}

describe('a check-in', () => {
  test('of an event carries registration, contact, event, times, minutes and questions', async ({ app }) => {
    const webinar = await app.webinar(past)
    const registration = app.registered(webinar, 'ada@example.test')
    app.attendee(webinar, {
      ...{ email: 'ada@example.test', registration },
      facts: {
        ...{ liveminutes: 42, archiveminutes: 8, askedquestions: 3 },
        firstliveactivity: '2026-05-12T05:58:10-07:00',
        lastliveactivity: '2026-05-12T06:50:02-07:00',
        firstarchiveactivity: '2026-05-13T01:00:00-07:00',
        lastarchiveactivity: '2026-05-13T01:08:30-07:00',
      },
    })
    expect(await app.pull(webinar)).toEqual({ attendees: 1, matched: 1, written: 1, unmatched: 0 })
    const [checkIn, ...more] = app.checkIns(webinar)
    expect(more).toEqual([])
    expect(checkIn).toMatchObject({
      msevtmgt_checkintype: 100000001,
      msevtmgt_registrationid: registration,
      msevtmgt_contact: app.row(registration)?.msevtmgt_contactid,
      msevtmgt_event: webinar.id,
      msevtmgt_sessionattended: null,
      msevtmgt_sessionregistration: null,
      msevtmgt_checkintime: '2026-05-12T12:58:10Z',
      msevtmgt_checkouttime: '2026-05-13T08:08:30Z',
      msevtmgt_viewingdurationinmins: 50,
      msevtmgt_numberofquestionsasked: 3,
    })
  })

  test('of a session carries event, session and the registration of each', async ({ app }) => {
    const { event, session } = await eventWithSession(app)
    const ofEvent = app.registered(event, 'ada@example.test')
    const contact = String(app.row(ofEvent)?.msevtmgt_contactid)
    const ofSession = app.register(session, contact, { msevtmgt_registrationid: ofEvent })
    app.attendee(session, { email: 'ada@example.test', registration: ofSession, facts: { archiveminutes: 12 } })
    expect(await app.pull(session)).toMatchObject({ matched: 1, written: 1 })
    expect(app.checkIns(session)).toMatchObject([
      {
        msevtmgt_checkintype: 100000000,
        msevtmgt_registrationid: ofEvent,
        msevtmgt_contact: contact,
        msevtmgt_event: event.id,
        msevtmgt_sessionattended: session.id,
        msevtmgt_sessionregistration: ofSession,
        msevtmgt_checkintime: null,
        msevtmgt_checkouttime: null,
        msevtmgt_viewingdurationinmins: 12,
        msevtmgt_numberofquestionsasked: 0,
      },
    ])
  })

  test('is one per attendee and webinar, also for an event and its session', async ({ app }) => {
    const { event, session } = await eventWithSession(app)
    const ofEvent = app.registered(event, 'ada@example.test')
    const ofSession = app.register(session, String(app.row(ofEvent)?.msevtmgt_contactid), {
      msevtmgt_registrationid: ofEvent,
    })
    app.attendee(event, { email: 'ada@example.test', registration: ofEvent })
    app.attendee(session, { email: 'ada@example.test', registration: ofSession })
    await app.pull(event)
    await app.pull(session)
    const types = app.checkIns(event).map(({ msevtmgt_checkintype: type }) => type)
    expect(types.toSorted()).toEqual([100000000, 100000001])
    expect(await app.pull(event)).toMatchObject({ matched: 1, written: 0 })
  })

  test('is written for a person whom the connector itself registered', async ({ app }) => {
    const webinar = await app.webinar({ startsInHours: 3 })
    const registration = app.registered(webinar, 'ada@example.test')
    await app.enqueue('registrations', { table: 'msevtmgt_eventregistration', id: registration })
    await until(() => expect(app.registrants(webinar)).toHaveLength(1))
    await app.age(webinar, 6)
    app.on24.na.attend(webinar.on24, app.registrants(webinar)[0]?.eventuserid ?? 0, { liveminutes: 5 })
    expect(await app.pull(webinar)).toMatchObject({ matched: 1 })
    expect(app.checkIns(webinar)).toMatchObject([{ msevtmgt_registrationid: registration }])
  })
})

describe('a second pull', () => {
  test('writes nothing where nothing changed', async ({ app }) => {
    const webinar = await app.webinar(past)
    for (const email of ['ada@example.test', 'bob@example.test', 'cleo@example.test']) {
      const registration = app.registered(webinar, email)
      app.attendee(webinar, {
        email,
        registration,
        facts: { liveminutes: 9, firstliveactivity: '2026-05-12T05:58:10-07:00' },
      })
    }
    expect(await app.pull(webinar)).toMatchObject({ written: 3 })
    const before = upserts(app)
    const rows = app.checkIns(webinar)
    expect(await app.pull(webinar)).toEqual({ attendees: 3, matched: 3, written: 0, unmatched: 0 })
    expect(upserts(app)).toBe(before)
    expect(app.checkIns(webinar)).toEqual(rows)
  })

  test('writes only the row of a person who came back to watch on demand', async ({ app }) => {
    const webinar = await app.webinar(past)
    const [ada, bob] = ['ada@example.test', 'bob@example.test'].map((email) =>
      app.attendee(webinar, { email, registration: app.registered(webinar, email) }),
    )
    await app.pull(webinar)
    const versions = () => app.checkIns(webinar).map(({ versionnumber }) => versionnumber)
    const before = versions()
    app.on24.na.attend(webinar.on24, bob ?? 0, { archiveminutes: 15, lastarchiveactivity: '2026-05-14T01:00:00-07:00' })
    expect(await app.pull(webinar)).toMatchObject({ matched: 2, written: 1 })
    expect(versions().filter((version) => !before.includes(version))).toHaveLength(1)
    const minutes = app.checkIns(webinar).map(({ msevtmgt_viewingdurationinmins: minutes }) => minutes)
    expect(minutes.toSorted()).toEqual([30, 45])
    expect(ada).not.toBe(bob)
  })

  test('writes again, a day later, a row that was deleted or changed in CRM', async ({ app }) => {
    const webinar = await app.webinar(past)
    for (const email of ['ada@example.test', 'bob@example.test']) {
      app.attendee(webinar, { email, registration: app.registered(webinar, email) })
    }
    await app.pull(webinar)
    const rows = app.checkIns(webinar)
    const [first, second] = rows.map(({ msevtmgt_checkinid: id }) => String(id))
    app.dataverse.remove('msevtmgt_checkin', first ?? '')
    app.dataverse.update('msevtmgt_checkin', second ?? '', { msevtmgt_viewingdurationinmins: 1 })
    await app.age(webinar, 24)
    expect(await app.pull(webinar)).toMatchObject({ written: 2 })
    const kept = (all: Record<string, unknown>[]) =>
      all.map((row) => [row.msevtmgt_checkinid, row.msevtmgt_viewingdurationinmins]).toSorted()
    expect(kept(app.checkIns(webinar))).toEqual(kept(rows))
  })
})

describe('the configuration row', () => {
  test('says when attendance was last read, and that the account is healthy', async ({ app }) => {
    const webinar = await app.webinar(past)
    const configuration = String(app.dataverse.row('msevtmgt_event', webinar.id)?.msevtmgt_webinarconfigurationid)
    const began = wallClock(new Date(Math.floor(Date.now() / 1000) * 1000))
    await app.pull(webinar)
    const row = app.dataverse.row('msevtmgt_webinarconfiguration', configuration)
    expect(row).toMatchObject({
      ...{ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000000 },
      msevtmgt_message: 'ON24 accepts the credentials.',
    })
    expect(String(row?.msevtmgt_lastupdatedatetime) >= began).toBe(true)
    const view = await (await app.call('GET', `configurations/${configuration}`)).json()
    const second = String(row?.msevtmgt_lastupdatedatetime).replace('Z', '')
    expect(view).toMatchObject({ lastMetricsUpdate: expect.stringContaining(second) })
  })
})

describe('nothing is read', () => {
  test('for an event that is gone, is no webinar, or whose account has no credentials', async ({ app }) => {
    const onSite = await app.webinar({ ...past, values: { msevtmgt_eventformat: 100000001 } })
    const removed = await app.webinar(past)
    const deleted = await app.webinar(past)
    app.dataverse.remove('msevtmgt_event', deleted.id)
    const configuration = app.dataverse.row('msevtmgt_event', removed.id)?.msevtmgt_webinarconfigurationid
    expect((await app.call('DELETE', `configurations/${configuration}`)).status).toBe(200)
    const lists = () => app.on24.na.calls.filter(({ path }) => /(registrant|attendee)$/.test(path)).length
    const calls = lists()
    for (const webinar of [onSite, removed, deleted]) {
      await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'attendance' })
      const ended = () => app.reports('connector.message').filter(({ id }) => id === webinar.id)
      await until(() => expect(ended()).toMatchObject([{ work: 'attendance', outcome: 'done' }]))
    }
    expect(lists()).toBe(calls)
  })
})
