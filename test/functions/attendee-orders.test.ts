import { expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import { onlyRegistrationOf, registrationsOf } from '../harness/registered-there.ts'
import { until, type Webinar } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
const webinarOf = (app: AttendanceApp) => app.webinar({ startsInHours: -3 })

const kinds = { thisContact: 524130008, makeContact: 524130009, ignore: 524130010 }
const states = { done: 524130002, failed: 524130003 }

const unmatched = (app: AttendanceApp, { id }: Webinar) =>
  app.dataverse.rows('wbc_unmatchedattendee').filter((row) => row.wbc_eventid === id)
const listed = (app: AttendanceApp, webinar: Webinar) =>
  unmatched(app, webinar).flatMap((row) => (row.statecode === 0 ? [row.wbc_emailaddress] : []))

/** The unmatched attendee of a webinar, once attendance was read. */
async function onlyUnmatched(app: AttendanceApp, webinar: Webinar) {
  await app.pull(webinar)
  const [row, ...others] = unmatched(app, webinar)
  expect(others).toEqual([])
  return String(row?.wbc_unmatchedattendeeid)
}

/** Somebody orders something of an unmatched attendee; its answer. */
async function order(app: AttendanceApp, kind: keyof typeof kinds, attendee: string, contact?: string) {
  const id = app.dataverse.insert('wbc_request', {
    ...{ wbc_kind: kinds[kind], wbc_unmatchedattendeeid: attendee },
    ...(contact && { wbc_contactid: contact }),
  })
  await app.enqueue('webinars', { table: 'wbc_request', id })
  return until(() => {
    const row = app.dataverse.row('wbc_request', id)
    expect([states.done, states.failed]).toContain(row?.wbc_state)
    return { isDone: row?.wbc_state === states.done, answer: String(row?.wbc_answer) }
  })
}

test('an attendee is tied to the contact that somebody chose, whatever address they used', async ({ app }) => {
  const webinar = await webinarOf(app)
  const id = app.attendee(webinar, { email: 'private@example.test' })
  const attendee = await onlyUnmatched(app, webinar)
  const contact = app.contact({ emailaddress1: 'work@example.test' })
  const { isDone, answer } = await order(app, 'thisContact', attendee, contact)
  expect([isDone, answer]).toEqual([
    true,
    'The attendee has a registration of the contact now. The next reading of attendance finds it.',
  ])
  expect(listed(app, webinar)).toEqual([])
  const registration = onlyRegistrationOf(app, webinar)
  expect(registration).toMatchObject({ msevtmgt_contactid: contact, msevtmgt_webinarregistrationid: String(id) })
  expect(await app.pull(webinar)).toMatchObject({ matched: 1, unmatched: 0 })
  expect(app.checkIns(webinar)).toMatchObject([{ msevtmgt_contact: contact }])
  expect(unmatched(app, webinar)).toEqual([])
  await app.enqueue('registrations', {
    ...{ table: 'msevtmgt_eventregistration', id: registration.msevtmgt_eventregistrationid },
  })
  await app.idle()
  expect(app.registrants(webinar).map(({ email }) => email)).toEqual(['private@example.test'])
})

test('a contact who is registered already keeps that registration', async ({ app }) => {
  const webinar = await webinarOf(app)
  const contact = app.contact({ emailaddress1: 'twice@example.test' })
  const registration = app.register(webinar, contact)
  app.attendee(webinar, { email: 'other@example.test' })
  const attendee = await onlyUnmatched(app, webinar)
  const { answer } = await order(app, 'thisContact', attendee, contact)
  expect(answer).toMatch(/^The attendee belongs to the registration that the contact has already/)
  expect(registrationsOf(app, webinar)).toHaveLength(1)
  expect(await app.pull(webinar)).toMatchObject({ matched: 1, unmatched: 0 })
  expect(app.registrants(webinar)[0]?.exteventusercd).toBe(registration)
})

test('a contact is made of an attendee, and found where it is there', async ({ app }) => {
  const webinar = await webinarOf(app)
  const person = { email: 'made@example.test', firstname: 'Eve', lastname: 'Holt' }
  app.on24.na.attend(webinar.on24, app.on24.na.register(webinar.on24, person), { liveminutes: 5 })
  const attendee = await onlyUnmatched(app, webinar)
  const made = await order(app, 'makeContact', attendee)
  expect(made.answer).toBe('The contact was made, with a registration. The next reading of attendance finds it.')
  const again = await order(app, 'makeContact', attendee)
  expect(again.isDone).toBe(true)
  const contacts = app.dataverse.rows('contact').filter((row) => row.emailaddress1 === 'made@example.test')
  expect(contacts).toMatchObject([{ firstname: 'Eve', lastname: 'Holt' }])
  expect(registrationsOf(app, webinar)).toHaveLength(1)
  expect(await app.pull(webinar)).toMatchObject({ matched: 1, unmatched: 0 })
})

test('an attendee who is ignored is not listed again', async ({ app }) => {
  const webinar = await webinarOf(app)
  const id = app.attendee(webinar, { email: 'ignored@example.test' })
  const attendee = await onlyUnmatched(app, webinar)
  expect(await order(app, 'ignore', attendee)).toEqual({ isDone: true, answer: 'The attendee is listed no more.' })
  app.on24.na.attend(webinar.on24, id, { archiveminutes: 9 })
  await app.pull(webinar)
  expect(listed(app, webinar)).toEqual([])
})

test('an order that cannot be carried out says why, and changes nothing', async ({ app }) => {
  const webinar = await webinarOf(app)
  app.attendee(webinar, { email: 'several@example.test' })
  const attendee = await onlyUnmatched(app, webinar)
  for (let time = 0; time < 2; time += 1) app.contact({ emailaddress1: 'several@example.test' })
  const inactive = app.contact({ emailaddress1: 'inactive@example.test' })
  app.dataverse.update('contact', inactive, { statecode: 1 })
  const nameless = app.contact({ lastname: 'Nobody', emailaddress1: null })
  const answers = [
    await order(app, 'makeContact', attendee),
    await order(app, 'thisContact', attendee),
    await order(app, 'thisContact', attendee, inactive),
    await order(app, 'thisContact', attendee, nameless),
  ]
  expect(answers.map(({ isDone, answer }) => [isDone, answer.split('.')[0]])).toEqual([
    [false, 'Several contacts have this address'],
    [false, 'The request names no contact, or that was deleted'],
    [false, 'The contact is inactive'],
    [false, 'The contact has no e-mail address'],
  ])
  expect(registrationsOf(app, webinar)).toEqual([])
  expect(listed(app, webinar)).toEqual(['several@example.test'])
})
