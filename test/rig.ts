import { expect, vi } from 'vitest'
import { type Environment, startEnvironment } from '../local/environment.ts'
import type { FunctionsHost } from '../local/functions-host/start.ts'
import { type Subscription, subscribe } from '../local/subscription.ts'

export type Person = { firstname?: string; lastname?: string; emailaddress1?: string | null; jobtitle?: string }
/** An event or session in CRM and the webinar at ON24 that it runs as. */
export type Webinar = { kind: 'event' | 'session'; id: string; on24: number; region: 'na' | 'eu' }

export type Rig = Environment & {
  host: FunctionsHost
  webhooks: Subscription
  /** Calls a route of the app with the host key. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  account(options?: { clientId?: string; region?: 'na' | 'eu' }): Promise<{ configuration: string; clientId: string }>
  webinar(options?: WebinarOptions): Promise<Webinar>
  contact(person: Person, company?: string): string
  register(webinar: Pick<Webinar, 'kind' | 'id'>, contact: string, values?: Record<string, unknown>): string
  /** A registration row, of either table. */
  row(id: string): Record<string, unknown> | undefined
  registrants(webinar: Webinar): ReturnType<Environment['on24']['na']['registrants']>
  /** Resolves once no webhook and no message is on its way. */
  quiet(): Promise<void>
}

type WebinarOptions = {
  configuration?: string
  clientId?: string
  region?: 'na' | 'eu'
  startsInHours?: number
  requiredFields?: string[]
  values?: Record<string, unknown>
}

export const tokens = { accessTokenKey: 'A'.repeat(32), accessTokenSecret: 'b'.repeat(64) }
const hour = 60 * 60 * 1000
let nextClient = 10001

/** The built app on the embedded environment, with what tests need to play planner and attendee. */
export async function startRig(options: { now?: () => Date; env?: Record<string, string> } = {}): Promise<Rig> {
  const environment = await startEnvironment(options.now ? { now: options.now } : {})
  const { dataverse, on24 } = environment
  const host = await environment.startHost({
    env: { AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00.2', ...options.env },
  })
  const webhooks = subscribe(dataverse, host)

  const rig: Rig = {
    ...environment,
    host,
    webhooks,
    call: (method, path, body, headers = {}) =>
      fetch(`${host.url}/api/${path}`, {
        method,
        headers: { 'x-functions-key': host.keys.default, ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async account({ clientId = String(nextClient++), region = 'na' } = {}) {
      on24[region].addAccount({ clientId, ...tokens })
      const configuration = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: `Account ${clientId}` })
      const saved = await rig.call('PUT', `configurations/${configuration}`, {
        ...{ provider: 'on24', region, clientId, ...tokens, acceptTerms: true },
      })
      expect(saved.status).toBe(200)
      return { configuration, clientId }
    },
    async webinar({
      configuration,
      clientId,
      region = 'na',
      startsInHours = 24,
      requiredFields = [],
      values = {},
    } = {}) {
      const account = configuration && clientId ? { configuration, clientId } : await rig.account({ region })
      const start = new Date(Date.now() + startsInHours * hour)
      const id = on24[region].addEvent({
        ...{ clientId: account.clientId, title: 'Spring demo', goodafter: start, durationMinutes: 60, requiredFields },
      })
      const event = dataverse.insert('msevtmgt_event', {
        msevtmgt_name: 'Spring demo',
        msevtmgt_eventformat: 100000002,
        msevtmgt_eventtimezone: 92,
        msevtmgt_eventstartdate: wallClock(start),
        msevtmgt_eventenddate: wallClock(new Date(start.getTime() + hour)),
        msevtmgt_webinarconfigurationid: account.configuration,
        msevtmgt_webinarid: String(id),
        ...values,
      })
      return { kind: 'event', id: event, on24: id, region }
    },
    contact(person, company) {
      const parent = company && { parentcustomerid: dataverse.insert('account', { name: company }) }
      return dataverse.insert('contact', { ...person, ...parent })
    },
    register(webinar, contact, values = {}) {
      const isEvent = webinar.kind === 'event'
      return dataverse.insert(isEvent ? 'msevtmgt_eventregistration' : 'msevtmgt_sessionregistration', {
        msevtmgt_contactid: contact,
        [isEvent ? 'msevtmgt_eventid' : 'msevtmgt_sessionid']: webinar.id,
        ...values,
      })
    },
    row: (id) => dataverse.row('msevtmgt_eventregistration', id) ?? dataverse.row('msevtmgt_sessionregistration', id),
    registrants: (webinar) => on24[webinar.region].registrants(webinar.on24),
    async quiet() {
      await webhooks.settled()
    },
  }
  return rig
}

/** A UTC instant as the wall clock of an event whose zone is UTC. */
export function wallClock(time: Date) {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}

/** Waits until what is looked at is as it must be. */
export const until = vi.waitFor
