import * as v from 'valibot'
import { options } from '../lib/dataverse/options.ts'
import { tables } from '../lib/dataverse/tables.ts'
import type { Crm } from './api.ts'
import { name } from './desired-state.ts'
import { inspected } from './inspect-environment.ts'
import type { Finding } from './plan.ts'

/** The leftovers of Microsoft's integration, other listeners, and the work that lies ahead. */
export async function inspectWebinars(crm: Crm): Promise<Finding[]> {
  return [
    await inspected('Other service endpoints', () => otherEndpoints(crm)),
    await inspected('Left of Microsoft’s integration', () => leftovers(crm)),
    await inspected('Ahead', () => ahead(crm, new Date())),
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

/** Events and sessions that the connector will take, and the active registrations of these. */
async function ahead(crm: Crm, now: Date) {
  // Wall clocks are behind or ahead of UTC: a few hours more or less change nothing here.
  const at = `${now.toISOString().slice(0, 19)}Z`
  const webinars = (ends: string, format: string, at_ = '') => {
    const online = Object.values(options.format).map((value) => `${at_}${format} eq ${value}`)
    const chosen = ['_msevtmgt_webinarconfigurationid_value', 'msevtmgt_webinarid'].map((one) => `${at_}${one} ne null`)
    return `${at_}statecode eq 0 and ${at_}${ends} ge ${at} and (${online.join(' or ')}) and (${chosen.join(' or ')})`
  }
  const event = ['msevtmgt_eventenddate', 'msevtmgt_eventformat'] as const
  const session = ['msevtmgt_endtime', 'msevtmgt_sessionformat'] as const
  const found = [
    counted(await crm.count(tables.event.set, webinars(...event)), 'event'),
    counted(await crm.count(tables.session.set, webinars(...session)), 'session'),
    counted(
      await registrations(crm, tables.eventRegistration.set, webinars(...event, 'msevtmgt_EventId/')),
      'event registration',
    ),
    counted(
      await registrations(crm, tables.sessionRegistration.set, webinars(...session, 'msevtmgt_SessionId/')),
      'session registration',
    ),
  ]
  return `${found.join(', ')}.`
}

function registrations(crm: Crm, set: string, ofWebinars: string) {
  return crm.count(set, `statecode eq 0 and ${ofWebinars}`)
}

/** Dataverse counts no further than 5000. */
function counted(count: number, what: string) {
  return `${count >= 5000 ? '5000 or more' : count} ${what}${count === 1 ? '' : 's'}`
}
