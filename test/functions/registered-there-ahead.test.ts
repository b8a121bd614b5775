import { expect } from 'vitest'
import { choices } from '../harness/registered-there.ts'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

const table = 'msevtmgt_event'
const registrations = (app: TestApp, { id }: Webinar) =>
  app.dataverse.rows('msevtmgt_eventregistration').filter((row) => row.msevtmgt_eventid === id)
const changes = (app: TestApp, { on24 }: Webinar) =>
  app.on24.na.calls.filter(({ method, path }) => method !== 'GET' && path.includes(`/event/${on24}/`))
const carried = (app: TestApp, webinar: Webinar) =>
  app.registrants(webinar).map(({ email, exteventusercd }) => [email, exteventusercd])

/** A webinar ahead, of an account that does this for people who registered at ON24 itself. */
async function ahead(app: TestApp, choice: keyof typeof choices, more: Record<string, unknown> = {}) {
  const account = await app.account({ settings: { wbc_registeredthere: choices[choice], ...more } })
  return app.webinar(account)
}

async function review(app: TestApp, webinar: Webinar) {
  await app.enqueue('webinars', { table, id: webinar.id, work: 'review' })
  await app.idle()
}

test('whoever registered at ON24 has a registration before the start, of which nothing is sent back', async ({
  app,
}) => {
  const webinar = await ahead(app, 'allContacts')
  const contact = app.contact({ firstname: 'Known', emailaddress1: 'ada@example.test' }, 'Engines')
  app.on24.na.register(webinar.on24, { email: 'ADA@example.test', firstname: 'Ada', company: 'Byron & Co' })
  app.on24.na.register(webinar.on24, { email: 'eve@example.test', firstname: 'Eve', lastname: 'Holt' })
  await review(app, webinar)
  const made = registrations(app, webinar)
  expect(made).toHaveLength(2)
  expect(made.map((row) => row.msevtmgt_contactid)).toContain(contact)
  expect(changes(app, webinar).map(({ method }) => method)).toEqual(['PATCH', 'PATCH'])
  expect(new Set(carried(app, webinar).map(([, id]) => id))).toEqual(
    new Set(made.map((row) => row.msevtmgt_eventregistrationid)),
  )
  expect(app.registrants(webinar)[0]).toMatchObject({ firstname: 'Ada', company: 'Byron & Co' })

  const versions = () => registrations(app, webinar).map(({ versionnumber }) => versionnumber)
  const before = versions()
  await review(app, webinar)
  expect([changes(app, webinar).length, versions()]).toEqual([2, before])
})

test('a registration that was made follows its contact, and leaves with it', async ({ app }) => {
  const webinar = await ahead(app, 'knownContacts')
  const contact = app.contact({ firstname: 'Ada', emailaddress1: 'follows@example.test' })
  app.on24.na.register(webinar.on24, { email: 'follows@example.test', marketingemail: 'Y' })
  await review(app, webinar)
  app.dataverse.update('contact', contact, { jobtitle: 'Countess' })
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ jobtitle: 'Countess', marketingemail: 'Y' }]))
  const [row] = registrations(app, webinar)
  app.dataverse.remove('msevtmgt_eventregistration', String(row?.msevtmgt_eventregistrationid))
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
  await review(app, webinar)
  expect(registrations(app, webinar)).toEqual([])
})

test('a list that is late makes nobody twice', async ({ app }) => {
  const webinar = await ahead(app, 'allContacts')
  app.on24.na.register(webinar.on24, { email: 'late@example.test' })
  app.on24.na.holdList(webinar.on24, true)
  await review(app, webinar)
  await review(app, webinar)
  expect(registrations(app, webinar)).toHaveLength(1)
  expect(changes(app, webinar)).toHaveLength(1)
})

test('two readings at once make one contact and one registration', async ({ app }) => {
  const webinar = await ahead(app, 'allContacts')
  app.on24.na.register(webinar.on24, { email: 'once@example.test' })
  await Promise.all([1, 2].map(() => app.enqueue('webinars', { table, id: webinar.id, work: 'review' })))
  await app.enqueue('webinars', { table, id: webinar.id, work: 'attendance' })
  await app.idle()
  await review(app, webinar)
  expect(registrations(app, webinar)).toHaveLength(1)
  expect(app.dataverse.rows('contact').filter((row) => row.emailaddress1 === 'once@example.test')).toHaveLength(1)
})

test('a consent given at ON24 is recorded where Dynamics has no record', async ({ app }) => {
  const purpose = app.dataverse.insert('msdynmkt_purpose', { msdynmkt_name: 'Commercial' })
  const webinar = await ahead(app, 'knownContacts', { wbc_consentpurposeid: ` {${purpose}} ` })
  for (const name of ['yes', 'no', 'optedout', 'stranger']) {
    const email = `${name}@example.test`
    if (name !== 'stranger') app.contact({ emailaddress1: email })
    app.on24.na.register(webinar.on24, { email, marketingemail: name === 'no' ? 'N' : 'Y' })
  }
  const ofPurpose = { msdynmkt_purposeid: purpose, msdynmkt_contactpointtype: 534120000 }
  app.dataverse.insert('msdynmkt_contactpointconsent4', {
    ...{ ...ofPurpose, msdynmkt_contactpointvalue: 'OptedOut@example.test', msdynmkt_value: 534120002 },
    msdynmkt_contactpointconsenttype: 534120000,
  })
  await review(app, webinar)
  const consents = () =>
    app.dataverse
      .rows('msdynmkt_contactpointconsent4')
      .filter((row) => row.msdynmkt_purposeid === purpose)
      .map((row) => [row.msdynmkt_contactpointvalue, row.msdynmkt_value])
  const right = [
    ['OptedOut@example.test', 534120002],
    ['yes@example.test', 534120001],
  ]
  expect(consents()).toEqual(right)
  await review(app, webinar)
  expect(consents()).toEqual(right)
})

test('a purpose that is not there costs nobody their registration', async ({ app }) => {
  const webinar = await ahead(app, 'knownContacts', { wbc_consentpurposeid: '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70099' })
  app.contact({ emailaddress1: 'well@example.test' })
  app.on24.na.register(webinar.on24, { email: 'well@example.test', marketingemail: 'Y' })
  await review(app, webinar)
  expect(registrations(app, webinar)).toHaveLength(1)
})
