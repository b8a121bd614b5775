import { expect } from 'vitest'
import { type Account, type TestApp, test, until } from '../harness/test-app.ts'
import { calls, cancelled, onlyMadeFor, plan, row, save, says, wishes } from '../harness/webinars.ts'

const links = ['msevtmgt_webinarid', 'msevtmgt_webinarurl', 'msevtmgt_presentationmanagerurl']
const ida = { firstname: 'Ida', lastname: 'Lund', emailaddress1: 'ida@example.test' }
const registered = 'Registered at ON24'

/** A row with the values of another one, as Dynamics makes it by "Save as". */
function copyOf(app: TestApp, id: string, table = 'msevtmgt_event', values: Record<string, unknown> = {}) {
  const computed = [`${table}id`, 'msevtmgt_durationmins', 'msevtmgt_totalnumberofquestionsasked']
  const isCopied = ([column]: [string, unknown]) => column.startsWith('msevtmgt_') && !computed.includes(column)
  const copied = Object.fromEntries(Object.entries(row(app, id, table)).filter(isCopied))
  return app.dataverse.insert(table, { ...copied, ...values })
}

const isReady = (app: TestApp, id: string, table?: string) =>
  until(() => {
    const { msevtmgt_webinarstatus: said, msevtmgt_webinarid: webinarId } = row(app, id, table)
    expect([said, webinarId]).toEqual(['Ready', String(onlyMadeFor(app, id).eventid)])
  })
const status = (app: TestApp, id: string) => app.row(id)?.msevtmgt_registrationstatus
const is = (app: TestApp, id: string, text: string | RegExp) =>
  until(() => expect(status(app, id)).toMatch(typeof text === 'string' ? new RegExp(`^${text}$`) : text))
const there = (app: TestApp, webinar: number) =>
  app.on24.na
    .registrants(webinar)
    .filter(({ userstatus }) => userstatus === 'active')
    .map(({ exteventusercd }) => exteventusercd)

/** An event of which somebody else made the webinar at ON24, and typed its id. */
async function typed(app: TestApp, account: Account, values: Record<string, unknown> = {}) {
  const { msevtmgt_eventstartdate: start } = wishes(app, account)
  const { clientId } = account
  const facts = { clientId, title: 'Spring demo', goodafter: new Date(start), durationMinutes: 60 }
  const on24 = app.on24.na.addEvent(facts)
  const id = plan(app, account, { msevtmgt_webinarid: String(on24), ...values })
  await says(app, id, 'Ready')
  return { id, on24 }
}

test('a copied event gets a webinar of its own and leaves that of the original alone', async ({ app }) => {
  const account = await app.account()
  const original = plan(app, account)
  await says(app, original, 'Ready')
  const webinar = onlyMadeFor(app, original)
  const before = { title: webinar.title, goodafter: webinar.goodafter }
  const person = app.contact(ida)
  const first = app.register({ kind: 'event', id: original }, person)
  await is(app, first, registered)

  const copy = copyOf(app, original)
  await isReady(app, copy)
  const own = onlyMadeFor(app, copy)
  for (const link of links) expect(row(app, copy)[link]).not.toBe(row(app, original)[link])

  save(app, copy, { msevtmgt_name: 'Winter demo', ...laterBy(14) })
  await until(() => expect(onlyMadeFor(app, copy).goodafter).toEqual(new Date(laterBy(14).msevtmgt_eventstartdate)))
  const second = app.register({ kind: 'event', id: copy }, person)
  await is(app, second, registered)
  app.dataverse.update('msevtmgt_eventregistration', second, { msevtmgt_iscanceled: true })
  await is(app, second, 'Cancelled at ON24')
  save(app, copy, { msevtmgt_publishstatus: cancelled })
  await says(app, copy, 'Cancelled: ')
  await app.idle()

  expect(webinar).toMatchObject(before)
  expect(there(app, webinar.eventid)).toEqual([first])
  expect(there(app, own.eventid)).toEqual([])
  expect(status(app, first)).toBe(registered)
})

test('copied sessions of a copied event get webinars of their own', async ({ app }) => {
  const account = await app.account()
  const table = 'msevtmgt_session'
  const event = app.dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Fair', ...laterBy(1), ...onSite })
  const { msevtmgt_eventstartdate: msevtmgt_starttime, msevtmgt_eventenddate: msevtmgt_endtime } = laterBy(1)
  const { msevtmgt_language, msevtmgt_webinartype } = wishes(app, account)
  const original = app.dataverse.insert(table, {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_starttime, msevtmgt_endtime, msevtmgt_language, msevtmgt_webinartype },
    msevtmgt_webinarconfigurationid: account.configuration,
  })
  await isReady(app, original, table)
  const person = app.contact(ida)
  const first = app.register({ kind: 'session', id: original }, person)
  await is(app, first, registered)

  const copy = copyOf(app, original, table, { msevtmgt_event: copyOf(app, event) })
  await isReady(app, copy, table)
  const second = app.register({ kind: 'session', id: copy }, person)
  await is(app, second, registered)
  app.dataverse.remove(table, copy)
  await until(() => expect(there(app, onlyMadeFor(app, copy).eventid)).toEqual([]))
  await app.idle()
  expect(there(app, onlyMadeFor(app, original).eventid)).toEqual([first])
})

test('a copied event that lacks what a new webinar needs touches nothing until it is complete', async ({ app }) => {
  const account = await app.account()
  const { id, on24 } = await typed(app, account)
  const copy = copyOf(app, id, 'msevtmgt_event', { msevtmgt_webinartype: null, msevtmgt_name: 'Other' })
  await says(app, copy, 'Needs attention: The event has no webinar type.')
  const registration = app.register({ kind: 'event', id: copy }, app.contact(ida))
  await is(app, registration, /^The webinar id of the event belongs to another one\./)
  save(app, copy, { msevtmgt_webinartype: wishes(app, account).msevtmgt_webinartype })
  await isReady(app, copy)
  await is(app, registration, registered)
  expect(there(app, onlyMadeFor(app, copy).eventid)).toEqual([registration])
  expect(there(app, on24)).toEqual([])
  expect(app.on24.na.event(on24).title).toBe('Spring demo')
})

test('an id that is typed twice belongs to the first row, and the second one says so', async ({ app }) => {
  const account = await app.account()
  const { id, on24 } = await typed(app, account)
  const first = app.register({ kind: 'event', id }, app.contact(ida))
  await is(app, first, registered)
  const second = plan(app, account, { msevtmgt_name: 'Other', msevtmgt_webinarid: String(on24) })
  const sentence = `The webinar “${on24}” belongs to the event “Autumn demo”.`
  await says(app, second, `Needs attention: ${sentence} Clear the webinar id here to have another one made.`)
  const late = app.register({ kind: 'event', id: second }, app.contact(ida))
  await is(app, late, /^The webinar id of the event belongs to another one\./)
  const { findings } = (await (await app.call('POST', `webinars/msevtmgt_event/${second}/check`)).json()) as {
    findings: object[]
  }
  expect(findings).toMatchObject([{ code: 'webinar of another', finding: sentence }])
  const dry = { registrations: true, attendance: false, dryRun: true }
  const planned = await app.call('POST', `webinars/msevtmgt_event/${second}/sync`, dry)
  expect(await planned.json()).toMatchObject({ blocked: expect.stringContaining('belongs to another one') })

  save(app, second, { msevtmgt_publishstatus: cancelled })
  await says(app, second, `Cancelled: Cancelled. ${sentence.slice(0, -1)}, so it stays as it is.`)
  await is(app, late, /^The event is cancelled\./)
  await app.idle()
  expect(there(app, on24)).toEqual([first])
  expect(app.on24.na.event(on24)).toMatchObject({ title: 'Spring demo', active: true })

  save(app, second, { msevtmgt_publishstatus: null, msevtmgt_webinarid: null })
  await isReady(app, second)
  await is(app, late, registered)
  expect(there(app, onlyMadeFor(app, second).eventid)).toEqual([late])
  expect(there(app, on24)).toEqual([first])
})

test('a session with the webinar id of its event needs attention', async ({ app }) => {
  const account = await app.account()
  const { id, on24 } = await typed(app, account)
  const { msevtmgt_eventstartdate: msevtmgt_starttime, msevtmgt_eventenddate: msevtmgt_endtime } = laterBy(1)
  const session = app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: id, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_starttime, msevtmgt_endtime, msevtmgt_webinarid: String(on24) },
    msevtmgt_webinarconfigurationid: account.configuration,
  })
  await says(app, session, `Needs attention: The webinar “${on24}” belongs to the event`, 'msevtmgt_session')
})

test('a webinar whose owner names another one, or is deleted, goes to the next row', async ({ app }) => {
  const account = await app.account()
  for (const leave of [
    (id: string) => save(app, id, { msevtmgt_webinarid: null, msevtmgt_webinarurl: null }),
    (id: string) => app.dataverse.remove('msevtmgt_event', id),
  ]) {
    const { id, on24 } = await typed(app, account)
    const next = plan(app, account, { msevtmgt_name: 'Next', msevtmgt_webinarid: String(on24) })
    const registration = app.register({ kind: 'event', id: next }, app.contact(ida))
    await says(app, next, 'Needs attention')
    await is(app, registration, /belongs to another one/)
    leave(id)
    await says(app, next, 'Ready')
    await is(app, registration, registered)
    expect(there(app, on24)).toEqual([registration])
    expect(row(app, next).msevtmgt_webinarid).toBe(String(on24))
  }
})

test('an owner that lost its id is given its webinar again, and no other row takes it', async ({ app }) => {
  const account = await app.account()
  const original = plan(app, account)
  await says(app, original, 'Ready')
  const { eventid } = onlyMadeFor(app, original)
  const second = plan(app, account, { msevtmgt_webinarid: String(eventid) })
  await says(app, second, 'Needs attention')
  save(app, original, { msevtmgt_webinarid: null })
  await until(() => expect(row(app, original).msevtmgt_webinarid).toBe(String(eventid)))
  await app.idle()
  expect(row(app, second).msevtmgt_webinarstatus).toBe('Needs attention')
  expect(calls(app, 'DELETE', /event/)).toBe(0)
})

const onSite = { msevtmgt_eventformat: 100000001, msevtmgt_eventtimezone: 92 }

/** The times of an event of an hour in so many days. */
function laterBy(days: number) {
  const day = (hour: number) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/T.*/, `T${hour}:00:00Z`)
  return { msevtmgt_eventstartdate: day(22), msevtmgt_eventenddate: day(23) }
}
