import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
/** ON24's clock. */
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
const failed = { msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000003 }

function says(id: string, status: string) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

async function registeredThenBegun() {
  const webinar = await rig.webinar(account)
  const contact = rig.contact(ada)
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  await rig.quiet()
  return { webinar, contact, id, begin: () => (now = new Date(Date.now() + 25 * 60 * 60 * 1000)) }
}

test.each([
  ['no e-mail', null, 'The contact has no e-mail address. Enter one on the contact.'],
  ['a blank e-mail', '   ', 'The contact has no e-mail address. Enter one on the contact.'],
  ['an e-mail without a domain', 'ada', 'The contact’s e-mail address is not valid. Correct it on the contact.'],
  [
    'an e-mail with a space in it',
    'ada byron@example.test',
    'The contact’s e-mail address is not valid. Correct it on the contact.',
  ],
  [
    'two e-mails in one',
    'ada@example.test; b@example.test',
    'The contact’s e-mail address is not valid. Correct it on the contact.',
  ],
])('%s is refused with the reason, without asking ON24, and goes out once it is mended', async (_, email, reason) => {
  const webinar = await rig.webinar(account)
  const contact = rig.contact({ ...ada, emailaddress1: email })
  const before = rig.on24.na.calls.length
  const id = rig.register(webinar, contact)
  await says(id, reason)
  expect(rig.row(id)).toMatchObject(failed)
  expect(rig.on24.na.calls.slice(before).filter(({ path }) => path.includes('registrant'))).toEqual([])

  rig.dataverse.update('contact', contact, { emailaddress1: 'ada@example.test' })
  await says(id, 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ email: 'ada@example.test', exteventusercd: id }])
})

test('a registered person whose e-mail becomes useless keeps the place they have until it is mended', async () => {
  const { webinar, contact, id } = await registeredThenBegun()
  rig.dataverse.update('contact', contact, { emailaddress1: 'nonsense' })
  await says(id, 'The contact’s e-mail address is not valid. Correct it on the contact.')
  expect(rig.registrants(webinar)).toMatchObject([{ email: 'ada@example.test', userstatus: 'active' }])
  rig.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await says(id, 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([
    { email: 'ada@example.test', userstatus: 'deleted' },
    { email: 'lovelace@example.test', userstatus: 'active' },
  ])
})

test('fields that ON24 requires and CRM lacks are named, and the requirement is never switched off', async () => {
  const webinar = await rig.webinar({ ...account, requiredFields: ['company', 'job_title', 'country'] })
  const asked: string[] = []
  rig.on24.na.interfere(({ method, url }) => {
    if (method === 'POST') asked.push(url)
    return undefined
  })
  const id = rig.register(webinar, rig.contact(ada, 'Engines'))
  await says(id, 'ON24 requires: Job title, Country. Complete the contact, or ask your administrator.')
  rig.on24.na.interfere()
  expect(rig.row(id)).toMatchObject(failed)
  expect(rig.registrants(webinar)).toEqual([])
  expect(asked).not.toEqual([])
  expect(asked.filter((url) => /honor/i.test(url))).toEqual([])
})

test('a registration goes out once the contact has the field that was missing', async () => {
  const webinar = await rig.webinar({ ...account, requiredFields: ['job_title'] })
  const contact = rig.contact(ada)
  const id = rig.register(webinar, contact)
  await says(id, 'ON24 requires: Job title. Complete the contact, or ask your administrator.')
  rig.dataverse.update('contact', contact, { jobtitle: 'CTO' })
  await says(id, 'Registered at ON24')
})

test('a reason longer than the column is cut to fit', async () => {
  const requiredFields = [
    'addressstreet1',
    'addressstreet2',
    'companyindustry',
    'companysize',
    'job_function',
    'country',
  ]
  const webinar = await rig.webinar({ ...account, requiredFields })
  const id = rig.register(webinar, rig.contact(ada))
  await until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toMatch(/^ON24 requires: /))
  const said = String(rig.row(id)?.msevtmgt_registrationstatus)
  expect(said).toMatch(/^ON24 requires: [\w ,]+\w…\. Complete the contact, or ask your administrator\.$/)
  expect(said.length).toBeLessThanOrEqual(100)
})

test('ON24’s own words are passed on where the connector knows no better', async () => {
  const webinar = await rig.webinar(account)
  rig.on24.na.event(webinar.on24).dropdowns = { job_title: ['CEO'] }
  const id = rig.register(webinar, rig.contact({ ...ada, jobtitle: 'CTO' }))
  await says(id, 'ON24 refused: “The value of the field jobtitle is not one of its options.” Correct the contact.')
  expect(rig.row(id)).toMatchObject(failed)
})

test('a webinar that is inactive at ON24 is said so', async () => {
  const webinar = await rig.webinar(account)
  rig.on24.na.event(webinar.on24).active = false
  const id = rig.register(webinar, rig.contact(ada))
  await says(id, 'The webinar is inactive at ON24. Activate it there. Your administrator: then send this again.')
  expect(rig.row(id)).toMatchObject(failed)
})

test('a webinar id that ON24 does not know is said so, and says nothing about the account', async () => {
  const webinar = await rig.webinar({ ...account, values: { msevtmgt_webinarid: '424242' } })
  const id = rig.register(webinar, rig.contact(ada))
  await says(id, 'ON24 does not know this webinar. Check the webinar id of the event or session.')
  expect(rig.row(id)).toMatchObject(failed)
  await rig.quiet()
  expect(rig.dataverse.row('msevtmgt_webinarconfiguration', account.configuration)).toMatchObject({
    ...{ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000000 },
  })
})

test('a cancellation after the start is said to be too late, and the person stays', async () => {
  const { webinar, id, begin } = await registeredThenBegun()
  begin()
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'The webinar has started, so ON24 keeps this person registered. Nothing to do.')
  expect(rig.row(id)).toMatchObject(failed)
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(id, 'Registered at ON24')
})

test('a restoration after the start is said to be too late', async () => {
  const { webinar, id, begin } = await registeredThenBegun()
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  await rig.quiet()
  begin()
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(id, 'The webinar has started, so ON24 does not take this registration any more.')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
})

test('a row deleted after the start leaves the person, and is not tried for ever', async () => {
  const { webinar, id, begin } = await registeredThenBegun()
  begin()
  rig.dataverse.remove(table, id)
  await rig.quiet()
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
})

test('people may register for a webinar that has begun or is over, for ON24 shows its recording', async () => {
  const webinar = await rig.webinar({ ...account, startsInHours: -3 })
  const id = rig.register(webinar, rig.contact(ada))
  await says(id, 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ email: 'ada@example.test' }])
})
