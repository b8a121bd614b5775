import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
let account: Awaited<ReturnType<Rig['account']>>
beforeAll(async () => {
  rig = await startRig()
  account = await rig.account()
})
afterAll(() => rig.stop())

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test', jobtitle: 'CTO' }
const published = { msevtmgt_syncedwithprovider: 100000002, msevtmgt_publishingstate: 100000001 }
const table = 'msevtmgt_eventregistration'

/** A person registered for a webinar of their own, at ON24 and said so on the row. */
async function registered(person: Parameters<Rig['contact']>[0] = ada, company?: string) {
  const webinar = await rig.webinar(account)
  const contact = rig.contact(person, company)
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  return { webinar, contact, id }
}

function says(id: string, status: string) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

test('a new registration is at ON24 with name, e-mail, company and job title, and the row says so', async () => {
  const { webinar, id } = await registered(ada, 'Engines')
  const [registrant, ...others] = rig.registrants(webinar)
  expect(others).toEqual([])
  expect(registrant).toMatchObject({
    ...{ firstname: 'Ada', lastname: 'Byron', email: 'ada@example.test', company: 'Engines', jobtitle: 'CTO' },
    ...{ exteventusercd: id, eventemail: 'Y', marketingemail: 'N', userstatus: 'active' },
  })
  expect(rig.row(id)).toMatchObject({ ...published, msevtmgt_webinarregistrationid: String(registrant?.eventuserid) })
})

test('the company is the name of the account, and never the telephone number of the contact', async () => {
  const webinar = await rig.webinar(account)
  const employer = rig.dataverse.insert('account', { name: 'Engines' })
  const employee = rig.dataverse.insert('contact', { ...ada, company: '+44 20 7946 0000', parentcustomerid: employer })
  const colleague = { ...ada, emailaddress1: 'noel@example.test', company: '+44 20 7946 0001' }
  const freelance = rig.dataverse.insert('contact', { ...colleague, parentcustomerid: employee })
  await says(rig.register(webinar, employee), 'Registered at ON24')
  await says(rig.register(webinar, freelance), 'Registered at ON24')
  expect(rig.registrants(webinar).map(({ company }) => company)).toEqual(['Engines', undefined])
})

test('names and company longer than ON24 takes are cut', async () => {
  const webinar = await rig.webinar(account)
  const contact = rig.contact({ ...ada, firstname: `${'A'.repeat(49)} B`.slice(0, 50) }, 'C'.repeat(160))
  await says(rig.register(webinar, contact), 'Registered at ON24')
  const [registrant] = rig.registrants(webinar)
  expect(registrant).toMatchObject({ firstname: 'A'.repeat(49), company: 'C'.repeat(100) })
})

test('a changed contact reaches ON24 without a change of the registration', async () => {
  const { webinar, contact } = await registered()
  rig.dataverse.update('contact', contact, { lastname: 'Lovelace', jobtitle: 'Countess' })
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace', jobtitle: 'Countess' }]))
})

test('what is emptied in CRM is emptied at ON24', async () => {
  const { webinar, contact } = await registered(ada, 'Engines')
  rig.dataverse.update('contact', contact, { jobtitle: null, parentcustomerid: null, lastname: 'Lovelace' })
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace' }]))
  const [registrant] = rig.registrants(webinar)
  expect(registrant).not.toHaveProperty('jobtitle')
  expect(registrant).not.toHaveProperty('company')
})

test('a cancelled registration is cancelled at ON24, and comes back when it is restored', async () => {
  const { webinar, id } = await registered()
  const providerId = rig.row(id)?.msevtmgt_webinarregistrationid
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  expect(rig.row(id)).toMatchObject(published)
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])

  rig.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(id, 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: id }])
  expect(rig.row(id)).toMatchObject({ ...published, msevtmgt_webinarregistrationid: providerId })
})

test('a deactivated registration is as good as cancelled', async () => {
  const { webinar, id } = await registered()
  rig.dataverse.update(table, id, { statecode: 1 })
  await says(id, 'Cancelled at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
})

test('a registration that is cancelled from the start never appears at ON24', async () => {
  const webinar = await rig.webinar(account)
  const id = rig.register(webinar, rig.contact(ada), { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  expect(rig.registrants(webinar)).toEqual([])
})

test('somebody cancelled on ON24’s side by an earlier registration is restored by a new one', async () => {
  const { webinar, contact, id } = await registered()
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  const again = rig.register(webinar, contact)
  await says(again, 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: again }])
})

test('a deleted row is cancelled at ON24', async () => {
  const { webinar, id } = await registered()
  rig.dataverse.remove(table, id)
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test('registrations of a deleted event are cancelled at ON24', async () => {
  const { webinar } = await registered()
  rig.dataverse.remove('msevtmgt_event', webinar.id)
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test.each([
  ['on site', { msevtmgt_eventformat: 100000001 }],
  ['online, and run by another product', { msevtmgt_webinarconfigurationid: null, msevtmgt_webinarid: null }],
])('a registration for an event that is %s is left alone, its columns too', async (_, values) => {
  const webinar = await rig.webinar({ ...account, values })
  const id = rig.register(webinar, rig.contact(ada))
  const before = rig.row(id)
  await rig.quiet()
  expect(rig.row(id)).toEqual(before)
  expect(rig.registrants(webinar)).toEqual([])
})

test('people come to a hybrid event as they come to a webinar', async () => {
  const webinar = await rig.webinar({ ...account, values: { msevtmgt_eventformat: 100000003 } })
  await says(rig.register(webinar, rig.contact(ada)), 'Registered at ON24')
  expect(rig.registrants(webinar)).toHaveLength(1)
})

test('registrations go to the region of their account', async () => {
  const webinar = await rig.webinar({ region: 'eu' })
  const before = rig.on24.na.calls.length
  await says(rig.register(webinar, rig.contact(ada)), 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ email: 'ada@example.test' }])
  expect(rig.on24.na.calls.slice(before).filter(({ path }) => path.includes('registrant'))).toEqual([])
})
