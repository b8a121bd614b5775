import { describe, expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import type { Webinar } from '../harness/test-app.ts'

const past = { startsInHours: -3 }
const unknown = 'No registration in Dynamics belongs to this attendee.'
const ambiguous = 'Several registrations in Dynamics have this e-mail address.'
const orphan = 'The session registration belongs to no event registration.'

/** The registrations that have a check-in after a pull, and why others have none. */
async function result(app: AttendanceApp, webinar: Webinar) {
  await app.pull(webinar)
  const column = webinar.kind === 'event' ? 'msevtmgt_registrationid' : 'msevtmgt_sessionregistration'
  const { unmatched } = (await (await app.attendance(webinar)).json()) as { unmatched: unknown }
  return { registrations: app.checkIns(webinar).map((row) => row[column]), unmatched }
}

describe('an attendee is matched', () => {
  test('by the registration id that ON24 carries, although another has the address now', async ({ app }) => {
    const webinar = await app.webinar(past)
    const ada = app.registered(webinar, 'ada@example.test')
    app.registered(webinar, 'new@example.test')
    app.attendee(webinar, { email: 'new@example.test', registration: ada.toUpperCase() })
    expect(await result(app, webinar)).toEqual({ registrations: [ada], unmatched: [] })
  })

  test('by the provider’s id on the row, when ON24 carries no known registration', async ({ app }) => {
    const webinar = await app.webinar(past)
    const gone = '00000000-0000-4000-8000-000000000001'
    const ids = [
      app.attendee(webinar, { email: 'one@elsewhere.test' }),
      app.attendee(webinar, { email: 'two@elsewhere.test', registration: gone }),
    ]
    const rows = ids.map((id, at) =>
      app.registered(webinar, `${at}@example.test`, { msevtmgt_webinarregistrationid: String(id) }),
    )
    const { registrations, unmatched } = await result(app, webinar)
    expect(registrations.toSorted()).toEqual(rows.toSorted())
    expect(unmatched).toEqual([])
  })

  test('by the e-mail address, when they came in by ON24’s own page', async ({ app }) => {
    const webinar = await app.webinar(past)
    const ada = app.registered(webinar, 'ada@example.test')
    app.attendee(webinar, { email: 'Ada@Example.test' })
    expect(await result(app, webinar)).toEqual({ registrations: [ada], unmatched: [] })
  })

  test('by a registration that was cancelled', async ({ app }) => {
    const webinar = await app.webinar(past)
    const ada = app.registered(webinar, 'ada@example.test', { msevtmgt_iscanceled: true })
    app.attendee(webinar, { email: 'ada@example.test', registration: ada })
    expect(await result(app, webinar)).toEqual({ registrations: [ada], unmatched: [] })
  })
})

describe('an attendee is never guessed', () => {
  test('by an address that two registrations have', async ({ app }) => {
    const webinar = await app.webinar(past)
    app.registered(webinar, 'shared@example.test')
    app.registered(webinar, 'shared@example.test')
    const id = app.attendee(webinar, { email: 'shared@example.test' })
    expect(await result(app, webinar)).toEqual({
      registrations: [],
      unmatched: [{ providerId: String(id), email: 'shared@example.test', reason: ambiguous }],
    })
  })

  test('by a contact that is not registered for this webinar', async ({ app }) => {
    const webinar = await app.webinar(past)
    const other = await app.webinar(past)
    const elsewhere = app.registered(other, 'ada@example.test')
    const ada = app.attendee(webinar, { email: 'ada@example.test', registration: elsewhere })
    const bob = app.attendee(webinar, { email: 'bob@example.test' })
    expect(await result(app, webinar)).toEqual({
      registrations: [],
      unmatched: [
        { providerId: String(ada), email: 'ada@example.test', reason: unknown },
        { providerId: String(bob), email: 'bob@example.test', reason: unknown },
      ],
    })
  })
})

describe('a session registration without an event registration', () => {
  async function session(app: AttendanceApp) {
    const account = await app.account()
    const event = await app.webinar({ ...past, ...account })
    return { event, session: await app.session(event.id, account, new Date(Date.now() - 2 * 60 * 60 * 1000)) }
  }

  test('takes that of the same contact and event', async ({ app }) => {
    const { event, session: webinar } = await session(app)
    app.registered(event, 'other@example.test')
    const ofEvent = app.registered(event, 'ada@example.test')
    const ofSession = app.register(webinar, String(app.row(ofEvent)?.msevtmgt_contactid))
    app.attendee(webinar, { email: 'ada@example.test', registration: ofSession })
    expect(await result(app, webinar)).toEqual({ registrations: [ofSession], unmatched: [] })
    expect(app.checkIns(webinar)).toMatchObject([{ msevtmgt_registrationid: ofEvent }])
  })

  test('leaves its attendee unmatched if there is none, until there is one', async ({ app }) => {
    const { event, session: webinar } = await session(app)
    const ofSession = app.registered(webinar, 'ada@example.test')
    const id = app.attendee(webinar, { email: 'ada@example.test', registration: ofSession })
    expect(await result(app, webinar)).toEqual({
      registrations: [],
      unmatched: [{ providerId: String(id), email: 'ada@example.test', reason: orphan }],
    })
    app.register(event, String(app.row(ofSession)?.msevtmgt_contactid))
    await app.age(webinar, 24)
    expect(await result(app, webinar)).toEqual({ registrations: [ofSession], unmatched: [] })
  })

  test('and without a contact keeps nobody else from being matched', async ({ app }) => {
    const { event, session: webinar } = await session(app)
    const nobody = app.dataverse.insert('msevtmgt_sessionregistration', { msevtmgt_sessionid: webinar.id })
    app.attendee(webinar, { email: 'nobody@example.test', registration: nobody })
    const ofEvent = app.registered(event, 'ada@example.test')
    const ofSession = app.register(webinar, String(app.row(ofEvent)?.msevtmgt_contactid))
    app.attendee(webinar, { email: 'ada@example.test', registration: ofSession })
    expect(await result(app, webinar)).toMatchObject({ registrations: [ofSession], unmatched: [{ reason: orphan }] })
  })
})

test('a session registration without a contact matches by its event registration', async ({ app }) => {
  const account = await app.account()
  const event = await app.webinar({ ...past, ...account })
  const webinar = await app.session(event.id, account, new Date(Date.now() - 2 * 60 * 60 * 1000))
  const ofEvent = app.registered(event, 'ada@example.test')
  const ofSession = app.dataverse.insert('msevtmgt_sessionregistration', {
    ...{ msevtmgt_sessionid: webinar.id, msevtmgt_registrationid: ofEvent },
  })
  app.attendee(webinar, { email: 'ada@example.test', registration: ofSession })
  expect(await result(app, webinar)).toEqual({ registrations: [ofSession], unmatched: [] })
  expect(await app.pull(webinar)).toMatchObject({ written: 0 })
})

test('attendance goes to the event to which the webinar belongs, and to no copy of it', async ({ app }) => {
  const account = await app.account()
  // Creation times are kept to the second: of two in one second the one with the lower id counts as the older.
  const stem = crypto.randomUUID().slice(1)
  const webinar = await app.webinar({ ...account, ...past, values: { msevtmgt_eventid: `0${stem}` } })
  const values = { msevtmgt_eventid: `f${stem}`, msevtmgt_webinarid: String(webinar.on24) }
  const copy = await app.webinar({ ...account, ...past, values })
  app.registered(copy, 'ada@example.test')
  const ada = app.registered(webinar, 'ada@example.test')
  app.attendee(webinar, { email: 'ada@example.test' })
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: copy.id, work: 'attendance' })
  expect((await result(app, webinar)).registrations).toEqual([ada])
  await app.idle()
  expect(app.checkIns(copy)).toEqual([])
  expect((await app.attendance(copy)).status).toBe(404)
})
