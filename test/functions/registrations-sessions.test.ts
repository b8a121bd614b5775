import { expect } from 'vitest'
import { type TestApp, test, until } from '../harness/test-app.ts'
import { sessionWebinar } from '../harness/webinars.ts'

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const table = 'msevtmgt_sessionregistration'

function says(app: TestApp, id: string, status: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

test('a session registration is registered, updated, cancelled, restored and deleted', async ({ app, account }) => {
  const webinar = await sessionWebinar(app, account)
  const contact = app.contact(ada, 'Engines')
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  const [registrant] = app.registrants(webinar)
  expect(registrant).toMatchObject({ email: 'ada@example.test', company: 'Engines', exteventusercd: id })
  expect(app.row(id)).toMatchObject({
    msevtmgt_webinarregistrationid: String(registrant?.eventuserid),
    msevtmgt_syncedwithprovider: 100000002,
    msevtmgt_publishingstate: 100000001,
  })

  app.dataverse.update('contact', contact, { lastname: 'Lovelace' })
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace' }]))
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
  app.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(app, id, 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
  app.dataverse.remove(table, id)
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test('the event registration of an online session of an on-site event is left alone', async ({ app, account }) => {
  const webinar = await sessionWebinar(app, account)
  const contact = app.contact(ada)
  const event = app.dataverse.row('msevtmgt_session', webinar.id)?.msevtmgt_event
  const forEvent = app.register({ kind: 'event', id: String(event) }, contact)
  const before = app.row(forEvent)
  await says(app, app.register(webinar, contact, { msevtmgt_registrationid: forEvent }), 'Registered at ON24')
  await app.idle()
  expect(app.row(forEvent)).toEqual(before)
})

test('a session registration without a contact is refused with the reason', async ({ app, account }) => {
  const webinar = await sessionWebinar(app, account)
  const id = app.dataverse.insert(table, { msevtmgt_sessionid: webinar.id })
  await says(app, id, 'The contact has no e-mail address. Enter one on the contact.')
  expect(app.row(id)).toMatchObject({ msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000003 })
})

test('a session that is on site is left alone', async ({ app, account }) => {
  const webinar = await sessionWebinar(app, account)
  app.dataverse.update('msevtmgt_session', webinar.id, { msevtmgt_sessionformat: 100000001 })
  const id = app.register(webinar, app.contact(ada))
  const before = app.row(id)
  await app.idle()
  expect(app.row(id)).toEqual(before)
  expect(app.registrants(webinar)).toEqual([])
})
