import { hour } from '../../lib/core/time.ts'
import type { WebinarKind } from '../../lib/model/crm.ts'
import type { Environment } from '../environment/environment.ts'
import type { Hosts } from './hosts.ts'
import type { Plan } from './plan.ts'

export type Webinar = { kind: WebinarKind; id: string; region: 'na' | 'eu'; on24: number }
export type Scenario = {
  webinars: Webinar[]
  /** Switches the credentials of the first account off and on. */
  setEnabled(enabled: boolean): void
}

export const company = 'Analytical Engines'

const accounts = [
  // The published quotas apply to the first account only, so that the second shows the connector's own speed.
  { region: 'na', clientId: '10001', quotas: true },
  { region: 'eu', clientId: '20001', quotas: false },
] as const

/** The number of webinars for a number of registrations. Half of them are sessions, and half are at the second account. */
export function webinarsFor(registrations: number): number {
  return Math.min(20, Math.max(4, Math.floor(registrations / 400) * 4))
}

/** Connects two accounts to the app and adds webinars, all of them days ahead. */
export async function createScenario(environment: Environment, hosts: Hosts, count: number): Promise<Scenario> {
  const { dataverse, on24 } = environment
  const configurations = new Map<string, string>()
  const added: ReturnType<typeof on24.na.addAccount>[] = []
  for (const { region, clientId, quotas } of accounts) {
    const tokens = { accessTokenKey: `${region}-key`.padEnd(32, 'A'), accessTokenSecret: `${region}-s`.padEnd(64, 'b') }
    added.push(on24[region].addAccount({ clientId, ...tokens, quotas }))
    const id = dataverse.insert('msevtmgt_webinarconfiguration', {
      msevtmgt_name: `ON24 ${region}`,
      msevtmgt_clientid: clientId,
    })
    configurations.set(region, id)
    const [host] = hosts.running()
    const answer = await fetch(`${host?.url}/api/configurations/${id}`, {
      method: 'PUT',
      headers: { 'x-functions-key': host?.keys.default ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'on24', region, clientId, ...tokens, acceptTerms: true }),
    })
    if (!answer.ok) throw new Error(`The credentials were not accepted: ${await answer.text()}`)
  }
  const webinars = Array.from({ length: count }, (_, at) => {
    const { region, clientId } = accounts[at % 2 === 0 ? 0 : 1]
    return addWebinar(environment, region, clientId, configurations.get(region) ?? '', at % 4 < 2 ? 'event' : 'session')
  })
  return {
    webinars,
    setEnabled: (enabled) => {
      if (added[0]) added[0].enabled = enabled
    },
  }
}

function addWebinar(
  { dataverse, on24 }: Environment,
  region: 'na' | 'eu',
  clientId: string,
  configuration: string,
  kind: Webinar['kind'],
): Webinar {
  const start = new Date(Date.now() + 120 * hour)
  const end = new Date(start.getTime() + hour)
  const webinarId = on24[region].addEvent({ clientId, title: 'Chaos', goodafter: start, durationMinutes: 60 })
  const connected = { msevtmgt_webinarconfigurationid: configuration, msevtmgt_webinarid: String(webinarId) }
  const event = dataverse.insert('msevtmgt_event', {
    msevtmgt_name: 'Chaos',
    msevtmgt_eventformat: 100_000_002,
    msevtmgt_eventtimezone: 92,
    msevtmgt_eventstartdate: utc(start),
    msevtmgt_eventenddate: utc(end),
    ...(kind === 'event' && connected),
  })
  if (kind === 'event') return { kind, id: event, region, on24: webinarId }
  const session = dataverse.insert('msevtmgt_session', {
    msevtmgt_name: 'Chaos',
    msevtmgt_event: event,
    msevtmgt_sessionformat: 100_000_002,
    msevtmgt_starttime: utc(start),
    msevtmgt_endtime: utc(end),
    ...connected,
  })
  return { kind, id: session, region, on24: webinarId }
}

/** Adds the plan's contacts to CRM; returns a function that performs one action of the plan there. */
export function prepareActions({ dataverse }: Environment, plan: Plan, webinars: readonly Webinar[]) {
  const employer = dataverse.insert('account', { name: company })
  const contacts = plan.people.map(({ email }, person) =>
    dataverse.insert('contact', {
      firstname: 'Person',
      lastname: String(person),
      jobtitle: 'Engineer',
      parentcustomerid: employer,
      emailaddress1: email,
    }),
  )
  const rows = new Map<number, { table: string; id: string }>()
  const update = (registration: number, values: Record<string, unknown>) => {
    const row = rows.get(registration)
    if (row) dataverse.update(row.table, row.id, values)
  }

  return function perform(action: Plan['actions'][number]) {
    if ('person' in action) return dataverse.update('contact', contacts[action.person] ?? '', changeOf(action))
    const { registration } = action
    if (action.do === 'cancel') return update(registration, { msevtmgt_iscanceled: true })
    if (action.do === 'restore') return update(registration, { msevtmgt_iscanceled: false })
    const row = rows.get(registration)
    if (action.do === 'delete') return row && dataverse.remove(row.table, row.id)
    const planned = plan.registrations[registration]
    const webinar = planned && webinars[planned.webinar]
    if (!webinar) return
    const table = `msevtmgt_${webinar.kind}registration`
    const values = { msevtmgt_contactid: contacts[planned.person], [`msevtmgt_${webinar.kind}id`]: webinar.id }
    rows.set(registration, { table, id: dataverse.insert(table, values) })
  }

  function changeOf({ do: action, person }: Extract<Plan['actions'][number], { person: number }>) {
    if (action === 'promote') return { jobtitle: 'Director', lastname: `Dr ${person}` }
    const original = plan.people[person]?.email ?? null
    return { emailaddress1: action === 'move' ? `moved${person}@example.test` : original }
  }
}

function utc(time: Date) {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
