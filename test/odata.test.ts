import {
  findingsOn,
  notChecked,
  recordRequests,
  type SentRequest,
} from '@webinar-connector/dataverse-emulator/odata-judge'
import { beforeAll, beforeEach, expect } from 'vitest'
import { hour } from '../lib/core/time.ts'
import { logicalName } from '../lib/dataverse/table-definition.ts'
import { allTables } from '../lib/dataverse/tables.ts'
import { type CrmEnvironment, test as withCrm } from './harness/crm.ts'
import { followed, joinAs, noted } from './harness/deleted-contacts.ts'
import { type Account, type TestApp, tokensOf, until, type Webinar, test as withApp } from './harness/test-app.ts'
import { wallClock } from './harness/wall-clock.ts'
import { plan, says, webinarType } from './harness/webinars.ts'

beforeAll(() => {
  if (notChecked) console.warn(`Requests to Dataverse are ${notChecked}.`)
})
beforeEach(({ skip }) => skip(notChecked !== undefined, notChecked))

/** Faults that Microsoft's OData library finds in requests; each once, with a request that has it. */
async function mistakes(metadata: string, sent: readonly SentRequest[]) {
  const findings = await findingsOn(metadata, sent)
  const shown = findings.map((finding, at): [string, string] => [finding, `${sent[at]?.method} ${sent[at]?.url}`])
  return Object.fromEntries(shown.filter(([finding]) => finding))
}

withCrm('what plan, apply and remove send is right by Microsoft’s OData library', async ({ crm }) => {
  const sent = recordRequests(crm.dataverse)
  crm.dataverse.tracked.delete('msevtmgt_event')
  crm.dataverse.insert('msevtmgt_webinarprovider', { msevtmgt_name: 'On24' })
  crm.dataverse.customization.languages = [1033]
  for (const command of ['plan', 'apply', 'plan']) await crm.run(command)
  changeWhatIsThere(crm)
  await crm.run('apply')
  const metadata = crm.dataverse.metadata()
  await crm.run('remove')
  expect(sent.length).toBeGreaterThan(50)
  expect(await mistakes(metadata, sent)).toEqual({})
})

/** An administrator changes what apply has made, and German comes. */
function changeWhatIsThere(crm: CrmEnvironment) {
  for (const step of crm.rows('sdkmessageprocessingstep').slice(0, 2)) {
    crm.dataverse.update('sdkmessageprocessingstep', String(step.sdkmessageprocessingstepid), { rank: 9, statecode: 1 })
  }
  const [endpoint] = crm.rows('serviceendpoint')
  crm.dataverse.update('serviceendpoint', String(endpoint?.serviceendpointid), { description: 'Another key' })
  const [member] = crm.rows('solutioncomponent')
  crm.dataverse.remove('solutioncomponent', String(member?.solutioncomponentid))
  crm.dataverse.customization.languages = [1031, 1033]
}

withApp.override('appOptions', { ownTables: true })

// Countings of the ledger keep longer and longer pauses, which this waits for.
withApp('what the app sends is right by Microsoft’s OData library', { timeout: 240_000 }, async ({ app }) => {
  const sent = recordRequests(app.dataverse)
  const account = await app.account()
  await adoptFoundWebinar(app, account)
  await connect(app)
  await runWebinars(app, account)
  await mapFields(app, account)
  await readAttendance(app, account)
  await bringRegistrants(app)
  await orderBackfill(app, account)
  await sweepUntracked(app)
  await orderDeletions(app)
  await deleteRegistration(app)
  expect(await mistakes(app.dataverse.metadata(), sent)).toEqual({})
  expect(notSent(sent)).toEqual([])
})

/** A webinar that exists at ON24 only gets its event by an order in CRM. */
async function adoptFoundWebinar(app: TestApp, account: Account) {
  const type = webinarType(app, account)
  app.dataverse.update('msevtmgt_webinartype', type, { msevtmgt_name: 'Live PC Mic' })
  const goodafter = new Date(Date.now() + 48 * hour)
  app.on24.na.addEvent({ clientId: account.clientId, title: 'Made at ON24', goodafter, durationMinutes: 60 })
  await app.host.run('sweep-timer')
  const [found] = app.dataverse.rows('wbc_foundwebinar')
  app.dataverse.insert('wbc_request', { wbc_kind: 524130007, wbc_foundwebinarid: found?.wbc_foundwebinarid })
  const made = () => app.dataverse.rows('msevtmgt_event').find((row) => row.msevtmgt_name === 'Made at ON24')
  // The connector may have shown its own row of that type first.
  await until(() => expect(made()).toMatchObject({ msevtmgt_webinartype: expect.any(String) }))
}

/** Credentials are typed in CRM, by somebody who accepts the terms. */
async function connect(app: TestApp) {
  await app.host.run('sweep-timer')
  app.dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  const { accessTokenKey, accessTokenSecret } = tokensOf('20001')
  app.on24.eu.addAccount({ clientId: '20001', accessTokenKey, accessTokenSecret })
  const typed = { msevtmgt_accesstokenkey: accessTokenKey, msevtmgt_accesstokensecret: accessTokenSecret }
  const id = app.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_clientid: '20001', ...typed })
  const row = () => app.dataverse.row('msevtmgt_webinarconfiguration', id)
  await until(() => expect(row()?.msevtmgt_accesstokensecret ?? null).toBeNull())
}

/** An event and a session become webinars; people register, move and leave, and an administrator asks. */
async function runWebinars(app: TestApp, account: Account) {
  const event = plan(app, account, { msevtmgt_eventformat: 100000003 })
  const hybrid = { msevtmgt_sessionformat: 100000003 }
  const session = plannedSession(app, account, event, new Date(Date.now() + 24 * hour), hybrid)
  await says(app, event, 'Ready')
  await says(app, session, 'Ready', 'msevtmgt_session')
  const ada = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }, 'Engines')
  const registrations = [
    app.register({ kind: 'event', id: event }, ada),
    app.register({ kind: 'session', id: session }, ada),
  ]
  for (const id of registrations) {
    await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  }
  app.dataverse.update('contact', ada, { emailaddress1: 'ada.lovelace@example.test' })
  await app.idle()
  app.dataverse.update('msevtmgt_eventregistration', registrations[0] ?? '', { msevtmgt_iscanceled: true })
  await tellOwner(app, event)
  for (const path of [`msevtmgt_event/${event}`, `msevtmgt_session/${session}`]) {
    await app.call('POST', `webinars/${path}/check`)
    await app.call('POST', `webinars/${path}/sync`, { registrations: true, dryRun: true })
    await app.call('POST', `webinars/${path}/sync`, { registrations: true, attendance: true })
  }
  await app.idle()
}

/** Fields are mapped, from answers too; somebody has the fields read, and looks at what is sent. */
async function mapFields(app: TestApp, account: Account) {
  const wbc_configurationid = account.configuration
  const event = await app.webinar({ ...account, requiredFields: ['country'] })
  const session = plannedSession(app, account, event.id, new Date(Date.now() + 24 * hour))
  await says(app, session, 'Ready', 'msevtmgt_session')
  const lines = [
    { wbc_field: 'std1', wbc_source: 524130003, wbc_column: "What's for lunch?", wbc_configurationid },
    { wbc_field: 'std2', wbc_source: 524130000, wbc_column: 'parentcustomerid', wbc_eventid: event.id },
    { wbc_field: 'std2', wbc_source: 524130002, wbc_column: 'msevtmgt_name', wbc_sessionid: session },
    { wbc_field: 'companysize', wbc_source: 524130001, wbc_column: 'numberofemployees', wbc_configurationid },
    { wbc_field: 'std3', wbc_source: 524130000, wbc_column: 'new_gone', wbc_configurationid },
  ]
  for (const line of lines) app.dataverse.insert('wbc_fieldmapping', line)
  const order = async (wbc_kind: number, subject: Record<string, unknown>) => {
    const id = app.dataverse.insert('wbc_request', { wbc_kind, ...subject })
    await until(() => expect(app.dataverse.row('wbc_request', id)).toMatchObject({ wbc_state: 524130002 }))
  }
  for (const subject of [{ wbc_configurationid }, { wbc_eventid: event.id }, { wbc_sessionid: session }]) {
    await order(524130011, subject)
  }
  const contact = app.contact({ firstname: 'Grace', emailaddress1: 'grace@example.test' }, 'Navy')
  const ofEvent = app.register(event, contact)
  const ofSession = app.register({ kind: 'session', id: session }, contact, { msevtmgt_registrationid: ofEvent })
  await order(524130012, { wbc_eventregistrationid: ofEvent })
  await order(524130012, { wbc_sessionregistrationid: ofSession })
  await until(() => expect(app.row(ofSession)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
}

function plannedSession(app: TestApp, account: Account, event: string, start: Date, values: object = {}) {
  return app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_starttime: wallClock(start), msevtmgt_endtime: wallClock(new Date(start.getTime() + hour)) },
    ...{ msevtmgt_webinarconfigurationid: account.configuration, msevtmgt_webinartype: webinarType(app, account) },
    ...{ msevtmgt_language: 100000000, ...values },
  })
}

/** A registration is refused, of which the owner of the event is told. */
async function tellOwner(app: TestApp, id: string) {
  const refused = app.register({ kind: 'event', id }, app.contact({ emailaddress1: 'nobody' }))
  await until(() => expect(app.row(refused)?.msevtmgt_registrationstatus).toMatch(/not valid/))
  await app.idle()
  await app.host.run('sweep-timer')
  expect(app.dataverse.rows('appnotification')).toHaveLength(1)
}

/** An event that is over, and a session of it. */
async function overWebinars(app: TestApp, account: Account): Promise<readonly [Webinar, Webinar]> {
  const event = await app.webinar({ ...account, startsInHours: -3 })
  const other = await app.webinar({ ...account, startsInHours: -3 })
  await app.idle()
  app.dataverse.remove('msevtmgt_event', other.id)
  const over = { msevtmgt_webinarid: String(other.on24) }
  const session = plannedSession(app, account, event.id, new Date(Date.now() - 3 * hour), over)
  return [event, { ...other, kind: 'session', id: session }]
}

/** Somebody attends an event, and a session of it. */
async function readAttendance(app: TestApp, account: Account) {
  const webinars = await overWebinars(app, account)
  const [event] = webinars
  for (const webinar of webinars) {
    const email = `${webinar.kind}@example.test`
    const registration = app.register(webinar, app.contact({ emailaddress1: email }), {
      ...(webinar.kind === 'session' && {
        msevtmgt_registrationid: app.register(event, app.contact({ emailaddress1: email })),
      }),
    })
    const attendee = app.on24.na.register(webinar.on24, { email, exteventusercd: registration })
    const questions = [{ questionid: 8, createtimestamp: '2026-05-12T06:20:00-07:00', content: 'Price?' }]
    app.on24.na.attend(webinar.on24, attendee, { liveminutes: 30, questions })
    const unmatched = app.on24.na.register(webinar.on24, {
      email: `only-${email}`,
      firstname: 'Eve',
      company: 'Engines',
    })
    app.on24.na.attend(webinar.on24, unmatched, { liveminutes: 5 })
    await app.enqueue('webinars', { table: `msevtmgt_${webinar.kind}`, id: webinar.id, work: 'attendance' })
  }
  await until(() => expect(app.dataverse.rows('msevtmgt_checkin')).toHaveLength(2))
  await app.host.run('attendance-timer')
  await app.idle()
}

/** People registered at ON24 itself, for an event and for a session of it; one is ignored. */
async function bringRegistrants(app: TestApp) {
  const purpose = app.dataverse.insert('msdynmkt_purpose', { msdynmkt_name: 'Commercial' })
  const settings = { wbc_registeredthere: 524130002, wbc_consentpurposeid: purpose }
  const account = await app.account({ settings })
  const webinars = await overWebinars(app, account)
  const person = { email: "o'hara@example.test", firstname: 'Eve', lastname: 'Holt', marketingemail: 'Y' } as const
  for (const webinar of webinars) {
    app.on24.na.attend(webinar.on24, app.on24.na.register(webinar.on24, person), { liveminutes: 5 })
    await app.enqueue('webinars', { table: `msevtmgt_${webinar.kind}`, id: webinar.id, work: 'attendance' })
    await until(() => expect(app.registrants(webinar)[0]?.exteventusercd).toBeDefined())
  }
  await app.idle()
  const [attendee] = app.dataverse.rows('wbc_unmatchedattendee')
  const order = { wbc_kind: 524130010, wbc_unmatchedattendeeid: attendee?.wbc_unmatchedattendeeid }
  const id = app.dataverse.insert('wbc_request', order)
  await until(() => expect(app.dataverse.row('wbc_request', id)).toMatchObject({ wbc_state: 524130002 }))
}

/** Somebody orders a backfill by a row in CRM. */
async function orderBackfill(app: TestApp, account: Account) {
  const { id: wbc_eventid } = await app.webinar(account)
  const id = app.dataverse.insert('wbc_request', { wbc_kind: 524130002, wbc_eventid })
  await until(() => expect(app.dataverse.row('wbc_request', id)).toMatchObject({ wbc_state: 524130002 }))
}

/** Somebody asks what an account keeps no longer, and has a person erased. */
async function orderDeletions(app: TestApp) {
  const { configuration } = await app.account()
  await until(() => expect(app.dataverse.row('wbc_accountsettings', configuration)).toBeDefined())
  app.dataverse.update('wbc_accountsettings', configuration, { wbc_monthskept: 12 })
  const contact = app.contact({ emailaddress1: "o'neill@example.test" })
  for (const order of [
    { wbc_kind: 524130006, wbc_configurationid: configuration, wbc_dryrun: true },
    { wbc_kind: 524130003, wbc_contactid: contact },
  ]) {
    const id = app.dataverse.insert('wbc_request', order)
    await until(() => expect(app.dataverse.row('wbc_request', id)).toMatchObject({ wbc_state: 524130002 }))
  }
}

/** A contact loses a registration of an account that erases deleted contacts, and is looked for. */
async function deleteRegistration(app: TestApp) {
  const webinar = await app.webinar(await app.account({ settings: { wbc_erasedeleted: true } }))
  const contact = app.contact({ emailaddress1: 'eve@example.test' })
  app.dataverse.remove('msevtmgt_eventregistration', await joinAs(app, webinar, contact))
  await until(async () => expect(await noted(app, contact)).toHaveLength(1))
  app.dataverse.update('contact', contact, { jobtitle: 'Countess' })
  await until(() => expect(followed(app, contact).at(-1)).toBe('there'))
}

/** Changes are read from a delta link, and by their time where change tracking is off. */
async function sweepUntracked(app: TestApp) {
  await app.host.run('sweep-timer')
  app.dataverse.tracked.clear()
  await app.host.run('sweep-timer')
  await app.host.run('sweep-timer')
  await app.idle()
}

/** Columns of the list of tables that no request has named. A lookup is named by its navigation property, too. */
function notSent(sent: readonly SentRequest[]): string[] {
  const texts = sent.map(({ url, body }) => decodeURIComponent(url) + decodeURIComponent(body))
  return allTables.flatMap(({ set, name, columns, written }) => {
    const about = texts.filter((text) => text.includes(set) || text.includes(name))
    const readsAll = about.some((text) => text.includes(`/${set}?$filter`))
    const read = Object.keys(columns).filter((column) => !readsAll && !names(about, column))
    return [...read, ...written.filter((column) => !names(about, column))].map((column) => `${name}.${column}`)
  })
}

function names(texts: readonly string[], column: string) {
  const lookup = column.startsWith('_') && logicalName(column)
  return texts.some((text) => text.includes(column) || (lookup && text.toLowerCase().includes(lookup)))
}
