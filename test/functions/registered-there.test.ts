import { describe, expect } from 'vitest'
import { test } from '../harness/attendance.ts'
import {
  accountThat,
  changesAtOn24,
  choices,
  contactsWith,
  onlyRegistrationOf,
  pastOf,
  registrationsOf,
} from '../harness/registered-there.ts'
import { until } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

describe('somebody who registered at ON24 itself', () => {
  test('is only listed where nobody decided more', async ({ app }) => {
    const webinar = await app.webinar({ startsInHours: -3 })
    app.contact({ emailaddress1: 'list@example.test' })
    app.attendee(webinar, { email: 'list@example.test' })
    expect(await app.pull(webinar)).toMatchObject({ matched: 0, unmatched: 1 })
    expect(registrationsOf(app, webinar)).toEqual([])
    expect(changesAtOn24(app, webinar)).toEqual([])
  })

  test('gets a registration where their contact is known, tied on both sides', async ({ app }) => {
    const webinar = await pastOf(app, await accountThat(app, 'knownContacts'))
    const owner = app.dataverse.insert('systemuser', { fullname: 'Planner' })
    app.dataverse.update('msevtmgt_event', webinar.id, { ownerid: owner })
    const contact = app.contact({ emailaddress1: 'Known@Example.test' })
    const id = app.attendee(webinar, { email: ' known@example.test'.trim() })
    app.attendee(webinar, { email: 'stranger@example.test' })
    expect(await app.pull(webinar)).toMatchObject({ attendees: 2, matched: 1, unmatched: 1 })
    const registration = onlyRegistrationOf(app, webinar)
    expect(registration).toMatchObject({
      ...{ msevtmgt_contactid: contact, ownerid: owner, msevtmgt_webinarregistrationid: String(id) },
      ...{ msevtmgt_syncedwithprovider: 100000002, msevtmgt_publishingstate: 100000001 },
      msevtmgt_registrationstatus: 'Registered at ON24',
    })
    const there = app.on24.na.event(webinar.on24).registrants.byId.get(id)
    expect(there?.exteventusercd).toBe(registration.msevtmgt_eventregistrationid)
    expect(app.checkIns(webinar)).toMatchObject([{ msevtmgt_contact: contact }])
    expect(contactsWith(app, 'stranger@example.test')).toEqual([])
  })

  test('is made once: a second reading writes nothing', async ({ app }) => {
    const webinar = await pastOf(app, await accountThat(app, 'allContacts'))
    app.attendee(webinar, { email: 'twice@example.test' })
    await app.pull(webinar)
    await app.idle()
    const before = [app.dataverse.rows('contact'), registrationsOf(app, webinar)]
    app.on24.na.calls.length = 0
    await app.pull(webinar)
    await app.age(webinar, 24)
    await app.pull(webinar)
    expect([app.dataverse.rows('contact'), registrationsOf(app, webinar)]).toEqual(before)
    expect(changesAtOn24(app, webinar)).toEqual([])
  })

  test('becomes a contact with their names as given, of the owner of the event', async ({ app }) => {
    const webinar = await pastOf(app, await accountThat(app, 'allContacts'))
    const owner = app.dataverse.insert('systemuser', { fullname: 'Planner' })
    app.dataverse.update('msevtmgt_event', webinar.id, { ownerid: owner })
    const person = { email: 'New.Person@example.test', firstname: 'Eve', lastname: 'Holt' }
    app.on24.na.attend(webinar.on24, app.on24.na.register(webinar.on24, person), { liveminutes: 5 })
    expect(await app.pull(webinar)).toMatchObject({ matched: 1, unmatched: 0 })
    const [made, ...others] = contactsWith(app, 'new.person@example.test')
    expect(others).toEqual([])
    expect(made).toMatchObject({
      ...{ firstname: 'Eve', lastname: 'Holt', emailaddress1: 'New.Person@example.test' },
      ...{ ownerid: owner, msevtmgt_originatingeventid: webinar.id },
    })
    expect(onlyRegistrationOf(app, webinar)).toMatchObject({ msevtmgt_contactid: made?.contactid, ownerid: owner })
  })

  test('gets no second contact where Dynamics takes an address for the same', async ({ app }) => {
    const webinar = await pastOf(app, await accountThat(app, 'allContacts'))
    app.contact({ emailaddress1: 'josé@example.test' })
    const inactive = app.contact({ emailaddress1: 'merged@example.test' })
    app.dataverse.update('contact', inactive, { statecode: 1 })
    const emails = ['jose@example.test', 'merged@example.test', 'rené@example.test', 'rene@example.test']
    for (const email of emails) app.attendee(webinar, { email })
    expect(await app.pull(webinar)).toMatchObject({ matched: 1, unmatched: 3 })
    const like = (part: string) =>
      app.dataverse.rows('contact').filter((row) => String(row.emailaddress1).startsWith(part))
    expect([like('jos').length, like('merged').length, like('ren').length]).toEqual([1, 1, 1])
  })

  test('is left to a person where two contacts have the address', async ({ app }) => {
    const webinar = await pastOf(app, await accountThat(app, 'allContacts'))
    for (let time = 0; time < 2; time += 1) app.contact({ emailaddress1: 'both@example.test' })
    app.attendee(webinar, { email: 'both@example.test' })
    expect(await app.pull(webinar)).toMatchObject({ matched: 0, unmatched: 1 })
    expect(registrationsOf(app, webinar)).toEqual([])
    expect(contactsWith(app, 'both@example.test')).toHaveLength(2)
  })

  test('is left alone where their registration was deleted, or they were cancelled or blocked', async ({ app }) => {
    const webinar = await pastOf(app, await accountThat(app, 'allContacts'))
    const deleted = app.registered(webinar, 'deleted@example.test')
    app.attendee(webinar, { email: 'deleted@example.test', registration: deleted })
    app.dataverse.remove('msevtmgt_eventregistration', deleted)
    const cancelled = app.registered(webinar, 'cancelled@example.test', { msevtmgt_iscanceled: true })
    app.attendee(webinar, { email: 'cancelled@example.test' })
    const gone = app.attendee(webinar, { email: 'gone@example.test' })
    Object.assign(app.on24.na.event(webinar.on24).registrants.byId.get(gone) ?? {}, { userstatus: 'deleted' })
    await app.pull(webinar)
    expect(registrationsOf(app, webinar).map((row) => row.msevtmgt_eventregistrationid)).toEqual([cancelled])
    expect(contactsWith(app, 'gone@example.test')).toEqual([])
  })

  test('is only listed where the role of the connector makes no contacts', async ({ app }) => {
    const webinar = await pastOf(app, await accountThat(app, 'allContacts'))
    app.attendee(webinar, { email: 'forbidden@example.test' })
    app.dataverse.injectFault(({ method, url }) =>
      method === 'PATCH' && url.includes('/contacts(') ? Response.json({}, { status: 403 }) : undefined,
    )
    expect(await app.pull(webinar)).toMatchObject({ matched: 0, unmatched: 1 })
    app.clearFaults()
    expect(contactsWith(app, 'forbidden@example.test')).toEqual([])
  })

  test('whom somebody ignores gets nothing', async ({ app }) => {
    const account = await accountThat(app, 'list')
    const webinar = await pastOf(app, account)
    app.attendee(webinar, { email: 'ignored@example.test' })
    await app.pull(webinar)
    const [row] = app.dataverse.rows('wbc_unmatchedattendee').filter((one) => one.wbc_eventid === webinar.id)
    app.dataverse.update('wbc_unmatchedattendee', String(row?.wbc_unmatchedattendeeid), { statecode: 1 })
    app.dataverse.update('wbc_accountsettings', account.configuration, { wbc_registeredthere: choices.allContacts })
    expect(await app.pull(webinar)).toMatchObject({ matched: 0, unmatched: 1 })
    expect(contactsWith(app, 'ignored@example.test')).toEqual([])
  })

  test('belongs to the row that owns the webinar, and to no other', async ({ app }) => {
    const account = await accountThat(app, 'allContacts')
    const webinar = await pastOf(app, account)
    const values = app.dataverse.row('msevtmgt_event', webinar.id) ?? {}
    const copy = app.dataverse.insert('msevtmgt_event', {
      ...{ msevtmgt_name: 'Copy', msevtmgt_eventformat: 100000002, msevtmgt_eventtimezone: 92 },
      ...{
        msevtmgt_eventstartdate: values.msevtmgt_eventstartdate,
        msevtmgt_eventenddate: values.msevtmgt_eventenddate,
      },
      ...{ msevtmgt_webinarid: values.msevtmgt_webinarid, msevtmgt_webinarconfigurationid: account.configuration },
    })
    app.attendee(webinar, { email: 'owned@example.test' })
    for (const id of [copy, webinar.id, copy]) {
      await app.enqueue('webinars', { table: 'msevtmgt_event', id, work: 'attendance' })
    }
    await app.idle()
    // Both rows are of the same second, so that either may be the owner.
    const counts = [webinar.id, copy].map((id) => registrationsOf(app, { kind: 'event', id }).length)
    expect(counts.toSorted()).toEqual([0, 1])
    expect(contactsWith(app, 'owned@example.test')).toHaveLength(1)
  })

  test('who was erased is never made again', async ({ app }) => {
    const account = await accountThat(app, 'allContacts')
    const webinar = await pastOf(app, account)
    app.attendee(webinar, { email: 'erased@example.test' })
    const answer = await app.call('POST', 'erasures', { email: 'erased@example.test' })
    expect(answer.status).toBe(202)
    await until(() => expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'forgotten' }]))
    // The list shows them as they were for up to a day, or they registered again.
    app.attendee(webinar, { email: 'erased@example.test' })
    await app.pull(webinar)
    expect([contactsWith(app, 'erased@example.test'), registrationsOf(app, webinar)]).toEqual([[], []])
  })

  test('is registered for the session that they attended', async ({ app }) => {
    const account = await accountThat(app, 'knownContacts')
    const event = await pastOf(app, account)
    const session = await app.session(event.id, account, new Date(Date.now() - 7_200_000))
    const contact = app.contact({ emailaddress1: 'session@example.test' })
    const ofEvent = app.register(event, contact)
    app.attendee(session, { email: 'session@example.test' })
    expect(await app.pull(session)).toMatchObject({ matched: 1, unmatched: 0 })
    expect(onlyRegistrationOf(app, session)).toMatchObject({
      ...{ msevtmgt_contactid: contact, msevtmgt_registrationid: ofEvent, msevtmgt_event: event.id },
    })
    expect(registrationsOf(app, event)).toHaveLength(1)
  })
})
