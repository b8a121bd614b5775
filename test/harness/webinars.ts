import { expect } from 'vitest'
import { type Rig, until, wallClock } from './test-app.ts'

export const cancelled = 100000004
export const languages = { english: 100000000, german: 100000002, turkish: 100000007, traditionalChinese: 100000013 }
const hour = 60 * 60 * 1000

export type Account = { configuration: string; clientId: string }

/** The type of webinar that planners choose, as a row of CRM. */
export function webinarType(rig: Rig, { configuration }: Account, value = 'fav') {
  return rig.dataverse.insert('msevtmgt_webinartype', {
    ...{ msevtmgt_name: 'Chosen', msevtmgt_value: value, msevtmgt_webinarconfiguration: configuration },
  })
}

/** What a planner enters for a webinar of an hour in a day's time; no webinar id. */
export function wishes(rig: Rig, account: Account, values: Record<string, unknown> = {}) {
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
    msevtmgt_webinartype: webinarType(rig, account),
    ...values,
  }
}

/** Saves a new event; answers its id. */
export function plan(rig: Rig, account: Account, values: Record<string, unknown> = {}) {
  return rig.dataverse.insert('msevtmgt_event', wishes(rig, account, values))
}

export const row = (rig: Rig, id: string, table = 'msevtmgt_event') => rig.dataverse.row(table, id) ?? {}
export const save = (rig: Rig, id: string, values: Record<string, unknown>) =>
  rig.dataverse.update('msevtmgt_event', id, values)

/** Waits for the row to say this, in the status or its reason. */
export async function says(rig: Rig, id: string, words: string | RegExp, table = 'msevtmgt_event') {
  return until(() => {
    const { msevtmgt_webinarstatus: status, msevtmgt_webinarstatusreason: reason } = row(rig, id, table)
    const said = `${status}: ${reason}`
    if (!(typeof words === 'string' ? said.includes(words) : words.test(said))) throw new Error(`It says ${said}`)
    return row(rig, id, table)
  })
}

/** The ids of ON24's webinars for this row. */
export function madeFor(rig: Rig, id: string) {
  return rig.on24.na.events().filter(({ campaignCode }) => campaignCode === id)
}

/** The one webinar that ON24 has for this row. */
export function onlyMadeFor(rig: Rig, id: string) {
  const found = madeFor(rig, id)
  expect(found).toHaveLength(1)
  const [event] = found
  if (!event) throw new Error('There is no webinar.')
  return event
}

/** How often ON24 was called so. */
export function calls(rig: Rig, method: string, path: RegExp) {
  return rig.on24.na.calls.filter((call) => call.method === method && path.test(call.path)).length
}
