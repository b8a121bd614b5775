import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

let rig: Rig
/** ON24's clock; the webinars of this file begin in a day. */
let now: Date
let account: Awaited<ReturnType<Rig['account']>>
beforeAll(async () => {
  now = new Date()
  rig = await startRig({ now: () => now })
  account = await rig.account()
})
beforeEach(() => {
  now = new Date()
})
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }

function says(id: string, status: string) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

function active(webinar: Webinar) {
  return rig.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
}

function theEventBegins() {
  now = new Date(Date.now() + 25 * 60 * 60 * 1000)
}

/** Somebody registered for two webinars of one account. */
async function registeredTwice(email = `ada-${crypto.randomUUID()}@example.test`) {
  const [webinar, otherWebinar] = [await rig.webinar(account), await rig.webinar(account)]
  const contact = rig.contact({ ...ada, emailaddress1: email })
  // What these set going would meet the registration.
  await rig.quiet()
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  await rig.quiet()
  return { webinar, otherWebinar, contact, id, email }
}

test('before the start a changed e-mail cancels the old address and registers the new one', async () => {
  const { webinar, contact, id, email } = await registeredTwice()
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `new-${email}`, exteventusercd: id }]))
  await rig.quiet()
  expect(rig.registrants(webinar)).toMatchObject([
    { email, userstatus: 'deleted' },
    { email: `new-${email}`, userstatus: 'active' },
  ])
  expect(rig.row(id)).toMatchObject({
    msevtmgt_registrationstatus: 'Registered at ON24',
    msevtmgt_webinarregistrationid: String(active(webinar)[0]?.eventuserid),
  })
})

test('before the start other webinars of the person are not touched by the move', async () => {
  const { webinar, otherWebinar, contact, email } = await registeredTwice()
  // By ON24's own page, so CRM knows nothing of it.
  rig.on24.na.register(otherWebinar.on24, { email })
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `new-${email}` }]))
  expect(rig.registrants(otherWebinar)).toMatchObject([{ email, userstatus: 'active' }])
})

test('a changed e-mail moves every registration of the contact', async () => {
  const { webinar, otherWebinar, contact, email } = await registeredTwice()
  await says(rig.register(otherWebinar, contact), 'Registered at ON24')
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  for (const one of [webinar, otherWebinar]) {
    await until(() => expect(active(one)).toMatchObject([{ email: `new-${email}` }]))
  }
})

test('an e-mail that changes and changes back ends with the first address, and with one registrant', async () => {
  const { webinar, contact, id, email } = await registeredTwice()
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `new-${email}` }]))
  await rig.quiet()
  rig.dataverse.update('contact', contact, { emailaddress1: email })
  await until(() => expect(active(webinar)).toMatchObject([{ email, exteventusercd: id }]))
  await rig.quiet()
  expect(active(webinar)).toHaveLength(1)
})

test('an e-mail that differs only in case is the same person', async () => {
  const { webinar, contact, email } = await registeredTwice()
  rig.dataverse.update('contact', contact, { emailaddress1: email.toUpperCase(), lastname: 'Lovelace' })
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace', userstatus: 'active' }]))
})

test('at no moment of a move are two addresses registered', async () => {
  const { webinar, contact, email } = await registeredTwice()
  const counts: number[] = []
  rig.on24.na.interfere(() => {
    counts.push(active(webinar).length)
    return undefined
  })
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `new-${email}` }]))
  await rig.quiet()
  rig.on24.na.interfere()
  expect(Math.max(...counts, active(webinar).length)).toBe(1)
})

test('after the start the person is renamed, and keeps the id that attendance is found by', async () => {
  const { webinar, contact, id, email } = await registeredTwice()
  const [{ eventuserid } = {}] = rig.registrants(webinar)
  theEventBegins()
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  const renamed = { email: `new-${email}`, eventuserid, exteventusercd: id, userstatus: 'active' }
  await until(() => expect(rig.registrants(webinar)).toMatchObject([renamed]))
  await rig.quiet()
  expect(rig.row(id)).toMatchObject({
    msevtmgt_registrationstatus: 'Registered at ON24',
    msevtmgt_webinarregistrationid: String(eventuserid),
  })
})

test('after the start a new address that is taken in another webinar is refused with the reason', async () => {
  const { webinar, otherWebinar, contact, id, email } = await registeredTwice()
  rig.on24.na.register(otherWebinar.on24, { email })
  rig.on24.na.register(otherWebinar.on24, { email: `new-${email}` })
  theEventBegins()
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await says(id, 'ON24 refused: “The new email already exists in one of the events.” Correct the contact.')
  expect(rig.row(id)).toMatchObject({ msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000003 })
  await rig.quiet()
  expect(rig.registrants(webinar)).toMatchObject([{ email, userstatus: 'active' }])
  expect(await rig.failures()).toContainEqual(expect.objectContaining({ row: id, kind: 'refused' }))
})

test('after the start an address that somebody else has in this webinar is refused, and the other is left in peace', async () => {
  const { webinar, contact, id, email } = await registeredTwice()
  const other = rig.register(webinar, rig.contact({ ...ada, emailaddress1: `new-${email}` }))
  await says(other, 'Registered at ON24')
  await rig.quiet()
  theEventBegins()
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  await says(id, 'ON24 refused: “The new email already exists in one of the events.” Correct the contact.')
  await rig.quiet()
  await says(other, 'Registered at ON24')
  await says(id, 'ON24 refused: “The new email already exists in one of the events.” Correct the contact.')
  expect(rig.registrants(webinar)).toMatchObject([{ email }, { email: `new-${email}` }])
})

test('registrations move along when their event runs as another webinar, before anybody attended', async () => {
  const { webinar, otherWebinar, id, email } = await registeredTwice()
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(otherWebinar.on24) })
  await until(() => expect(active(otherWebinar)).toMatchObject([{ email, exteventusercd: id }]))
  await rig.quiet()
  expect(active(webinar)).toEqual([])
  expect(rig.row(id)).toMatchObject({
    msevtmgt_registrationstatus: 'Registered at ON24',
    msevtmgt_webinarregistrationid: String(active(otherWebinar)[0]?.eventuserid),
  })
})

test('registrations move along when their event runs with another account', async () => {
  const { webinar, id } = await registeredTwice()
  const other = await rig.webinar({ region: 'eu' })
  const { msevtmgt_webinarconfigurationid, msevtmgt_webinarid } = rig.dataverse.row('msevtmgt_event', other.id) ?? {}
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarconfigurationid, msevtmgt_webinarid })
  await until(() => expect(active(other)).toMatchObject([{ exteventusercd: id }]))
  expect(active(webinar)).toEqual([])
})

test.each([
  ['inactive at ON24', (webinar: Webinar) => void Object.assign(rig.on24.na.event(webinar.on24), { active: false })],
  [
    'another client’s, so that ON24 does not know it',
    (webinar: Webinar) => void Object.assign(rig.on24.na.event(webinar.on24), { clientid: '0' }),
  ],
])('registrations leave a webinar that is %s without ado', async (_, close) => {
  const { webinar, otherWebinar, id } = await registeredTwice()
  close(webinar)
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(otherWebinar.on24) })
  await until(() => expect(active(otherWebinar)).toMatchObject([{ exteventusercd: id }]))
  await says(id, 'Registered at ON24')
})

test('a row deleted after its contact’s e-mail has changed cancels the address that ON24 knows', async () => {
  const { webinar, contact, id, email } = await registeredTwice()
  rig.dataverse.interfere(({ method }) => (method === 'GET' ? new Response(null, { status: 503 }) : undefined))
  rig.dataverse.update('contact', contact, { emailaddress1: `new-${email}` })
  rig.dataverse.remove(table, id)
  rig.dataverse.interfere()
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ email, userstatus: 'deleted' }]))
})
