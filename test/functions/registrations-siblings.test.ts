import { expect } from 'vitest'
import { type Account, type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const augusta = { firstname: 'Augusta', lastname: 'King', emailaddress1: 'Ada@Example.test' }

function says(app: TestApp, ids: string[], status: string) {
  return until(() => expect(ids.map((id) => app.row(id)?.msevtmgt_registrationstatus)).toEqual(ids.map(() => status)))
}

function active(app: TestApp, webinar: Webinar) {
  return app.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
}

/** Two registrations with the same e-mail for one webinar, the older first; of one contact by default. */
async function twoRegistrations(app: TestApp, account: Account, second: typeof ada | undefined = undefined) {
  const webinar = await app.webinar(account)
  const contact = app.contact(ada)
  // Creation times are kept to the second: of two in one second the one with the lower id counts as the older.
  const stem = crypto.randomUUID().slice(1)
  const older = app.register(webinar, contact, { [`${table}id`]: `0${stem}` })
  // One after the other: two at once meet, and come back a second later.
  await says(app, [older], 'Registered at ON24')
  await app.idle()
  const other = second ? app.contact(second) : contact
  const younger = app.register(webinar, other, { [`${table}id`]: `f${stem}` })
  await says(app, [older, younger], 'Registered at ON24')
  await app.idle()
  return { webinar, older, younger, contact, other }
}

test('several registrations of one person are one registrant, who carries the oldest', async ({ app, account }) => {
  const { webinar, older, younger } = await twoRegistrations(app, account)
  const [registrant, ...others] = app.registrants(webinar)
  expect(others).toEqual([])
  expect(registrant?.exteventusercd).toBe(older)
  const providerId = String(registrant?.eventuserid)
  for (const id of [older, younger]) expect(app.row(id)?.msevtmgt_webinarregistrationid).toBe(providerId)
})

test('two registrations of one person at the same moment are one registrant too', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const contact = app.contact(ada)
  const ids = [app.register(webinar, contact), app.register(webinar, contact)]
  await says(app, ids, 'Registered at ON24')
  await app.idle()
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
  await says(app, ids, 'Registered at ON24')
})

test('the same e-mail on two contacts, in any case, is one registrant too', async ({ app, account }) => {
  const { webinar, older } = await twoRegistrations(app, account, augusta)
  expect(app.registrants(webinar)).toMatchObject([{ exteventusercd: older, firstname: 'Ada', userstatus: 'active' }])
})

test('a person is registered while one of two registrations is active', async ({ app, account }) => {
  const { webinar, older, younger } = await twoRegistrations(app, account)
  app.dataverse.update(table, older, { msevtmgt_iscanceled: true })
  await until(() => expect(active(app, webinar)).toMatchObject([{ exteventusercd: younger }]))
  await app.idle()
  await says(app, [older, younger], 'Registered at ON24')

  app.dataverse.update(table, younger, { msevtmgt_iscanceled: true })
  await says(app, [older, younger], 'Cancelled at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])

  app.dataverse.update(table, older, { msevtmgt_iscanceled: false })
  await says(app, [older, younger], 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: older }])
})

test('cancelling the younger of two changes nothing at ON24', async ({ app, account }) => {
  const { webinar, older, younger } = await twoRegistrations(app, account)
  const before = structuredClone(app.registrants(webinar))
  app.dataverse.update(table, younger, { msevtmgt_iscanceled: true })
  await app.idle()
  expect(app.registrants(webinar)).toEqual(before)
  await says(app, [older, younger], 'Registered at ON24')
})

test('a sibling takes over when the primary registration is deleted', async ({ app, account }) => {
  const { webinar, older, younger } = await twoRegistrations(app, account)
  app.dataverse.remove(table, older)
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: younger }]))
  app.dataverse.remove(table, younger)
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test('a person stays when a registration that is not the primary one is deleted', async ({ app, account }) => {
  const { webinar, older, younger } = await twoRegistrations(app, account)
  app.dataverse.remove(table, younger)
  await app.idle()
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: older }])
})

test('one contact’s new e-mail takes all their registrations along', async ({ app, account }) => {
  const { webinar, older, younger, contact } = await twoRegistrations(app, account)
  app.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await until(() =>
    expect(active(app, webinar)).toMatchObject([{ email: 'lovelace@example.test', exteventusercd: older }]),
  )
  await app.idle()
  await says(app, [older, younger], 'Registered at ON24')
  expect(active(app, webinar)).toHaveLength(1)
})

test('two contacts who stop sharing an e-mail become two registrants', async ({ app, account }) => {
  const { webinar, older, younger, contact } = await twoRegistrations(app, account, augusta)
  app.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await until(() => expect(active(app, webinar)).toHaveLength(2))
  await app.idle()
  const carried = Object.fromEntries(active(app, webinar).map(({ email, exteventusercd }) => [email, exteventusercd]))
  expect(carried).toEqual({ 'ada@example.test': younger, 'lovelace@example.test': older })
  const ids = Object.fromEntries(active(app, webinar).map(({ email, eventuserid }) => [email, String(eventuserid)]))
  expect(app.row(older)?.msevtmgt_webinarregistrationid).toBe(ids['lovelace@example.test'])
  expect(app.row(younger)?.msevtmgt_webinarregistrationid).toBe(ids['ada@example.test'])
})

test('two contacts who come to share an e-mail become one registrant', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const contact = app.contact(ada)
  const stem = crypto.randomUUID().slice(1)
  const older = app.register(webinar, contact, { [`${table}id`]: `0${stem}` })
  await says(app, [older], 'Registered at ON24')
  const other = app.contact({ ...augusta, emailaddress1: 'king@example.test' })
  const younger = app.register(webinar, other, { [`${table}id`]: `f${stem}` })
  await says(app, [younger], 'Registered at ON24')
  app.dataverse.update('contact', other, { emailaddress1: 'ada@example.test' })
  await until(() => expect(active(app, webinar)).toHaveLength(1))
  await app.idle()
  await says(app, [older, younger], 'Registered at ON24')
  expect(active(app, webinar)).toMatchObject([{ email: 'ada@example.test' }])
})

test('an address with blanks around it is one address', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const contact = app.contact({ ...ada, emailaddress1: ' ada@example.test ' })
  const id = app.register(webinar, contact)
  await says(app, [id], 'Registered at ON24')
  expect(active(app, webinar)).toMatchObject([{ email: 'ada@example.test', exteventusercd: id }])
  app.dataverse.update('contact', contact, { emailaddress1: 'ada@example.test' })
  await app.idle()
  expect(active(app, webinar)).toMatchObject([{ email: 'ada@example.test', exteventusercd: id }])
  await says(app, [id], 'Registered at ON24')
})

test('a cancelled registration says cancelled once its sibling is deleted', async ({ app, account }) => {
  const { webinar, older, younger } = await twoRegistrations(app, account)
  app.dataverse.update(table, younger, { msevtmgt_iscanceled: true })
  await app.idle()
  expect(active(app, webinar)).toHaveLength(1)
  app.dataverse.remove(table, older)
  await until(() => expect(active(app, webinar)).toEqual([]))
  await says(app, [younger], 'Cancelled at ON24')
})
