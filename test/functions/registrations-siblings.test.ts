import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

let rig: Rig
let account: Awaited<ReturnType<Rig['account']>>
beforeAll(async () => {
  rig = await startRig()
  account = await rig.account()
})
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const augusta = { firstname: 'Augusta', lastname: 'King', emailaddress1: 'Ada@Example.test' }

function says(ids: string[], status: string) {
  return until(() => expect(ids.map((id) => rig.row(id)?.msevtmgt_registrationstatus)).toEqual(ids.map(() => status)))
}

function active(webinar: Webinar) {
  return rig.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
}

/** Two registrations with the same e-mail for one webinar, the older first; of one contact unless told otherwise. */
async function twoSeats(second: typeof ada | undefined = undefined) {
  const webinar = await rig.webinar(account)
  const contact = rig.contact(ada)
  // Creation times are kept to the second: of two in one second the one with the lower id counts as the older.
  const stem = crypto.randomUUID().slice(1)
  const older = rig.register(webinar, contact, { [`${table}id`]: `0${stem}` })
  // One after the other: two at once meet, and come back a second later.
  await says([older], 'Registered at ON24')
  await rig.quiet()
  const other = second ? rig.contact(second) : contact
  const younger = rig.register(webinar, other, { [`${table}id`]: `f${stem}` })
  await says([older, younger], 'Registered at ON24')
  await rig.quiet()
  return { webinar, older, younger, contact, other }
}

test('several registrations of one person are one registrant, who carries the oldest', async () => {
  const { webinar, older, younger } = await twoSeats()
  const [registrant, ...others] = rig.registrants(webinar)
  expect(others).toEqual([])
  expect(registrant?.exteventusercd).toBe(older)
  const providerId = String(registrant?.eventuserid)
  for (const id of [older, younger]) expect(rig.row(id)?.msevtmgt_webinarregistrationid).toBe(providerId)
})

test('two registrations of one person at the same moment are one registrant too', async () => {
  const webinar = await rig.webinar(account)
  const contact = rig.contact(ada)
  const ids = [rig.register(webinar, contact), rig.register(webinar, contact)]
  await says(ids, 'Registered at ON24')
  await rig.quiet()
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
  await says(ids, 'Registered at ON24')
})

test('the same e-mail on two contacts, in any case, is one registrant too', async () => {
  const { webinar, older } = await twoSeats(augusta)
  expect(rig.registrants(webinar)).toMatchObject([{ exteventusercd: older, firstname: 'Ada', userstatus: 'active' }])
})

test('cancelling one of two keeps the person; cancelling both cancels; restoring one brings the person back', async () => {
  const { webinar, older, younger } = await twoSeats()
  rig.dataverse.update(table, older, { msevtmgt_iscanceled: true })
  await until(() => expect(active(webinar)).toMatchObject([{ exteventusercd: younger }]))
  await rig.quiet()
  await says([older, younger], 'Registered at ON24')

  rig.dataverse.update(table, younger, { msevtmgt_iscanceled: true })
  await says([older, younger], 'Cancelled at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])

  rig.dataverse.update(table, older, { msevtmgt_iscanceled: false })
  await says([older, younger], 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: older }])
})

test('cancelling the younger of two changes nothing at ON24', async () => {
  const { webinar, older, younger } = await twoSeats()
  const before = structuredClone(rig.registrants(webinar))
  rig.dataverse.update(table, younger, { msevtmgt_iscanceled: true })
  await rig.quiet()
  expect(rig.registrants(webinar)).toEqual(before)
  await says([older, younger], 'Registered at ON24')
})

test('when the row that holds the place is deleted, its sibling takes over', async () => {
  const { webinar, older, younger } = await twoSeats()
  rig.dataverse.remove(table, older)
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: younger }]))
  rig.dataverse.remove(table, younger)
  await until(() => expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }]))
})

test('when the row that does not hold the place is deleted, the person stays', async () => {
  const { webinar, older, younger } = await twoSeats()
  rig.dataverse.remove(table, younger)
  await rig.quiet()
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active', exteventusercd: older }])
})

test('one contact’s new e-mail takes all their registrations along', async () => {
  const { webinar, older, younger, contact } = await twoSeats()
  rig.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await until(() => expect(active(webinar)).toMatchObject([{ email: 'lovelace@example.test', exteventusercd: older }]))
  await rig.quiet()
  await says([older, younger], 'Registered at ON24')
  expect(active(webinar)).toHaveLength(1)
})

test('two contacts who stop sharing an e-mail are two registrants, each with their own registration', async () => {
  const { webinar, older, younger, contact } = await twoSeats(augusta)
  rig.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await until(() => expect(active(webinar)).toHaveLength(2))
  await rig.quiet()
  const carried = Object.fromEntries(active(webinar).map(({ email, exteventusercd }) => [email, exteventusercd]))
  expect(carried).toEqual({ 'ada@example.test': younger, 'lovelace@example.test': older })
  const ids = Object.fromEntries(active(webinar).map(({ email, eventuserid }) => [email, String(eventuserid)]))
  expect(rig.row(older)?.msevtmgt_webinarregistrationid).toBe(ids['lovelace@example.test'])
  expect(rig.row(younger)?.msevtmgt_webinarregistrationid).toBe(ids['ada@example.test'])
})

test('two contacts who come to share an e-mail become one registrant', async () => {
  const webinar = await rig.webinar(account)
  const contact = rig.contact(ada)
  const stem = crypto.randomUUID().slice(1)
  const older = rig.register(webinar, contact, { [`${table}id`]: `0${stem}` })
  await says([older], 'Registered at ON24')
  const other = rig.contact({ ...augusta, emailaddress1: 'king@example.test' })
  const younger = rig.register(webinar, other, { [`${table}id`]: `f${stem}` })
  await says([younger], 'Registered at ON24')
  rig.dataverse.update('contact', other, { emailaddress1: 'ada@example.test' })
  await until(() => expect(active(webinar)).toHaveLength(1))
  await rig.quiet()
  await says([older, younger], 'Registered at ON24')
  expect(active(webinar)).toMatchObject([{ email: 'ada@example.test' }])
})

test('an address with blanks around it is one address', async () => {
  const webinar = await rig.webinar(account)
  const contact = rig.contact({ ...ada, emailaddress1: ' ada@example.test ' })
  const id = rig.register(webinar, contact)
  await says([id], 'Registered at ON24')
  expect(active(webinar)).toMatchObject([{ email: 'ada@example.test', exteventusercd: id }])
  rig.dataverse.update('contact', contact, { emailaddress1: 'ada@example.test' })
  await rig.quiet()
  expect(active(webinar)).toMatchObject([{ email: 'ada@example.test', exteventusercd: id }])
  await says([id], 'Registered at ON24')
})

test('a cancelled registration does not say any more that its person is registered once the other one is deleted', async () => {
  const { webinar, older, younger } = await twoSeats()
  rig.dataverse.update(table, younger, { msevtmgt_iscanceled: true })
  await rig.quiet()
  expect(active(webinar)).toHaveLength(1)
  rig.dataverse.remove(table, older)
  await until(() => expect(active(webinar)).toEqual([]))
  await says([younger], 'Cancelled at ON24')
})
