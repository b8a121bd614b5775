import { QueueServiceClient } from '@azure/storage-queue'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { test as base, expect, vi } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import type { WebinarKind } from '../../lib/model/crm.ts'
import { type Environment, type EnvironmentOptions, startEnvironment } from '../../tools/environment/environment.ts'
import { fastPolling } from '../../tools/environment/fast-polling.ts'
import { type Subscription, subscribe } from '../../tools/environment/webhooks.ts'
import { createIdle } from './idle.ts'
import { reported } from './reports.ts'
import { wallClock } from './wall-clock.ts'

type Person = { firstname?: string; lastname?: string; emailaddress1?: string | null; jobtitle?: string }
/** An event or session in CRM and the webinar at ON24 that it runs as. */
export type Webinar = { kind: WebinarKind; id: string; on24: number; region: 'na' | 'eu' }

export type TestApp = Environment & {
  host: FunctionsHost
  webhooks: Subscription
  /** Calls a route of the app with the host key. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** Gives an account credentials: an administrator names the client on its row, and sends the rest by HTTP. */
  give(configuration: string, body: { clientId: string } & Record<string, unknown>): Promise<Response>
  /** @param settings what its administrator decided before it got its credentials; for an app with its own tables */
  account(options?: { clientId?: string; region?: 'na' | 'eu'; settings?: Record<string, unknown> }): Promise<Account>
  webinar(options?: WebinarOptions): Promise<Webinar>
  contact(person: Person, company?: string): string
  register(webinar: Pick<Webinar, 'kind' | 'id'>, contact: string, values?: Record<string, unknown>): string
  /** A registration row, of either table. */
  row(id: string): Record<string, unknown> | undefined
  registrants(webinar: Webinar): ReturnType<Environment['on24']['na']['registrants']>
  /** The first 32 messages of a queue that no worker has, oldest first. */
  messages(queue: string): Promise<unknown[]>
  /** Puts a message into a queue, as the app would. */
  enqueue(queue: string, message: unknown): Promise<void>
  /** The failures that wait for an administrator. */
  failures(): Promise<Record<string, unknown>[]>
  /** The app's reports of one kind from all hosts, oldest first. */
  reports(event: string): Record<string, unknown>[]
  /** Ends every fault that a test injected. */
  clearFaults(): void
  /** Resolves once no webhook and no message is on its way, but for those that wait out an outage. */
  idle(): Promise<void>
}

type WebinarOptions = {
  configuration?: string
  clientId?: string
  region?: 'na' | 'eu'
  startsInHours?: number
  requiredFields?: string[]
  values?: Record<string, unknown>
}

/** The token of an ON24 client: each has its own, as at ON24. */
export function tokensOf(clientId: string) {
  return {
    accessTokenKey: `key-of-${clientId}`.padEnd(32, 'A'),
    accessTokenSecret: `secret-of-${clientId}`.padEnd(64, 'b'),
  }
}
let nextClient = 10001

export type Account = { configuration: string; clientId: string }
export type TestAppOptions = EnvironmentOptions & {
  env?: Record<string, string>
  /** False: Dataverse sends the app no webhook. */
  webhooks?: boolean
}

/**
 * A test with the app of its file, which starts with the first test that names it: a start costs seconds. `appOptions`
 * can be overridden at the top of a file; `account` is one ON24 account for all its tests.
 */
export const test = base
  .extend('appOptions', { scope: 'file' }, {} as TestAppOptions)
  .extend('app', { scope: 'file' }, async ({ appOptions }, { onCleanup }) => {
    const app = await startTestApp(appOptions)
    onCleanup(app.stop)
    return app
  })
  .extend('account', { scope: 'file' }, ({ app }) => app.account())

/** The built app on the embedded environment, with what tests need to play planner and attendee. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const environment = await startEnvironment(options)
  const { dataverse, on24 } = environment
  const hosts: FunctionsHost[] = []
  // The host retries an unexpected error five times; a test need not wait half a minute for each.
  const hurried = { ...fastPolling, AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00.2' }
  const startHost: Environment['startHost'] = async ({ env, ...at } = {}) => {
    const started = await environment.startHost({ env: { ...hurried, ...options.env, ...env }, ...at })
    hosts.push(started)
    return started
  }
  const host = await startHost()
  const webhooks = options.webhooks === false ? { statuses: [], settled: async () => {} } : subscribe(dataverse, host)
  const queues = QueueServiceClient.fromConnectionString(environment.storage.connectionString)

  const app: TestApp = {
    ...environment,
    host,
    startHost,
    webhooks,
    call: (method, path, body, headers = {}) =>
      fetch(`${host.url}/api/${path}`, {
        method,
        headers: { 'x-functions-key': host.keys.default, ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    give(configuration, body) {
      const there = dataverse.row('msevtmgt_webinarconfiguration', configuration)
      if (there && there.msevtmgt_clientid !== body.clientId) {
        dataverse.update('msevtmgt_webinarconfiguration', configuration, { msevtmgt_clientid: body.clientId })
      }
      return app.call('PUT', `configurations/${configuration}`, body)
    },
    async account({ clientId = String(nextClient++), region = 'na', settings } = {}) {
      on24[region].addAccount({ clientId, ...tokensOf(clientId) })
      const configuration = dataverse.insert('msevtmgt_webinarconfiguration', {
        ...{ msevtmgt_name: `Account ${clientId}`, msevtmgt_clientid: clientId },
      })
      if (settings) dataverse.insert('wbc_accountsettings', { wbc_accountsettingsid: configuration, ...settings })
      const saved = await app.give(configuration, {
        ...{ provider: 'on24', region, clientId, ...tokensOf(clientId), acceptTerms: true },
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
      const account = configuration && clientId ? { configuration, clientId } : await app.account({ region })
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
    async messages(queue) {
      const client = queues.getQueueClient(queue)
      if (!(await client.exists())) return []
      const { peekedMessageItems } = await client.peekMessages({ numberOfMessages: 32 })
      return peekedMessageItems.map(({ messageText }) => JSON.parse(Buffer.from(messageText, 'base64').toString()))
    },
    async enqueue(queue, message) {
      const client = queues.getQueueClient(queue)
      await client.createIfNotExists()
      await client.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'))
    },
    async failures() {
      const kept = (await (await app.call('GET', 'failures')).json()) as { failures: Record<string, unknown>[] }
      return kept.failures
    },
    reports: (event) => reported(hosts, event).map(({ facts }) => facts),
    clearFaults() {
      for (const system of [dataverse, on24.na, on24.eu, environment.keyVault, environment.identity])
        system.injectFault()
    },
    idle: createIdle(webhooks, queues, hosts),
  }
  return app
}

/** Waits until what is looked at is as it must be: a busy machine takes its time. */
export function until<T>(look: () => T | Promise<T>, options: { timeout?: number } = {}): Promise<T> {
  return vi.waitFor(look, { timeout: 25_000, ...options })
}
