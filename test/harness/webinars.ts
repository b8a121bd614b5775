import { expect } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import { type Account, type TestApp, until, type Webinar } from './test-app.ts'
import { wallClock } from './wall-clock.ts'

type Crm = Pick<TestApp, 'dataverse'>
type Chosen = Pick<Account, 'configuration'> & Partial<Account>

export const cancelled = 100000004
export const languages = { english: 100000000, german: 100000002, turkish: 100000007, traditionalChinese: 100000013 }

/** The type of webinar that planners choose, as a row of CRM. */
export function webinarType(app: Crm, { configuration }: Chosen, value = 'fav') {
  return app.dataverse.insert('msevtmgt_webinartype', {
    ...{ msevtmgt_name: 'Chosen', msevtmgt_value: value, msevtmgt_webinarconfiguration: configuration },
  })
}

/** The columns that a planner fills in for a webinar of an hour in a day's time, without a webinar id. */
export function wishes(app: Crm, account: Chosen, values: Record<string, unknown> = {}) {
  const start = new Date(Math.ceil(Date.now() / hour) * hour + 24 * hour)
  return {
    msevtmgt_name: 'Autumn demo',
    msevtmgt_description: 'What is new',
    msevtmgt_eventformat: 100000002,
    msevtmgt_eventtimezone: 92,
    msevtmgt_eventstartdate: wallClock(start),
    msevtmgt_eventenddate: wallClock(new Date(start.getTime() + hour)),
    msevtmgt_language: languages.german,
    msevtmgt_webinarconfigurationid: account.configuration,
    msevtmgt_webinartype: webinarType(app, account),
    ...values,
  }
}

/** Saves a new event; answers its id. */
export function plan(app: Crm, account: Chosen, values: Record<string, unknown> = {}) {
  return app.dataverse.insert('msevtmgt_event', wishes(app, account, values))
}

export const row = (app: Crm, id: string, table = 'msevtmgt_event') => app.dataverse.row(table, id) ?? {}
export const save = (app: Crm, id: string, values: Record<string, unknown>) =>
  app.dataverse.update('msevtmgt_event', id, values)

/** Waits for the row to say this, in the status or its reason. */
export async function says(app: TestApp, id: string, words: string | RegExp, table = 'msevtmgt_event') {
  return until(() => {
    const { msevtmgt_webinarstatus: status, msevtmgt_webinarstatusreason: reason } = row(app, id, table)
    const said = `${status}: ${reason}`
    if (!(typeof words === 'string' ? said.includes(words) : words.test(said))) throw new Error(`It says ${said}`)
    return row(app, id, table)
  })
}

/** The ids of ON24's webinars for this row. */
export function madeFor(app: TestApp, id: string) {
  return app.on24.na.events().filter(({ campaignCode }) => campaignCode.startsWith(id))
}

/** The one webinar that ON24 has for this row. */
export function onlyMadeFor(app: TestApp, id: string) {
  const found = madeFor(app, id)
  expect(found).toHaveLength(1)
  const [event] = found
  if (!event) throw new Error('There is no webinar.')
  return event
}

/** Counts the calls of ON24 with this method and path. */
export function calls(app: TestApp, method: string, path: RegExp) {
  return app.on24.na.calls.filter((call) => call.method === method && path.test(call.path)).length
}

/** Leaves a webinar at ON24 without a row in CRM: one that belongs to a row is no other row's. */
export async function leaveAtOn24Only(app: TestApp, { id }: Webinar) {
  await app.idle()
  app.dataverse.remove('msevtmgt_event', id)
  await app.idle()
}

/** A session that runs as a webinar, of an event on site. */
export async function sessionWebinar(app: TestApp, account: Account): Promise<Webinar & { event: string }> {
  const event = await app.webinar({ ...account, values: { msevtmgt_eventformat: 100000001 } })
  const webinar = await app.webinar(account)
  await leaveAtOn24Only(app, webinar)
  const id = app.dataverse.insert('msevtmgt_session', {
    msevtmgt_name: 'Engines at noon',
    msevtmgt_event: event.id,
    msevtmgt_sessionformat: 100000002,
    msevtmgt_webinarconfigurationid: account.configuration,
    msevtmgt_webinarid: String(webinar.on24),
  })
  return { ...webinar, kind: 'session', id, event: event.id }
}
