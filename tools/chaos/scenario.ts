import { hour } from '../../lib/core/time.ts'
import type { WebinarKind } from '../../lib/model/crm.ts'
import type { Environment } from '../environment/environment.ts'
import type { Fleet } from './hosts.ts'
import type { Plan } from './plan.ts'

export type Webinar = { kind: WebinarKind; id: string; region: 'na' | 'eu'; on24: number }
export type Stage = {
  webinars: Webinar[]
  /** Switches the credentials of the first account off and on. */
  setEnabled(enabled: boolean): void
}

export const company = 'Analytical Engines'

const accounts = [
  // The published quotas hold for this one; the other has none, so that it shows what the connector can do.
  { region: 'na', clientId: '10001', quotas: true },
  { region: 'eu', clientId: '20001', quotas: false },
] as const

/** How many webinars so many registrations are for; every other is a session, every other at the second account. */
export function webinarsFor(registrations: number): number {
  return Math.min(20, Math.max(4, Math.floor(registrations / 400) * 4))
}

/** Two accounts with their webinars, all of them days ahead, connected to the app. */
export async function setStage(environment: Environment, fleet: Fleet, count: number): Promise<Stage> {
  const { dataverse, on24 } = environment
  const configurations = new Map<string, string>()
  const known: ReturnType<typeof on24.na.addAccount>[] = []
  for (const { region, clientId, quotas } of accounts) {
    const tokens = { accessTokenKey: `${region}-key`.padEnd(32, 'A'), accessTokenSecret: `${region}-s`.padEnd(64, 'b') }
    known.push(on24[region].addAccount({ clientId, ...tokens, quotas }))
    const id = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: `ON24 ${region}` })
    configurations.set(region, id)
    const [host] = fleet.running()
    const answer = await fetch(`${host?.url}/api/configurations/${id}`, {
      method: 'PUT',
      headers: { 'x-functions-key': host?.keys.default ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'on24', region, clientId, ...tokens, acceptTerms: true }),
    })
    if (!answer.ok) throw new Error(`The credentials were not taken: ${await answer.text()}`)
  }
  const webinars = Array.from({ length: count }, (_, at) => {
    const { region, clientId } = accounts[at % 2 === 0 ? 0 : 1]
    return addWebinar(environment, region, clientId, configurations.get(region) ?? '', at % 4 < 2 ? 'event' : 'session')
  })
  return {
    webinars,
    setEnabled: (enabled) => {
      if (known[0]) known[0].enabled = enabled
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
  const runs = { msevtmgt_webinarconfigurationid: configuration, msevtmgt_webinarid: String(webinarId) }
  const event = dataverse.insert('msevtmgt_event', {
    ...{ msevtmgt_name: 'Chaos', msevtmgt_eventformat: 100_000_002, msevtmgt_eventtimezone: 92 },
    ...{ msevtmgt_eventstartdate: utc(start), msevtmgt_eventenddate: utc(end) },
    ...(kind === 'event' && runs),
  })
  if (kind === 'event') return { kind, id: event, region, on24: webinarId }
  const session = dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Chaos', msevtmgt_event: event, msevtmgt_sessionformat: 100_000_002 },
    ...{ msevtmgt_starttime: utc(start), msevtmgt_endtime: utc(end), ...runs },
  })
  return { kind, id: session, region, on24: webinarId }
}

/** Does in CRM what the plan says, one thing at a time. */
export function actor({ dataverse }: Environment, plan: Plan, webinars: readonly Webinar[]) {
  const employer = dataverse.insert('account', { name: company })
  const contacts = plan.people.map(({ email }, person) =>
    dataverse.insert('contact', {
      ...{ firstname: 'Person', lastname: String(person), jobtitle: 'Engineer', parentcustomerid: employer },
      emailaddress1: email,
    }),
  )
  const rows = new Map<number, { table: string; id: string }>()
  const change = (number: number, values: object) => {
    const row = rows.get(number)
    if (row) dataverse.update(row.table, row.id, { ...values })
  }

  return function act(action: Plan['actions'][number]) {
    if ('person' in action) {
      const { person } = action
      const email = action.do === 'move' ? `moved${person}@example.test` : (plan.people[person]?.email ?? null)
      const news =
        action.do === 'promote' ? { jobtitle: 'Director', lastname: `Dr ${person}` } : { emailaddress1: email }
      return dataverse.update('contact', contacts[person] ?? '', news)
    }
    const { registration: number } = action
    if (action.do === 'cancel') return change(number, { msevtmgt_iscanceled: true })
    if (action.do === 'restore') return change(number, { msevtmgt_iscanceled: false })
    const row = rows.get(number)
    if (action.do === 'delete') return row && dataverse.remove(row.table, row.id)
    const planned = plan.registrations[number]
    const webinar = planned && webinars[planned.webinar]
    if (!webinar) return
    const table = `msevtmgt_${webinar.kind}registration`
    const values = { msevtmgt_contactid: contacts[planned.person], [`msevtmgt_${webinar.kind}id`]: webinar.id }
    rows.set(number, { table, id: dataverse.insert(table, values) })
  }
}

function utc(time: Date) {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
