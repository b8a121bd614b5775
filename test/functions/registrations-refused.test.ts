import { expect } from 'vitest'
import { type Account, type TestApp, test, until } from '../harness/test-app.ts'

/** ON24's clock. */
let now = new Date()
test.override('appOptions', { now: () => now })
test.beforeEach(() => {
  now = new Date()
})

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const failed = { msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000003 }

function says(app: TestApp, id: string, status: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

async function registeredThenBegun(app: TestApp, account: Account) {
  const webinar = await app.webinar(account)
  const contact = app.contact(ada)
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  await app.idle()
  return { webinar, contact, id, begin: () => (now = new Date(Date.now() + 25 * 60 * 60 * 1000)) }
}

test.for<[string, string | null, string]>([
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
])('%s is refused without an ON24 call, and goes out once corrected', async ([_, email, reason], { app, account }) => {
  const webinar = await app.webinar(account)
  const contact = app.contact({ ...ada, emailaddress1: email })
  const before = app.on24.na.calls.length
  const id = app.register(webinar, contact)
  await says(app, id, reason)
  expect(app.row(id)).toMatchObject(failed)
  expect(app.on24.na.calls.slice(before).filter(({ path }) => path.includes('registrant'))).toEqual([])

  app.dataverse.update('contact', contact, { emailaddress1: 'ada@example.test' })
  await says(app, id, 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ email: 'ada@example.test', exteventusercd: id }])
})

test('a registered person whose e-mail becomes invalid stays registered', async ({ app, account }) => {
  const { webinar, contact, id } = await registeredThenBegun(app, account)
  app.dataverse.update('contact', contact, { emailaddress1: 'nonsense' })
  await says(app, id, 'The contact’s e-mail address is not valid. Correct it on the contact.')
  expect(app.registrants(webinar)).toMatchObject([{ email: 'ada@example.test', userstatus: 'active' }])
  app.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await says(app, id, 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([
    { email: 'ada@example.test', userstatus: 'deleted' },
    { email: 'lovelace@example.test', userstatus: 'active' },
  ])
})

test('fields that ON24 requires and CRM lacks are named and stay required', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, requiredFields: ['company', 'job_title', 'country'] })
  const asked: string[] = []
  app.on24.na.injectFault(({ method, url }) => {
    if (method === 'POST') asked.push(url)
    return undefined
  })
  const id = app.register(webinar, app.contact(ada, 'Engines'))
  await says(app, id, 'ON24 requires: Job title, Country. Complete the contact, or ask your administrator.')
  app.on24.na.injectFault()
  expect(app.row(id)).toMatchObject(failed)
  expect(app.registrants(webinar)).toEqual([])
  expect(asked).not.toEqual([])
  expect(asked.filter((url) => /honor/i.test(url))).toEqual([])
})

test('a registration goes out once the contact has the field that was missing', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, requiredFields: ['job_title'] })
  const contact = app.contact(ada)
  const id = app.register(webinar, contact)
  await says(app, id, 'ON24 requires: Job title. Complete the contact, or ask your administrator.')
  app.dataverse.update('contact', contact, { jobtitle: 'CTO' })
  await says(app, id, 'Registered at ON24')
})

test('a reason longer than the column is cut to fit', async ({ app, account }) => {
  const requiredFields = [
    'addressstreet1',
    'addressstreet2',
    'companyindustry',
    'companysize',
    'job_function',
    'country',
  ]
  const webinar = await app.webinar({ ...account, requiredFields })
  const id = app.register(webinar, app.contact(ada))
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toMatch(/^ON24 requires: /))
  const said = String(app.row(id)?.msevtmgt_registrationstatus)
  expect(said).toMatch(/^ON24 requires: [\w ,]+\w…\. Complete the contact, or ask your administrator\.$/)
  expect(said.length).toBeLessThanOrEqual(100)
})

test('ON24’s own words are passed on where the connector knows no better', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const said = { message: 'Registrations from this domain are not welcome.' }
  app.on24.na.injectFault(({ method }) => (method === 'POST' ? Response.json(said, { status: 400 }) : undefined))
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, `ON24 refused: “${said.message}” Correct the contact.`)
  expect(app.row(id)).toMatchObject(failed)
  app.clearFaults()
})

test('a webinar that is inactive at ON24 is named as such', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  app.on24.na.event(webinar.on24).active = false
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'The webinar is inactive at ON24. Activate it there. Your administrator: then send this again.')
  expect(app.row(id)).toMatchObject(failed)
})

test('a webinar id that ON24 does not know is no verdict on the account', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, values: { msevtmgt_webinarid: '424242' } })
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'ON24 does not know this webinar. Check the webinar id of the event or session.')
  expect(app.row(id)).toMatchObject(failed)
  await app.idle()
  expect(app.dataverse.row('msevtmgt_webinarconfiguration', account.configuration)).toMatchObject({
    ...{ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000000 },
  })
})

test('a cancellation after the start is said to be too late, and the person stays', async ({ app, account }) => {
  const { webinar, id, begin } = await registeredThenBegun(app, account)
  begin()
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'The webinar has started, so ON24 keeps this person registered. Nothing to do.')
  expect(app.row(id)).toMatchObject(failed)
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
  app.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(app, id, 'Registered at ON24')
})

test('a restoration after the start is said to be too late', async ({ app, account }) => {
  const { webinar, id, begin } = await registeredThenBegun(app, account)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  await app.idle()
  begin()
  app.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(app, id, 'The webinar has started, so ON24 does not take this registration any more.')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
})

test('a row deleted after the start leaves the person, and is not retried for ever', async ({ app, account }) => {
  const { webinar, id, begin } = await registeredThenBegun(app, account)
  begin()
  app.dataverse.remove(table, id)
  await app.idle()
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
})

test('people may register for a webinar that has begun or is over', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, startsInHours: -3 })
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ email: 'ada@example.test' }])
})
