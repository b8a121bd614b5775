import { expect } from 'vitest'
import { minute } from '../../lib/core/time.ts'
import { test as base, type TestApp, until, type Webinar } from '../harness/test-app.ts'

const kinds = { check: 524130000, resend: 524130001, backfill: 524130002, attendance: 524130004, types: 524130005 }
const states = { running: 524130001, done: 524130002, failed: 524130003 }
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }

const test = base.extend('webinar', ({ app }) => app.webinar())
test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

/** Somebody makes a request in Dynamics. */
const order = (app: TestApp, kind: keyof typeof kinds, values: Record<string, unknown>) =>
  app.dataverse.insert('wbc_request', { wbc_kind: kinds[kind], ...values })
const about = ({ id }: Webinar) => ({ wbc_eventid: id })
const row = (app: TestApp, id: string) => app.dataverse.row('wbc_request', id) ?? {}

/** Waits for the answer of a request. */
function answered(app: TestApp, id: string, answer: string | RegExp, state: keyof typeof states = 'done') {
  return until(() => {
    const { wbc_state, wbc_answer } = row(app, id)
    expect({ wbc_state, wbc_answer }).toEqual({
      wbc_state: states[state],
      wbc_answer: typeof answer === 'string' ? answer : expect.stringMatching(answer),
    })
    return row(app, id)
  })
}

test('a check that somebody orders in Dynamics is answered on its row', async ({ app, webinar }) => {
  const well = await answered(app, order(app, 'check', about(webinar)), 'The check found nothing that needs attention.')
  expect(well).toMatchObject({ wbc_name: 'Check of the webinar: Spring demo', wbc_progress: 100 })
  expect(Date.parse(String(well.wbc_finishedon))).toBeGreaterThanOrEqual(Date.parse(String(well.wbc_startedon)))
  const missing = await app.webinar({ values: { msevtmgt_eventtimezone: null, msevtmgt_webinarid: null } })
  const findings = [
    'The event has no time zone, or one that is not known. Choose another one.',
    'The event has no webinar yet. It is made by itself once nothing else is wrong.',
  ]
  await answered(app, order(app, 'check', about(missing)), findings.join('\n'))
})

test('a backfill is tried out, then done for real, and its progress stands on its row', async ({ app, webinar }) => {
  app.on24.na.injectFault(({ method }) => (method === 'POST' ? Response.json({}, { status: 503 }) : undefined))
  app.register(webinar, app.contact(ada))
  app.register(webinar, app.contact({ lastname: 'Nobody', emailaddress1: null }))
  const plan = order(app, 'backfill', { ...about(webinar), wbc_dryrun: true })
  await answered(
    app,
    plan,
    [
      'Nothing was changed. Of 2 people, a backfill would register 1, update 0, restore 0 and cancel 0; 1 would be refused. It would also read attendance. To do it, make a new request without the dry run.',
      'Refused 1 times: The contact has no e-mail address. Enter one on the contact.',
    ].join('\n'),
  )
  const id = order(app, 'backfill', about(webinar))
  await until(() => expect(row(app, id)).toMatchObject({ wbc_state: states.running, wbc_progress: 66 }))
  const { wbc_runid: run } = row(app, id)
  expect(await (await app.call('GET', `backfills/${run}`)).json()).toMatchObject({ state: 'running', total: 3 })
  const again = order(app, 'backfill', about(webinar))
  const { wbc_runid } = await answered(
    app,
    again,
    /^Another request for the same is under way: “Backfill: Spring demo”/,
  )
  expect(wbc_runid).toBe(run)
  app.clearFaults()
  await answered(app, id, '2 of 3 done. 1 failed. Their rows say why.')
  expect(app.registrants(webinar)).toMatchObject([{ email: 'ada@example.test' }])
})

test('a registration is sent again, and its request says what came of it', async ({ app, webinar }) => {
  const contact = app.contact({ ...ada, emailaddress1: null })
  const registration = app.register(webinar, contact)
  await app.idle()
  const refused = order(app, 'resend', { wbc_eventregistrationid: registration })
  await answered(app, refused, 'The contact has no e-mail address. Enter one on the contact.', 'failed')
  app.dataverse.update('contact', contact, { emailaddress1: 'ada@example.test' })
  const sent = order(app, 'resend', { wbc_eventregistrationid: registration })
  await answered(app, sent, 'The registration was sent, and the webinar provider has it.')
  expect(app.registrants(webinar)).toHaveLength(1)
})

test('all refused registrations of an event are sent again', async ({ app, webinar }) => {
  app.on24.na.injectFault(({ method }) =>
    method === 'POST' ? Response.json({ message: 'The field country is required.' }, { status: 400 }) : undefined,
  )
  for (const name of ['ada', 'grace'])
    app.register(webinar, app.contact({ ...ada, emailaddress1: `${name}@example.test` }))
  await app.idle()
  expect(app.registrants(webinar)).toEqual([])
  app.clearFaults()
  const id = order(app, 'resend', about(webinar))
  await answered(app, id, '2 of 2 done.')
  expect(app.registrants(webinar)).toHaveLength(2)
})

test('attendance is read when somebody asks for it', async ({ app }) => {
  const past = await app.webinar({ startsInHours: -3 })
  const registration = app.register(past, app.contact(ada))
  const attendee = app.on24.na.register(past.on24, { email: 'ada@example.test', exteventusercd: registration })
  app.on24.na.attend(past.on24, attendee, { liveminutes: 42 })
  await answered(app, order(app, 'attendance', about(past)), 'Attendance was read: 1 attended.')
  expect(app.dataverse.rows('msevtmgt_checkin')).toMatchObject([{ msevtmgt_viewingdurationinmins: 42 }])
})

test('the types of an account are read anew when somebody asks for it', async ({ app, account }) => {
  const id = order(app, 'types', { wbc_configurationid: account.configuration })
  await answered(app, id, /^The webinar provider offers this account \d+ types of webinars; events now show these\.$/)
})

test('two people who press the same button at once have it done once', async ({ app, webinar }) => {
  await app.idle()
  const ids = [order(app, 'check', about(webinar)), order(app, 'check', about(webinar))]
  const done = () => ids.filter((id) => row(app, id).wbc_state === states.done)
  // ON24 answers for one of them once the other has its answer.
  app.on24.na.injectFault(async () => {
    await until(() => expect(done()).toHaveLength(1))
    return undefined
  })
  await until(() => expect(done()).toHaveLength(2))
  expect(ids.map((id) => row(app, id).wbc_answer).toSorted()).toEqual([
    expect.stringMatching(/^Another request for the same is under way/),
    'The check found nothing that needs attention.',
  ])
})

test('a request about nothing, or about an event that is no webinar, says so', async ({ app, account }) => {
  await answered(
    app,
    order(app, 'check', {}),
    'The request names nothing to work on, or that was deleted. Make a new one for an event or a session.',
    'failed',
  )
  const onSite = app.dataverse.insert('msevtmgt_event', {
    ...{
      msevtmgt_name: 'Fair',
      msevtmgt_eventformat: 100000001,
      msevtmgt_webinarconfigurationid: account.configuration,
    },
  })
  const id = order(app, 'backfill', { wbc_eventid: onSite })
  await answered(app, id, 'This event is not run as a webinar.', 'failed')
})

test('the trail says who ordered what in Dynamics', async ({ app, webinar }) => {
  const id = order(app, 'check', about(webinar))
  await answered(app, id, /./)
  const user = row(app, id).createdby
  const answer = (await (await app.call('GET', 'audit?action=webinar_checked')).json()) as {
    records: { act: string }[]
  }
  const facts = { actor: { by: 'dynamics', id: user }, subject: `msevtmgt_event ${webinar.id}` }
  expect(answer.records.filter(({ act }) => act === id)).toMatchObject([
    { ...facts, outcome: 'done' },
    { ...facts, outcome: 'ordered' },
  ])
})

test('the sweep finds a request whose webhook was lost', async ({ app, webinar }) => {
  await app.idle()
  const later = await app.startHost({ clockShift: 3 * minute })
  const id = app.dataverse.insert('wbc_request', { statecode: 1, wbc_kind: kinds.check, ...about(webinar) })
  await app.idle()
  expect(row(app, id)).toMatchObject({ wbc_state: null })
  // The connector hears of no change of this column.
  app.dataverse.update('wbc_request', id, { statecode: 0 })
  await app.idle()
  expect(await later.run('sweep-timer')).toBeUndefined()
  await answered(app, id, /./)
  await later.stop()
})
