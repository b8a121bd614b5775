import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { answer } from './answer.ts'
import { csdlOf } from './csdl.ts'
import { type ApiResponse, refusal } from './exchange.ts'
import { DataverseFault, notFound } from './fault.ts'
import { type Latency, takeTime } from './latency.ts'
import { ORGANIZATION } from './metadata.ts'
import { runRegisteredSteps } from './registered-steps.ts'
import { removeRow } from './remove.ts'
import { TABLES, tableNamed } from './schema.ts'
import { OWN_TABLES } from './schema-own.ts'
import { seedAdministration } from './seed-administration.ts'
import { type Change, createStore, type Store } from './store.ts'
import { TIME_ZONES } from './time-zones.ts'
import type { Values } from './types.ts'
import { checked, createRow, updateRow, WRITERS } from './write.ts'

export type { Change } from './store.ts'

/** A Dataverse environment: its Web API over HTTP, and trusted access past it for tests and demos. */
export type Dataverse = Emulator & {
  /** Creates a row from column names and values (lookups as ids) and returns its id; give the primary key to choose it. */
  insert(table: string, values: Record<string, unknown>): string
  update(table: string, id: string, values: Record<string, unknown>): void
  remove(table: string, id: string): void
  /** The stored row, or undefined. */
  row(table: string, id: string): Record<string, unknown> | undefined
  rows(table: string): Record<string, unknown>[]
  /** The tables whose changes are tracked; remove one to turn that off. */
  tracked: Set<string>
  /** Gives a status reason another label, as a customizer may. */
  relabel(table: string, reason: number, label: string): void
  /** The document that `$metadata` shows. */
  metadata(): string
  /** How long calls take; change it at any time. */
  latency: Latency
  /** Calls that are being answered, and the most that were at once; set `most` to 0 to count from now. */
  inFlight: { now: number; most: number }
  /** Calls the listener after every committed change, by a person or by the Web API. */
  onChange(listener: (change: Change) => void): void
}

type Options = {
  port?: number
  accepts?: (bearerToken: string) => boolean
  /** Whether the environment has the tables that the connector brings. */
  ownTables?: boolean
}

/** Starts the emulator; `accepts` decides on bearer tokens, and any is accepted without it. */
export async function startDataverse({
  port = 0,
  accepts = () => true,
  ownTables = false,
}: Options = {}): Promise<Dataverse> {
  const store = createStore(TABLES)
  seed(store)
  const latency = { call: 0, row: 0 }
  const inFlight = { now: 0, most: 0 }
  const server = await serve(async (request) => {
    inFlight.most = Math.max(inFlight.most, ++inFlight.now)
    const isUnknown = !ownTables && OWN_TABLES.some(({ name }) => request.url.includes(name))
    if (isUnknown) return respond(refusal(notFound('There is no such table.', '0x80060888')))
    return answerHttp(store, request, accepts, latency).finally(() => inFlight.now--)
  }, port)
  const sent = runRegisteredSteps(store, () => new URL(server.url).hostname)
  return {
    ...server,
    async stop() {
      await server.stop()
      await sent()
    },
    insert: (table, values) => createRow(store, tableNamed(table), checked(store, tableNamed(table), values), 'user'),
    update: (table, id, values) =>
      updateRow(store, tableNamed(table), id, checked(store, tableNamed(table), values), 'user'),
    remove: (table, id) => removeRow(store, tableNamed(table), id, 'user'),
    row: (table, id) => copy(store.get(table, id)),
    rows: (table) => Array.from(store.entries(table), ({ values }) => ({ ...values })),
    tracked: store.tracked,
    relabel: (table, reason, label) => void store.labels.set(`${table} ${reason}`, label),
    metadata: () => csdlOf(TABLES),
    latency,
    inFlight,
    onChange: store.onChange,
  }
}

async function answerHttp(
  store: Store,
  request: Request,
  accepts: (token: string) => boolean,
  latency: Latency,
): Promise<Response> {
  const url = new URL(request.url)
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? []
  const [, api, resource] = /^(\/api\/data\/v9\.\d\/)(.+)$/.exec(url.pathname) ?? []
  if (!token || !accepts(token)) return unauthorized(url.origin)
  if (!api || !resource) return respond(refusal(notFound(`There is nothing at ${url.pathname}.`)))
  const { method, headers } = request
  const body = await request.text()
  await takeTime(latency, resource, method, body)
  return respond(answer(store, { method, base: `${url.origin}${api}`, resource, search: url.search, headers, body }))
}

function unauthorized(origin: string): Response {
  const answered = refusal(new DataverseFault(401, '0x80040220', 'The request carries no token that is accepted here.'))
  const challenge = `Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, resource_id=${origin}/`
  return respond({ ...answered, headers: { ...answered.headers, 'www-authenticate': challenge } })
}

function respond({ status, headers, body }: ApiResponse): Response {
  // Clients read the advised degree of parallelism off `x-ms-dop-hint`.
  return new Response(body ?? null, { status, headers: { ...headers, 'odata-version': '4.0', 'x-ms-dop-hint': '8' } })
}

function seed(store: Store) {
  seedAdministration(store)
  const users = { [WRITERS.user]: 'Erin Planner', [WRITERS.api]: '# Webinar Connector' }
  for (const [systemuserid, fullname] of Object.entries(users)) {
    createRow(
      store,
      tableNamed('systemuser'),
      { systemuserid, fullname, businessunitid: ORGANIZATION.businessUnit },
      'user',
    )
  }
  const { id: organizationid, name } = ORGANIZATION
  createRow(store, tableNamed('organization'), { organizationid, name, languagecode: 1033 }, 'user')
  for (const zone of TIME_ZONES) createRow(store, tableNamed('timezonedefinition'), zone, 'user')
}

function copy(values: Values | undefined): Values | undefined {
  return values && { ...values }
}
