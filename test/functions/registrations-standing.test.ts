import { expect } from 'vitest'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

test.override({ appOptions: { env: { REGISTRATION_STATUS_REASONS: 'event:533240003=on hold' } } })

const table = 'msevtmgt_eventregistration'
const reasons = { registered: 533240000, waitlisted: 533240001, cancelled: 533240002, checkedIn: 533240003 }
const [waitlistedText, registeredText] = [
  'Waitlisted in Dynamics. It is sent once it is registered; there is nothing to do.',
  'Registered at ON24',
]
const ann = { firstname: 'Ann', lastname: 'Lund', emailaddress1: 'ann@example.test' }
const wim = { firstname: 'Wim', lastname: 'Lund', emailaddress1: 'wim@example.test' }

function says(app: TestApp, id: string, text: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(text))
}

function active(app: TestApp, webinar: Webinar) {
  return app.registrants(webinar).flatMap(({ userstatus, email }) => (userstatus === 'active' ? [email] : []))
}

test('a person on the waitlist is sent once they are promoted', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const first = app.register(webinar, app.contact(ann), { statuscode: reasons.registered })
  const second = app.register(webinar, app.contact(wim), { statuscode: reasons.waitlisted })
  await says(app, first, registeredText)
  await says(app, second, waitlistedText)
  expect(app.registrants(webinar).map(({ email }) => email)).toEqual([ann.emailaddress1])
  expect(app.row(second)).toMatchObject({
    msevtmgt_syncedwithprovider: 100000001,
    msevtmgt_publishingstate: 100000000,
  })

  app.dataverse.update(table, first, { statuscode: reasons.cancelled })
  app.dataverse.update(table, second, { statuscode: reasons.registered })
  await says(app, first, 'Cancelled at ON24')
  await says(app, second, registeredText)
  expect(active(app, webinar)).toEqual([wim.emailaddress1])
})

test('a person who goes back to the waitlist gives up the place at ON24', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const id = app.register(webinar, app.contact(ann))
  await says(app, id, registeredText)
  app.dataverse.update(table, id, { statuscode: reasons.waitlisted })
  await says(app, id, waitlistedText)
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
})

test('a waitlisted person who registered at ON24 themselves keeps that place', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  app.on24[webinar.region].register(webinar.on24, { email: ann.emailaddress1, firstname: 'Ann', lastname: 'Lund' })
  const id = app.register(webinar, app.contact(ann), { statuscode: reasons.waitlisted })
  await says(app, id, waitlistedText)
  await app.host.run('sweep-timer')
  await app.idle()
  expect(active(app, webinar)).toEqual([ann.emailaddress1])
})

test('the sweep sends nothing for a person on the waitlist, and writes nothing', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const id = app.register(webinar, app.contact(wim), { statuscode: reasons.waitlisted })
  await says(app, id, waitlistedText)
  await app.idle()
  const { versionnumber } = app.row(id) ?? {}
  await app.host.run('sweep-timer')
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'review' })
  await app.idle()
  expect(app.row(id)).toMatchObject({ versionnumber, msevtmgt_registrationstatus: waitlistedText })
  expect(app.registrants(webinar)).toEqual([])
})

test('the setting says what a status reason means, whatever its label', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const id = app.register(webinar, app.contact(ann), { statuscode: reasons.checkedIn })
  await says(app, id, 'On hold in Dynamics. It is sent once it is registered; there is nothing to do.')
  expect(app.registrants(webinar)).toEqual([])
})
