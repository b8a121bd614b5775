import { expect } from 'vitest'
import { type Account, type TestApp, test, until } from '../harness/test-app.ts'

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test', jobtitle: 'CTO' }
const published = { msevtmgt_syncedwithprovider: 100000002, msevtmgt_publishingstate: 100000001 }
const table = 'msevtmgt_eventregistration'

/** A person registered for a webinar of their own, at ON24 and said so on the row. */
async function registered(
  app: TestApp,
  account: Account,
  person: Parameters<TestApp['contact']>[0] = ada,
  company?: string,
) {
  const webinar = await app.webinar(account)
  const contact = app.contact(person, company)
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  return { webinar, contact, id }
}

function says(app: TestApp, id: string, status: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

test('a new registration is at ON24 with all its facts, and the row says so', async ({ app, account }) => {
  const { webinar, id } = await registered(app, account, ada, 'Engines')
  const [registrant, ...others] = app.registrants(webinar)
  expect(others).toEqual([])
  expect(registrant).toMatchObject({
    ...{ firstname: 'Ada', lastname: 'Byron', email: 'ada@example.test', company: 'Engines', jobtitle: 'CTO' },
    ...{ exteventusercd: id, eventemail: 'Y', marketingemail: 'N', userstatus: 'active' },
  })
  expect(app.row(id)).toMatchObject({ ...published, msevtmgt_webinarregistrationid: String(registrant?.eventuserid) })
})

test('the company is the name of the account, never the contact’s telephone number', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const employer = app.dataverse.insert('account', { name: 'Engines' })
  const employee = app.dataverse.insert('contact', { ...ada, company: '+44 20 7946 0000', parentcustomerid: employer })
  const colleague = { ...ada, emailaddress1: 'noel@example.test', company: '+44 20 7946 0001' }
  const freelance = app.dataverse.insert('contact', { ...colleague, parentcustomerid: employee })
  await says(app, app.register(webinar, employee), 'Registered at ON24')
  await says(app, app.register(webinar, freelance), 'Registered at ON24')
  expect(app.registrants(webinar).map(({ company }) => company)).toEqual(['Engines', undefined])
})

test('names and company longer than ON24 takes are cut', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const contact = app.contact({ ...ada, firstname: `${'A'.repeat(49)} B`.slice(0, 50) }, 'C'.repeat(160))
  await says(app, app.register(webinar, contact), 'Registered at ON24')
  const [registrant] = app.registrants(webinar)
  expect(registrant).toMatchObject({ firstname: 'A'.repeat(49), company: 'C'.repeat(100) })
})

test('a changed contact reaches ON24 without a change of the registration', async ({ app, account }) => {
  const { webinar, contact } = await registered(app, account)
  app.dataverse.update('contact', contact, { lastname: 'Lovelace', jobtitle: 'Countess' })
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace', jobtitle: 'Countess' }]))
})

test('a field that is emptied in CRM is emptied at ON24', async ({ app, account }) => {
  const { webinar, contact } = await registered(app, account, ada, 'Engines')
  app.dataverse.update('contact', contact, { jobtitle: null, parentcustomerid: null, lastname: 'Lovelace' })
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace' }]))
  const [registrant] = app.registrants(webinar)
  expect(registrant).not.toHaveProperty('jobtitle')
  expect(registrant).not.toHaveProperty('company')
})

test('a cancelled registration is cancelled at ON24, and restored with its row', async ({ app, account }) => {
  const { webinar, id } = await registered(app, account)
  const providerId = app.row(id)?.msevtmgt_webinarregistrationid
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  expect(app.row(id)).toMatchObject(published)
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])

  app.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(app, id, 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: id }])
  expect(app.row(id)).toMatchObject({ ...published, msevtmgt_webinarregistrationid: providerId })
})

test('a deactivated registration is as good as cancelled', async ({ app, account }) => {
  const { webinar, id } = await registered(app, account)
  app.dataverse.update(table, id, { statecode: 1 })
  await says(app, id, 'Cancelled at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
})

test('a registration that is cancelled from the start never appears at ON24', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const id = app.register(webinar, app.contact(ada), { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  expect(app.registrants(webinar)).toEqual([])
})

test('a person cancelled by an earlier registration is restored by a new one', async ({ app, account }) => {
  const { webinar, contact, id } = await registered(app, account)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  const again = app.register(webinar, contact)
  await says(app, again, 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: again }])
})

test('a deleted row is cancelled at ON24', async ({ app, account }) => {
  const { webinar, id } = await registered(app, account)
  app.dataverse.remove(table, id)
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test('registrations of a deleted event are cancelled at ON24', async ({ app, account }) => {
  const { webinar } = await registered(app, account)
  app.dataverse.remove('msevtmgt_event', webinar.id)
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test.for<
  [string, { msevtmgt_eventformat: number } | { msevtmgt_webinarconfigurationid: null; msevtmgt_webinarid: null }]
>([
  ['on site', { msevtmgt_eventformat: 100000001 }],
  ['online, and run by another product', { msevtmgt_webinarconfigurationid: null, msevtmgt_webinarid: null }],
])('a registration for an event that is %s is left alone, its columns too', async ([_, values], { app, account }) => {
  const webinar = await app.webinar({ ...account, values })
  const id = app.register(webinar, app.contact(ada))
  const before = app.row(id)
  await app.idle()
  expect(app.row(id)).toEqual(before)
  expect(app.registrants(webinar)).toEqual([])
})

test('people are registered for a hybrid event as for a webinar', async ({ app, account }) => {
  const webinar = await app.webinar({ ...account, values: { msevtmgt_eventformat: 100000003 } })
  await says(app, app.register(webinar, app.contact(ada)), 'Registered at ON24')
  expect(app.registrants(webinar)).toHaveLength(1)
})

test('registrations go to the region of their account', async ({ app }) => {
  const webinar = await app.webinar({ region: 'eu' })
  const before = app.on24.na.calls.length
  await says(app, app.register(webinar, app.contact(ada)), 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ email: 'ada@example.test' }])
  expect(app.on24.na.calls.slice(before).filter(({ path }) => path.includes('registrant'))).toEqual([])
})
