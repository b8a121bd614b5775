import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AttendanceRig, startAttendanceRig } from '../harness/attendance.ts'
import { until, wallClock } from '../harness/test-app.ts'

let rig: AttendanceRig
beforeAll(async () => {
  rig = await startAttendanceRig()
})
afterAll(() => rig.stop())

const past = { startsInHours: -3 }
const upserts = () => rig.dataverse.calls.filter(({ path }) => path.endsWith('UpsertMultiple')).length

/** An ended event and a session of it, each a webinar of its own, of one account. */
async function eventWithSession() {
  const account = await rig.account()
  const event = await rig.webinar({ ...past, ...account })
  const session = await rig.session(event.id, account, new Date(Date.now() - 2 * 60 * 60 * 1000))
  return { event, session }
}

describe('a check-in', () => {
  test('of an event carries registration, contact, event, both times, minutes live and on demand, and questions', async () => {
    const webinar = await rig.webinar(past)
    const registration = rig.registered(webinar, 'ada@example.test')
    rig.attendee(webinar, {
      ...{ email: 'ada@example.test', registration },
      facts: {
        ...{ liveminutes: 42, archiveminutes: 8, askedquestions: 3 },
        firstliveactivity: '2026-05-12T05:58:10-07:00',
        lastliveactivity: '2026-05-12T06:50:02-07:00',
        firstarchiveactivity: '2026-05-13T01:00:00-07:00',
        lastarchiveactivity: '2026-05-13T01:08:30-07:00',
      },
    })
    expect(await rig.pull(webinar)).toEqual({ attendees: 1, matched: 1, written: 1, unmatched: 0 })
    const [checkIn, ...more] = rig.checkIns(webinar)
    expect(more).toEqual([])
    expect(checkIn).toMatchObject({
      msevtmgt_checkintype: 100000001,
      msevtmgt_registrationid: registration,
      msevtmgt_contact: rig.row(registration)?.msevtmgt_contactid,
      msevtmgt_event: webinar.id,
      msevtmgt_sessionattended: null,
      msevtmgt_sessionregistration: null,
      msevtmgt_checkintime: '2026-05-12T12:58:10Z',
      msevtmgt_checkouttime: '2026-05-13T08:08:30Z',
      msevtmgt_viewingdurationinmins: 50,
      msevtmgt_numberofquestionsasked: 3,
    })
  })

  test('of a session carries the event and its registration, the session attended and its registration', async () => {
    const { event, session } = await eventWithSession()
    const ofEvent = rig.registered(event, 'ada@example.test')
    const contact = String(rig.row(ofEvent)?.msevtmgt_contactid)
    const ofSession = rig.register(session, contact, { msevtmgt_registrationid: ofEvent })
    rig.attendee(session, { email: 'ada@example.test', registration: ofSession, facts: { archiveminutes: 12 } })
    expect(await rig.pull(session)).toMatchObject({ matched: 1, written: 1 })
    expect(rig.checkIns(session)).toMatchObject([
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

  test('is one per attendee and webinar: who saw the event and its session has one of each', async () => {
    const { event, session } = await eventWithSession()
    const ofEvent = rig.registered(event, 'ada@example.test')
    const ofSession = rig.register(session, String(rig.row(ofEvent)?.msevtmgt_contactid), {
      msevtmgt_registrationid: ofEvent,
    })
    rig.attendee(event, { email: 'ada@example.test', registration: ofEvent })
    rig.attendee(session, { email: 'ada@example.test', registration: ofSession })
    await rig.pull(event)
    await rig.pull(session)
    const types = rig.checkIns(event).map(({ msevtmgt_checkintype: type }) => type)
    expect(types.toSorted()).toEqual([100000000, 100000001])
    expect(await rig.pull(event)).toMatchObject({ matched: 1, written: 0 })
  })

  test('is written for who was registered by the connector itself', async () => {
    const webinar = await rig.webinar({ startsInHours: 3 })
    const registration = rig.registered(webinar, 'ada@example.test')
    await rig.tell('registrations', { table: 'msevtmgt_eventregistration', id: registration })
    await until(() => expect(rig.registrants(webinar)).toHaveLength(1))
    await rig.age(webinar, 6)
    rig.on24.na.attend(webinar.on24, rig.registrants(webinar)[0]?.eventuserid ?? 0, { liveminutes: 5 })
    expect(await rig.pull(webinar)).toMatchObject({ matched: 1 })
    expect(rig.checkIns(webinar)).toMatchObject([{ msevtmgt_registrationid: registration }])
  })
})

describe('a second pull', () => {
  test('writes nothing where nothing changed', async () => {
    const webinar = await rig.webinar(past)
    for (const email of ['ada@example.test', 'bob@example.test', 'cleo@example.test']) {
      const registration = rig.registered(webinar, email)
      rig.attendee(webinar, {
        email,
        registration,
        facts: { liveminutes: 9, firstliveactivity: '2026-05-12T05:58:10-07:00' },
      })
    }
    expect(await rig.pull(webinar)).toMatchObject({ written: 3 })
    const before = upserts()
    const rows = rig.checkIns(webinar)
    expect(await rig.pull(webinar)).toEqual({ attendees: 3, matched: 3, written: 0, unmatched: 0 })
    expect(upserts()).toBe(before)
    expect(rig.checkIns(webinar)).toEqual(rows)
  })

  test('writes only the row of who came back to watch on demand', async () => {
    const webinar = await rig.webinar(past)
    const [ada, bob] = ['ada@example.test', 'bob@example.test'].map((email) =>
      rig.attendee(webinar, { email, registration: rig.registered(webinar, email) }),
    )
    await rig.pull(webinar)
    const versions = () => rig.checkIns(webinar).map(({ versionnumber }) => versionnumber)
    const before = versions()
    rig.on24.na.attend(webinar.on24, bob ?? 0, { archiveminutes: 15, lastarchiveactivity: '2026-05-14T01:00:00-07:00' })
    expect(await rig.pull(webinar)).toMatchObject({ matched: 2, written: 1 })
    expect(versions().filter((version) => !before.includes(version))).toHaveLength(1)
    const minutes = rig.checkIns(webinar).map(({ msevtmgt_viewingdurationinmins: minutes }) => minutes)
    expect(minutes.toSorted()).toEqual([30, 45])
    expect(ada).not.toBe(bob)
  })

  test('writes again what somebody deleted or changed in CRM', async () => {
    const webinar = await rig.webinar(past)
    for (const email of ['ada@example.test', 'bob@example.test']) {
      rig.attendee(webinar, { email, registration: rig.registered(webinar, email) })
    }
    await rig.pull(webinar)
    const rows = rig.checkIns(webinar)
    const [first, second] = rows.map(({ msevtmgt_checkinid: id }) => String(id))
    rig.dataverse.remove('msevtmgt_checkin', first ?? '')
    rig.dataverse.update('msevtmgt_checkin', second ?? '', { msevtmgt_viewingdurationinmins: 1 })
    expect(await rig.pull(webinar)).toMatchObject({ written: 2 })
    const kept = (all: Record<string, unknown>[]) =>
      all.map((row) => [row.msevtmgt_checkinid, row.msevtmgt_viewingdurationinmins]).toSorted()
    expect(kept(rig.checkIns(webinar))).toEqual(kept(rows))
  })
})

describe('the configuration row', () => {
  test('says when attendance was last read, and that the account is healthy', async () => {
    const webinar = await rig.webinar(past)
    const configuration = String(rig.dataverse.row('msevtmgt_event', webinar.id)?.msevtmgt_webinarconfigurationid)
    const began = wallClock(new Date(Math.floor(Date.now() / 1000) * 1000))
    await rig.pull(webinar)
    const row = rig.dataverse.row('msevtmgt_webinarconfiguration', configuration)
    expect(row).toMatchObject({
      ...{ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000000 },
      msevtmgt_message: 'ON24 accepts the credentials.',
    })
    expect(String(row?.msevtmgt_lastupdatedatetime) >= began).toBe(true)
    const view = await (await rig.call('GET', `configurations/${configuration}`)).json()
    const second = String(row?.msevtmgt_lastupdatedatetime).replace('Z', '')
    expect(view).toMatchObject({ lastMetricsUpdate: expect.stringContaining(second) })
  })
})

describe('nothing is read', () => {
  test('for an event that is gone, is no webinar, or whose account has no credentials', async () => {
    const onSite = await rig.webinar({ ...past, values: { msevtmgt_eventformat: 100000001 } })
    const removed = await rig.webinar(past)
    const deleted = await rig.webinar(past)
    rig.dataverse.remove('msevtmgt_event', deleted.id)
    const configuration = rig.dataverse.row('msevtmgt_event', removed.id)?.msevtmgt_webinarconfigurationid
    expect((await rig.call('DELETE', `configurations/${configuration}`)).status).toBe(200)
    const lists = () => rig.on24.na.calls.filter(({ path }) => /(registrant|attendee)$/.test(path)).length
    const calls = lists()
    for (const webinar of [onSite, removed, deleted]) {
      await rig.tell('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'attendance' })
      const ended = () => rig.reports('connector.message').filter(({ id }) => id === webinar.id)
      await until(() => expect(ended()).toMatchObject([{ work: 'attendance', outcome: 'done' }]))
    }
    expect(lists()).toBe(calls)
  })
})
