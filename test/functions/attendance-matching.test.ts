import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AttendanceRig, startAttendanceRig } from '../harness/attendance.ts'
import type { Webinar } from '../harness/test-app.ts'

let rig: AttendanceRig
beforeAll(async () => {
  rig = await startAttendanceRig()
})
afterAll(() => rig.stop())

const past = { startsInHours: -3 }
const unknown = 'No registration in Dynamics belongs to this attendee.'
const ambiguous = 'Several registrations in Dynamics have this e-mail address.'
const orphan = 'The session registration belongs to no event registration.'

/** The registrations that have a check-in after a pull, and why others have none. */
async function result(webinar: Webinar) {
  await rig.pull(webinar)
  const column = webinar.kind === 'event' ? 'msevtmgt_registrationid' : 'msevtmgt_sessionregistration'
  const { unmatched } = (await (await rig.attendance(webinar)).json()) as { unmatched: unknown }
  return { registrations: rig.checkIns(webinar).map((row) => row[column]), unmatched }
}

describe('an attendee is matched', () => {
  test('by the registration id that ON24 carries, even when the address changed and is somebody else’s by now', async () => {
    const webinar = await rig.webinar(past)
    const ada = rig.registered(webinar, 'ada@example.test')
    rig.registered(webinar, 'new@example.test')
    rig.attendee(webinar, { email: 'new@example.test', registration: ada.toUpperCase() })
    expect(await result(webinar)).toEqual({ registrations: [ada], unmatched: [] })
  })

  test('by the provider’s id on the row, when ON24 carries nothing or a registration that is gone', async () => {
    const webinar = await rig.webinar(past)
    const gone = '00000000-0000-4000-8000-000000000001'
    const ids = [
      rig.attendee(webinar, { email: 'one@elsewhere.test' }),
      rig.attendee(webinar, { email: 'two@elsewhere.test', registration: gone }),
    ]
    const rows = ids.map((id, at) =>
      rig.registered(webinar, `${at}@example.test`, { msevtmgt_webinarregistrationid: String(id) }),
    )
    const { registrations, unmatched } = await result(webinar)
    expect(registrations.toSorted()).toEqual(rows.toSorted())
    expect(unmatched).toEqual([])
  })

  test('by the e-mail address: somebody who came in by ON24’s own page and is registered in CRM', async () => {
    const webinar = await rig.webinar(past)
    const ada = rig.registered(webinar, 'ada@example.test')
    rig.attendee(webinar, { email: 'Ada@Example.test' })
    expect(await result(webinar)).toEqual({ registrations: [ada], unmatched: [] })
  })

  test('by a registration that was cancelled: who attended, attended', async () => {
    const webinar = await rig.webinar(past)
    const ada = rig.registered(webinar, 'ada@example.test', { msevtmgt_iscanceled: true })
    rig.attendee(webinar, { email: 'ada@example.test', registration: ada })
    expect(await result(webinar)).toEqual({ registrations: [ada], unmatched: [] })
  })
})

describe('an attendee is never guessed', () => {
  test('where two registrations have the address', async () => {
    const webinar = await rig.webinar(past)
    rig.registered(webinar, 'shared@example.test')
    rig.registered(webinar, 'shared@example.test')
    const id = rig.attendee(webinar, { email: 'shared@example.test' })
    expect(await result(webinar)).toEqual({
      registrations: [],
      unmatched: [{ providerId: String(id), email: 'shared@example.test', reason: ambiguous }],
    })
  })

  test('who is in CRM, but registered for another webinar, or not at all', async () => {
    const webinar = await rig.webinar(past)
    const other = await rig.webinar(past)
    const elsewhere = rig.registered(other, 'ada@example.test')
    const ada = rig.attendee(webinar, { email: 'ada@example.test', registration: elsewhere })
    const bob = rig.attendee(webinar, { email: 'bob@example.test' })
    expect(await result(webinar)).toEqual({
      registrations: [],
      unmatched: [
        { providerId: String(ada), email: 'ada@example.test', reason: unknown },
        { providerId: String(bob), email: 'bob@example.test', reason: unknown },
      ],
    })
  })
})

describe('a session registration without an event registration', () => {
  async function session() {
    const account = await rig.account()
    const event = await rig.webinar({ ...past, ...account })
    return { event, session: await rig.session(event.id, account, new Date(Date.now() - 2 * 60 * 60 * 1000)) }
  }

  test('takes that of the same contact and event', async () => {
    const { event, session: webinar } = await session()
    rig.registered(event, 'other@example.test')
    const ofEvent = rig.registered(event, 'ada@example.test')
    const ofSession = rig.register(webinar, String(rig.row(ofEvent)?.msevtmgt_contactid))
    rig.attendee(webinar, { email: 'ada@example.test', registration: ofSession })
    expect(await result(webinar)).toEqual({ registrations: [ofSession], unmatched: [] })
    expect(rig.checkIns(webinar)).toMatchObject([{ msevtmgt_registrationid: ofEvent }])
  })

  test('leaves its attendee unmatched if there is none, until there is one', async () => {
    const { event, session: webinar } = await session()
    const ofSession = rig.registered(webinar, 'ada@example.test')
    const id = rig.attendee(webinar, { email: 'ada@example.test', registration: ofSession })
    expect(await result(webinar)).toEqual({
      registrations: [],
      unmatched: [{ providerId: String(id), email: 'ada@example.test', reason: orphan }],
    })
    rig.register(event, String(rig.row(ofSession)?.msevtmgt_contactid))
    expect(await result(webinar)).toEqual({ registrations: [ofSession], unmatched: [] })
  })

  test('and without a contact keeps nobody else from being matched', async () => {
    const { event, session: webinar } = await session()
    const nobody = rig.dataverse.insert('msevtmgt_sessionregistration', { msevtmgt_sessionid: webinar.id })
    rig.attendee(webinar, { email: 'nobody@example.test', registration: nobody })
    const ofEvent = rig.registered(event, 'ada@example.test')
    const ofSession = rig.register(webinar, String(rig.row(ofEvent)?.msevtmgt_contactid))
    rig.attendee(webinar, { email: 'ada@example.test', registration: ofSession })
    expect(await result(webinar)).toMatchObject({ registrations: [ofSession], unmatched: [{ reason: orphan }] })
  })
})

test('a session registration of nobody in particular is a check-in where it names its event registration', async () => {
  const account = await rig.account()
  const event = await rig.webinar({ ...past, ...account })
  const webinar = await rig.session(event.id, account, new Date(Date.now() - 2 * 60 * 60 * 1000))
  const ofEvent = rig.registered(event, 'ada@example.test')
  const ofSession = rig.dataverse.insert('msevtmgt_sessionregistration', {
    ...{ msevtmgt_sessionid: webinar.id, msevtmgt_registrationid: ofEvent },
  })
  rig.attendee(webinar, { email: 'ada@example.test', registration: ofSession })
  expect(await result(webinar)).toEqual({ registrations: [ofSession], unmatched: [] })
  expect(await rig.pull(webinar)).toMatchObject({ written: 0 })
})
