import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

let rig: Rig
let account: Awaited<ReturnType<Rig['account']>>
beforeAll(async () => {
  rig = await startRig()
  account = await rig.account()
})
afterAll(() => rig.stop())

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const table = 'msevtmgt_sessionregistration'

/** A session that runs as a webinar, of an event on site. */
async function session(): Promise<Webinar> {
  const event = await rig.webinar({ ...account, values: { msevtmgt_eventformat: 100000001 } })
  const webinar = await rig.webinar(account)
  const id = rig.dataverse.insert('msevtmgt_session', {
    msevtmgt_name: 'Engines at noon',
    msevtmgt_event: event.id,
    msevtmgt_sessionformat: 100000002,
    msevtmgt_webinarconfigurationid: account.configuration,
    msevtmgt_webinarid: String(webinar.on24),
  })
  return { ...webinar, kind: 'session', id }
}

function says(id: string, status: string) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

test('a session registration is registered, follows its contact, is cancelled, restored and deleted', async () => {
  const webinar = await session()
  const contact = rig.contact(ada, 'Engines')
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  const [registrant] = rig.registrants(webinar)
  expect(registrant).toMatchObject({ email: 'ada@example.test', company: 'Engines', exteventusercd: id })
  expect(rig.row(id)).toMatchObject({
    msevtmgt_webinarregistrationid: String(registrant?.eventuserid),
    msevtmgt_syncedwithprovider: 100000002,
    msevtmgt_publishingstate: 100000001,
  })

  rig.dataverse.update('contact', contact, { lastname: 'Lovelace' })
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace' }]))
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(id, 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
  rig.dataverse.remove(table, id)
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test('the event registration of a session on line is left alone where the event is on site', async () => {
  const webinar = await session()
  const contact = rig.contact(ada)
  const event = rig.dataverse.row('msevtmgt_session', webinar.id)?.msevtmgt_event
  const forEvent = rig.register({ kind: 'event', id: String(event) }, contact)
  const before = rig.row(forEvent)
  await says(rig.register(webinar, contact, { msevtmgt_registrationid: forEvent }), 'Registered at ON24')
  await rig.quiet()
  expect(rig.row(forEvent)).toEqual(before)
})

test('a session registration without a contact is refused with the reason', async () => {
  const webinar = await session()
  const id = rig.dataverse.insert(table, { msevtmgt_sessionid: webinar.id })
  await says(id, 'The contact has no e-mail address. Enter one on the contact.')
  expect(rig.row(id)).toMatchObject({ msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000003 })
})

test('a session that is on site is left alone', async () => {
  const webinar = await session()
  rig.dataverse.update('msevtmgt_session', webinar.id, { msevtmgt_sessionformat: 100000001 })
  const id = rig.register(webinar, rig.contact(ada))
  const before = rig.row(id)
  await rig.quiet()
  expect(rig.row(id)).toEqual(before)
  expect(rig.registrants(webinar)).toEqual([])
})
