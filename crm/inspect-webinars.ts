import * as v from 'valibot'
import { options } from '../lib/dataverse/options.ts'
import { tables } from '../lib/dataverse/tables.ts'
import type { Crm } from './api.ts'
import { name } from './desired-state.ts'
import { inspected } from './inspect-environment.ts'
import type { Finding } from './plan.ts'

/** The leftovers of Microsoft's integration, other listeners, and the work that lies ahead. */
export async function inspectWebinars(crm: Crm): Promise<Finding[]> {
  const now = new Date()
  return [
    await inspected('Other service endpoints', () => otherEndpoints(crm)),
    await inspected('Left of Microsoft’s integration', () => leftovers(crm)),
    await inspected('Webinars ahead', () => webinarsAhead(crm, now)),
    await inspected('Their registrations', () => registrationsAhead(crm, now)),
  ]
}

const Endpoint = v.object({ serviceendpointid: v.string(), name: v.nullish(v.string()), url: v.nullish(v.string()) })

/** Microsoft's integration, or another one, may still listen to the same rows. */
async function otherEndpoints(crm: Crm) {
  const columns = Object.keys(Endpoint.entries).join()
  const all = await crm.rows(Endpoint, `serviceendpoints?$select=${columns}&$filter=name ne '${name}'`)
  const described = all.map(async ({ serviceendpointid: id, name, url }) => {
    const steps = await crm.count('sdkmessageprocessingsteps', `_eventhandler_value eq ${id} and statecode eq 0`)
    const host = url && URL.canParse(url) ? `, ${new URL(url).host}` : ''
    return `“${name ?? id}” (${counted(steps, 'active step')}${host})`
  })
  return all.length ? `${(await Promise.all(described)).join(', ')}.` : 'none.'
}

async function leftovers(crm: Crm) {
  const { event, session, configuration, eventRegistration, sessionRegistration, webinarProvider } = tables
  const count = (set: string, column: string) => crm.count(set, `${column} ne null`)
  const found = [
    counted(await count(webinarProvider.set, 'createdon'), 'provider'),
    counted(await count(configuration.set, 'createdon'), 'configuration'),
    `${await count(configuration.set, 'msevtmgt_accesstokensecret')} of them with a secret on the row`,
    `a webinar id on ${counted(await count(event.set, 'msevtmgt_webinarid'), 'event')}`,
    counted(await count(session.set, 'msevtmgt_webinarid'), 'session'),
    counted(await count(eventRegistration.set, 'msevtmgt_webinarregistrationid'), 'event registration'),
    counted(await count(sessionRegistration.set, 'msevtmgt_webinarregistrationid'), 'session registration'),
  ]
  return `${found.join(', ')}.`
}

const event = { ends: 'msevtmgt_eventenddate', format: 'msevtmgt_eventformat' }
const session = { ends: 'msevtmgt_endtime', format: 'msevtmgt_sessionformat' }

async function webinarsAhead(crm: Crm, now: Date) {
  const events = await crm.count(tables.event.set, runsAsWebinar(now, event))
  const sessions = await crm.count(tables.session.set, runsAsWebinar(now, session))
  return `${counted(events, 'event')}, ${counted(sessions, 'session')}.`
}

async function registrationsAhead(crm: Crm, now: Date) {
  const { eventRegistration, sessionRegistration } = tables
  const active = (filter: string) => `statecode eq 0 and ${filter}`
  const ofEvents = active(runsAsWebinar(now, event, 'msevtmgt_EventId/'))
  const ofSessions = active(runsAsWebinar(now, session, 'msevtmgt_SessionId/'))
  const counts = [
    await crm.count(eventRegistration.set, ofEvents),
    await crm.count(sessionRegistration.set, ofSessions),
  ]
  return `${counted(counts[0] ?? 0, 'event registration')}, ${counted(counts[1] ?? 0, 'session registration')}.`
}

/**
 * A filter for active events or sessions ahead that the connector takes.
 * @param of the navigation to them, with a slash, in a query of their registrations
 */
function runsAsWebinar(now: Date, { ends, format }: typeof event, of = '') {
  // Wall clocks are behind or ahead of UTC: a few hours more or less change nothing here.
  const at = `${now.toISOString().slice(0, 19)}Z`
  const online = Object.values(options.format).map((value) => `${of}${format} eq ${value}`)
  const chosen = ['_msevtmgt_webinarconfigurationid_value', 'msevtmgt_webinarid'].map(
    (column) => `${of}${column} ne null`,
  )
  return `${of}statecode eq 0 and ${of}${ends} ge ${at} and (${online.join(' or ')}) and (${chosen.join(' or ')})`
}

/** Dataverse counts no further than 5000. */
function counted(count: number, what: string) {
  return `${count >= 5000 ? '5000 or more' : count} ${what}${count === 1 ? '' : 's'}`
}
