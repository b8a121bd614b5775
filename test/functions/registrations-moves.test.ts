import { expect } from 'vitest'
import { type Account, type TestApp, test, until, type Webinar } from '../harness/test-app.ts'
import { leaveAtOn24Only } from '../harness/webinars.ts'

/** ON24's clock; the webinars of this file begin in a day. */
let now = new Date()
test.override('appOptions', { now: () => now })
test.beforeEach(() => {
  now = new Date()
})

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }

function says(app: TestApp, id: string, status: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

function active(app: TestApp, webinar: Webinar) {
  return app.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
}

function theEventBegins() {
  now = new Date(Date.now() + 25 * 60 * 60 * 1000)
}

/** A person registered for two webinars of one account. */
async function registeredTwice(app: TestApp, account: Account, email = `ada-${crypto.randomUUID()}@example.test`) {
  const [webinar, otherWebinar] = [await app.webinar(account), await app.webinar(account)]
  const contact = app.contact({ ...ada, emailaddress1: email })
  // Their own messages would race with the registration.
  await app.idle()
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  await app.idle()
  return { webinar, otherWebinar, contact, id, email }
}

test('a changed e-mail before the start moves the person to the new address', async ({ app, account }) => {
  const { webinar, contact, id, email } = await registeredTwice(app, account)
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `new-${email}`, exteventusercd: id }]))
  await app.idle()
  expect(app.registrants(webinar)).toMatchObject([
    { email, userstatus: 'deleted' },
    { email: `new-${email}`, userstatus: 'active' },
  ])
  expect(app.row(id)).toMatchObject({
    msevtmgt_registrationstatus: 'Registered at ON24',
    msevtmgt_webinarregistrationid: String(active(app, webinar)[0]?.eventuserid),
  })
})

test('a move costs two calls at ON24, one to leave and one to register', async ({ app, account }) => {
  const { webinar, contact, email } = await registeredTwice(app, account)
  const before = app.on24.na.calls.length
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `new-${email}` }]))
  await app.idle()
  expect(app.on24.na.calls.slice(before).map(({ method }) => method)).toEqual(['POST', 'POST'])
})

test('a changed e-mail before the start does not touch other webinars of the person', async ({ app, account }) => {
  const { webinar, otherWebinar, contact, email } = await registeredTwice(app, account)
  // By ON24's own page, so CRM knows nothing of it.
  app.on24.na.register(otherWebinar.on24, { email })
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `new-${email}` }]))
  expect(app.registrants(otherWebinar)).toMatchObject([{ email, userstatus: 'active' }])
})

test('a changed e-mail moves every registration of the contact', async ({ app, account }) => {
  const { webinar, otherWebinar, contact, email } = await registeredTwice(app, account)
  await says(app, app.register(otherWebinar, contact), 'Registered at ON24')
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  for (const one of [webinar, otherWebinar]) {
    await until(() => expect(active(app, one)).toMatchObject([{ email: `new-${email}` }]))
  }
})

test('an e-mail that changes and changes back ends as one registrant', async ({ app, account }) => {
  const { webinar, contact, id, email } = await registeredTwice(app, account)
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `new-${email}` }]))
  await app.idle()
  app.dataverse.update('contact', contact, { emailaddress1: email })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email, exteventusercd: id }]))
  await app.idle()
  expect(active(app, webinar)).toHaveLength(1)
})

test('an e-mail that differs only in case is the same person', async ({ app, account }) => {
  const { webinar, contact, email } = await registeredTwice(app, account)
  app.dataverse.update('contact', contact, { emailaddress1: email.toUpperCase(), lastname: 'Lovelace' })
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace', userstatus: 'active' }]))
})

test('a move has two addresses registered at no moment', async ({ app, account }) => {
  const { webinar, contact, email } = await registeredTwice(app, account)
  const counts: number[] = []
  app.on24.na.injectFault(() => {
    counts.push(active(app, webinar).length)
    return undefined
  })
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `new-${email}` }]))
  await app.idle()
  app.on24.na.injectFault()
  expect(Math.max(...counts, active(app, webinar).length)).toBe(1)
})

test('a changed e-mail after the start renames the person, who keeps their id', async ({ app, account }) => {
  const { webinar, contact, id, email } = await registeredTwice(app, account)
  const [{ eventuserid } = {}] = app.registrants(webinar)
  theEventBegins()
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  const renamed = { email: `new-${email}`, eventuserid, exteventusercd: id, userstatus: 'active' }
  await until(() => expect(app.registrants(webinar)).toMatchObject([renamed]))
  await app.idle()
  expect(app.row(id)).toMatchObject({
    msevtmgt_registrationstatus: 'Registered at ON24',
    msevtmgt_webinarregistrationid: String(eventuserid),
  })
})

test('a new address after the start that another webinar has is refused', async ({ app, account }) => {
  const { webinar, otherWebinar, contact, id, email } = await registeredTwice(app, account)
  app.on24.na.register(otherWebinar.on24, { email })
  app.on24.na.register(otherWebinar.on24, { email: `new-${email}` })
  theEventBegins()
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await says(app, id, 'ON24 refused: “The new email already exists in one of the events.” Correct the contact.')
  expect(app.row(id)).toMatchObject({ msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000003 })
  await app.idle()
  expect(app.registrants(webinar)).toMatchObject([{ email, userstatus: 'active' }])
  expect(await app.failures()).toContainEqual(expect.objectContaining({ row: id, kind: 'refused' }))
})

test('a new address after the start that another person has is refused', async ({ app, account }) => {
  const { webinar, contact, id, email } = await registeredTwice(app, account)
  const other = app.register(webinar, app.contact({ ...ada, emailaddress1: `new-${email}` }))
  await says(app, other, 'Registered at ON24')
  await app.idle()
  theEventBegins()
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await says(app, id, 'ON24 refused: “The new email already exists in one of the events.” Correct the contact.')
  await app.idle()
  await says(app, other, 'Registered at ON24')
  await says(app, id, 'ON24 refused: “The new email already exists in one of the events.” Correct the contact.')
  expect(app.registrants(webinar)).toMatchObject([{ email }, { email: `new-${email}` }])
})

test('registrations move along when their event runs as another webinar', async ({ app, account }) => {
  const { webinar, otherWebinar, id, email } = await registeredTwice(app, account)
  await leaveAtOn24Only(app, otherWebinar)
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(otherWebinar.on24) })
  await until(() => expect(active(app, otherWebinar)).toMatchObject([{ email, exteventusercd: id }]))
  await app.idle()
  expect(active(app, webinar)).toEqual([])
  expect(app.row(id)).toMatchObject({
    msevtmgt_registrationstatus: 'Registered at ON24',
    msevtmgt_webinarregistrationid: String(active(app, otherWebinar)[0]?.eventuserid),
  })
})

test('registrations move along when their event runs with another account', async ({ app, account }) => {
  const { webinar, id } = await registeredTwice(app, account)
  const other = await app.webinar({ region: 'eu' })
  const { msevtmgt_webinarconfigurationid, msevtmgt_webinarid } = app.dataverse.row('msevtmgt_event', other.id) ?? {}
  await leaveAtOn24Only(app, other)
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarconfigurationid, msevtmgt_webinarid })
  await until(() => expect(active(app, other)).toMatchObject([{ exteventusercd: id }]))
  expect(active(app, webinar)).toEqual([])
})

test.for<[string, (app: TestApp, webinar: Webinar) => void]>([
  ['inactive at ON24', (app, webinar) => void Object.assign(app.on24.na.event(webinar.on24), { active: false })],
  [
    'another client’s, so that ON24 does not know it',
    (app, webinar) => void Object.assign(app.on24.na.event(webinar.on24), { clientid: '0' }),
  ],
])('registrations leave a webinar that is %s', async ([_, close], { app, account }) => {
  const { webinar, otherWebinar, id } = await registeredTwice(app, account)
  close(app, webinar)
  await leaveAtOn24Only(app, otherWebinar)
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(otherWebinar.on24) })
  await until(() => expect(active(app, otherWebinar)).toMatchObject([{ exteventusercd: id }]))
  await says(app, id, 'Registered at ON24')
})

test('a row deleted after a change of e-mail cancels the address that ON24 knows', async ({ app, account }) => {
  const { webinar, contact, id, email } = await registeredTwice(app, account)
  app.dataverse.injectFault(({ method }) => (method === 'GET' ? new Response(null, { status: 503 }) : undefined))
  app.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  app.dataverse.remove(table, id)
  app.dataverse.injectFault()
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ email, userstatus: 'deleted' }]))
})
