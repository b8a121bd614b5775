import { expect } from 'vitest'
import { day } from '../../lib/core/time.ts'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import { until, type Webinar } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

const past = { startsInHours: -3 }
const polls = [
  {
    ...{ pollid: 5, pollquestionid: 1, pollquestion: 'Which one?', pollanswers: ['A'] },
    pollsubmittedtimestamp: '2026-05-12T06:10:00-07:00',
  },
]
const tables = ['wbc_attendee', 'wbc_attendeeaction', 'wbc_unmatchedattendee'] as const

const rowsOf = ({ dataverse }: AttendanceApp, { id }: Webinar) =>
  tables.map((table) => dataverse.rows(table).filter((row) => row.wbc_eventid === id).length)

/** A webinar that one registered person and somebody else attended. */
async function attended(app: AttendanceApp) {
  const account = await app.account()
  const webinar = await app.webinar({ ...account, ...past })
  await until(() => expect(app.dataverse.row('wbc_accountsettings', account.configuration)).toBeDefined())
  const registration = app.registered(webinar, 'ada@example.test')
  app.attendee(webinar, { email: 'ada@example.test', registration, facts: { polls } })
  app.attendee(webinar, { email: 'eve@example.test' })
  return { ...account, webinar }
}

const decide = ({ dataverse }: AttendanceApp, configuration: string, values: Record<string, unknown>) =>
  dataverse.update('wbc_accountsettings', configuration, values)

/** Dates a webinar's event back. */
const past13Months = ({ dataverse }: AttendanceApp, { id }: Webinar) =>
  dataverse.update('msevtmgt_event', id, {
    msevtmgt_eventstartdate: new Date(Date.now() - 400 * day).toISOString(),
    msevtmgt_eventenddate: new Date(Date.now() - 399 * day).toISOString(),
  })

/** Somebody makes a request in Dynamics; resolves with its row once it has its answer. */
async function ordered(app: AttendanceApp, configuration: string, values: Record<string, unknown> = {}) {
  const id = app.dataverse.insert('wbc_request', {
    ...{ wbc_kind: 524130006, wbc_configurationid: configuration },
    ...values,
  })
  await app.enqueue('webinars', { table: 'wbc_request', id })
  return until(() => {
    const row = app.dataverse.row('wbc_request', id) ?? {}
    expect(row.wbc_finishedon ?? null).not.toBeNull()
    return row
  })
}

test('an account that brings no attendees gets check-ins and unmatched ones only', async ({ app }) => {
  const { webinar, configuration } = await attended(app)
  decide(app, configuration, { wbc_engagement: false })
  await app.pull(webinar)
  expect(rowsOf(app, webinar)).toEqual([0, 0, 1])
})

test('an account that brings no actions gets attendees alone', async ({ app }) => {
  const { webinar, configuration } = await attended(app)
  decide(app, configuration, { wbc_actions: false })
  await app.pull(webinar)
  expect(rowsOf(app, webinar)).toEqual([2, 0, 1])
})

test('attendees kept too long are shown, deleted when asked for, and stay away', async ({ app }) => {
  const { webinar, configuration } = await attended(app)
  decide(app, configuration, { wbc_monthskept: 12 })
  await app.pull(webinar)
  expect(rowsOf(app, webinar)).toEqual([2, 1, 1])
  past13Months(app, webinar)
  expect(await ordered(app, configuration, { wbc_dryrun: true })).toMatchObject({
    wbc_state: 524130002,
    wbc_answer: expect.stringMatching(
      /^Nothing was deleted\. .* 12 months ago, 2 webinar attendees with 1 attendee actions and 1 unmatched attendees would be/,
    ),
  })
  expect(rowsOf(app, webinar)).toEqual([2, 1, 1])
  expect(await ordered(app, configuration)).toMatchObject({
    ...{ wbc_state: 524130002, wbc_name: 'Delete old attendees' },
    wbc_answer: expect.stringMatching(/12 months ago, 2 webinar attendees and 1 unmatched attendees were deleted/),
  })
  expect(rowsOf(app, webinar)).toEqual([0, 0, 0])
  await app.pull(webinar)
  expect(rowsOf(app, webinar)).toEqual([0, 0, 0])
})

test('the sweep deletes attendees kept too long, and leaves others', async ({ app }) => {
  const [{ webinar, configuration }, other] = [await attended(app), await attended(app)]
  for (const account of [configuration, other.configuration]) decide(app, account, { wbc_monthskept: 12 })
  for (const one of [webinar, other.webinar]) await app.pull(one)
  past13Months(app, webinar)
  await app.host.run('sweep-timer')
  expect(rowsOf(app, webinar)).toEqual([0, 0, 0])
  expect(rowsOf(app, other.webinar)).toEqual([2, 1, 1])
})

test('an account without months, or whose settings are gone, keeps its attendees for ever', async ({ app }) => {
  const { webinar, configuration } = await attended(app)
  app.dataverse.remove('wbc_accountsettings', configuration)
  await app.pull(webinar)
  past13Months(app, webinar)
  await app.host.run('sweep-timer')
  expect(rowsOf(app, webinar)).toEqual([2, 1, 1])
  expect(await ordered(app, configuration)).toMatchObject({
    wbc_state: 524130003,
    wbc_answer: expect.stringMatching(/^The account keeps attendees for ever, so nothing is deleted\. /),
  })
})
