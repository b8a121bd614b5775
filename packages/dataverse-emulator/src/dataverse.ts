import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { answerHttp } from './answer-http.ts'
import { WRITERS } from './caller.ts'
import { csdlOf } from './csdl.ts'
import type { Customization } from './customization/state.ts'
import type { Latency } from './latency.ts'
import { ORGANIZATION } from './metadata.ts'
import { runRegisteredSteps } from './registered-steps.ts'
import { removeRow } from './remove.ts'
import { TABLES } from './schema.ts'
import { extended, OWN_TABLES } from './schema-own.ts'
import { seedAdministration } from './seed-administration.ts'
import type { Added } from './session/pages.ts'
import { administrator, createSessions } from './session/sessions.ts'
import { type Change, createStore, type Store } from './store.ts'
import { TIME_ZONES } from './time-zones.ts'
import type { Values } from './types.ts'
import { checked, createRow, updateRow } from './write.ts'

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
  /** How the environment takes customizations. */
  customization: Customization
  /** Components and definitions with changes that wait to be published, as kind and id or name. */
  unpublished(): string[]
  /**
   * Signs a user in as a browser does, or, without one, a system administrator; the cookie, as `name=value`, which stands in
   * place of a token.
   */
  session(user?: string): string
  /** How long calls take; change it at any time. */
  latency: Latency
  /** Calls that are being answered, and the most that were at once; set `most` to 0 to count from now. */
  inFlight: { now: number; most: number }
  /** Calls the listener after every committed change, by a person or by the Web API. */
  onChange(listener: (change: Change) => void): void
}

export type DataverseOptions = {
  port?: number
  accepts?: (bearerToken: string) => boolean
  /** Whether the environment has the tables that the connector brings. */
  ownTables?: boolean
  /** The clock of the environment. */
  now?: () => Date
  /** A script that is added to each page, and answers to what it asks under `/emulator/`. */
  added?: Added
}

/** Starts the emulator; `accepts` decides on bearer tokens, and any is accepted without it. */
export async function startDataverse({
  port = 0,
  accepts = () => true,
  ownTables = false,
  now = () => new Date(),
  added,
}: DataverseOptions = {}): Promise<Dataverse> {
  const store = createStore(ownTables ? [...TABLES.map(extended), ...OWN_TABLES] : TABLES, () => now().getTime())
  seed(store)
  const latency = { call: 0, row: 0 }
  const inFlight = { now: 0, most: 0 }
  const sessions = createSessions()
  const server = await serve(async (request) => {
    inFlight.most = Math.max(inFlight.most, ++inFlight.now)
    return answerHttp({ store, sessions, accepts, latency, added }, request).finally(() => inFlight.now--)
  }, port)
  const sent = runRegisteredSteps(store, () => new URL(server.url).hostname)
  return {
    ...server,
    async stop() {
      await server.stop()
      await sent()
    },
    insert: (table, values) =>
      createRow(store, store.schema.named(table), checked(store, store.schema.named(table), values), 'user'),
    update: (table, id, values) =>
      updateRow(store, store.schema.named(table), id, checked(store, store.schema.named(table), values), 'user'),
    remove: (table, id) => removeRow(store, store.schema.named(table), id, 'user'),
    row: (table, id) => copy(store.get(table, id)),
    rows: (table) => Array.from(store.entries(table), ({ values }) => ({ ...values })),
    tracked: store.tracked,
    relabel: (table, reason, label) => void store.labels.set(`${table} ${reason}`, label),
    metadata: () => csdlOf(store.schema.tables()),
    customization: store.metadata.customization,
    unpublished: () => [...store.metadata.pending.keys()],
    session: (user = administrator(store)) => sessions.begin(user),
    latency,
    inFlight,
    onChange: store.onChange,
  }
}

function seed(store: Store) {
  seedAdministration(store)
  const users = { [WRITERS.user]: 'Erin Planner', [WRITERS.api]: '# Webinar Connector' }
  for (const [systemuserid, fullname] of Object.entries(users)) {
    createRow(
      store,
      store.schema.named('systemuser'),
      { systemuserid, fullname, businessunitid: ORGANIZATION.businessUnit },
      'user',
    )
  }
  const { id: organizationid, name } = ORGANIZATION
  createRow(
    store,
    store.schema.named('organization'),
    { organizationid, name, languagecode: 1033, maxuploadfilesize: 5_242_880 },
    'user',
  )
  for (const zone of TIME_ZONES) createRow(store, store.schema.named('timezonedefinition'), zone, 'user')
}

function copy(values: Values | undefined): Values | undefined {
  return values && { ...values }
}
