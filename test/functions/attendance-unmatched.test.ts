import { describe, expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import type { Webinar } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

const reasons = { noRegistration: 524130000, several: 524130001, providerOnly: 524130002, noAddress: 524130003 }
const past = { startsInHours: -3 }

/** The rows of a webinar's unmatched attendees. */
const rowsOf = (app: AttendanceApp, { id }: Webinar) =>
  app.dataverse.rows('wbc_unmatchedattendee').filter((row) => row.wbc_eventid === id)

/** Calls that changed rows of unmatched attendees. */
const versions = (app: AttendanceApp, webinar: Webinar) =>
  rowsOf(app, webinar).map(({ versionnumber }) => versionnumber)

describe('an attendee without a registration', () => {
  test('becomes a row with what is known of them, and the reason', async ({ app }) => {
    const webinar = await app.webinar(past)
    const person = { email: 'eve@example.test', firstname: 'Eve', lastname: 'Holt', company: 'Reqres' }
    const id = app.on24.na.register(webinar.on24, person)
    const facts = { liveminutes: 12, archiveminutes: 3, firstliveactivity: '2026-05-12T05:58:10-07:00' }
    app.on24.na.attend(webinar.on24, id, facts)
    const owner = app.dataverse.insert('systemuser', { fullname: 'Planner' })
    app.dataverse.update('msevtmgt_event', webinar.id, { ownerid: owner })
    app.on24.na.calls.length = 0
    expect(await app.pull(webinar)).toMatchObject({ attendees: 1, matched: 0, unmatched: 1 })
    expect(rowsOf(app, webinar)).toMatchObject([
      {
        ...{ wbc_name: 'Eve Holt', wbc_emailaddress: 'eve@example.test', wbc_company: 'Reqres' },
        ...{ wbc_firstname: 'Eve', wbc_lastname: 'Holt', wbc_sessionid: null, ownerid: owner },
        ...{ wbc_liveminutes: 12, wbc_ondemandminutes: 3, wbc_firstjoinedon: '2026-05-12T12:58:10Z' },
        wbc_reason: reasons.providerOnly,
        wbc_configurationid: app.dataverse.row('msevtmgt_event', webinar.id)?.msevtmgt_webinarconfigurationid,
      },
    ])
    expect(app.on24.na.calls.filter(({ path }) => /(registrant|attendee)$/.test(path))).toHaveLength(2)
  })

  test('has a reason that tells a deleted registration, several and a missing address apart', async ({ app }) => {
    const webinar = await app.webinar(past)
    const deleted = app.registered(webinar, 'ada@example.test')
    app.attendee(webinar, { email: 'ada@example.test', registration: deleted })
    app.dataverse.remove('msevtmgt_eventregistration', deleted)
    for (let time = 0; time < 2; time += 1) app.registered(webinar, 'bob@example.test')
    app.attendee(webinar, { email: 'bob@example.test' })
    app.attendee(webinar, { email: 'nobody' })
    await app.pull(webinar)
    const found = Object.fromEntries(rowsOf(app, webinar).map((row) => [row.wbc_emailaddress, row.wbc_reason]))
    expect(found).toEqual({
      'ada@example.test': reasons.noRegistration,
      'bob@example.test': reasons.several,
      nobody: reasons.noAddress,
    })
  })

  test('is a row of the session, where that is the webinar', async ({ app }) => {
    const account = await app.account()
    const event = await app.webinar({ ...past, ...account })
    const session = await app.session(event.id, account, new Date(Date.now() - 7_200_000))
    for (const webinar of [event, session]) app.attendee(webinar, { email: 'eve@example.test' })
    await app.pull(session)
    expect(rowsOf(app, event)).toMatchObject([{ wbc_sessionid: session.id, wbc_name: 'eve@example.test' }])
    await app.pull(event)
    expect(rowsOf(app, event)).toHaveLength(2)
  })
})

describe('a row of an unmatched attendee', () => {
  test('is not written again where nothing changed, today or a day later', async ({ app }) => {
    const webinar = await app.webinar(past)
    const eve = app.attendee(webinar, { email: 'eve@example.test' })
    app.attendee(webinar, { email: 'mallory@example.test' })
    await app.pull(webinar)
    const before = versions(app, webinar)
    expect(before).toHaveLength(2)
    await app.pull(webinar)
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect(versions(app, webinar)).toEqual(before)
    app.on24.na.attend(webinar.on24, eve, { archiveminutes: 5 })
    await app.pull(webinar)
    expect(versions(app, webinar).filter((version) => before.includes(version))).toHaveLength(1)
  })

  test('goes when the attendee is matched, or is listed no more', async ({ app }) => {
    const webinar = await app.webinar(past)
    app.attendee(webinar, { email: 'eve@example.test' })
    const gone = app.attendee(webinar, { email: 'mallory@example.test' })
    await app.pull(webinar)
    expect(rowsOf(app, webinar)).toHaveLength(2)
    app.registered(webinar, 'eve@example.test')
    app.on24.na.event(webinar.on24).attendees.delete(gone)
    expect(await app.pull(webinar)).toMatchObject({ matched: 1, unmatched: 0 })
    expect(rowsOf(app, webinar)).toEqual([])
  })

  test('goes for ever when ON24 has forgotten who it was', async ({ app }) => {
    const webinar = await app.webinar(past)
    const eve = app.attendee(webinar, { email: 'eve@example.test' })
    await app.pull(webinar)
    const registrant = app.on24.na.event(webinar.on24).registrants.byId.get(eve)
    Object.assign(registrant ?? {}, { email: `${eve}-deleted`, userstatus: 'forgotten' })
    await app.pull(webinar)
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect(rowsOf(app, webinar)).toEqual([])
  })

  test('that Dynamics refuses costs itself, and no check-in', async ({ app }) => {
    const webinar = await app.webinar(past)
    app.attendee(webinar, { email: 'ada@example.test', registration: app.registered(webinar, 'ada@example.test') })
    for (let at = 0; at < 3; at += 1) app.attendee(webinar, { email: `eve${at}@example.test` })
    app.dataverse.injectFault(async (request) =>
      request.url.endsWith('$batch') && (await request.clone().text()).includes('wbc_unmatchedattendee')
        ? Response.json({ error: { code: '0x80040203', message: 'Invalid argument.' } }, { status: 400 })
        : undefined,
    )
    expect(await app.pull(webinar)).toMatchObject({ matched: 1, written: 1, unmatched: 3 })
  })
})
