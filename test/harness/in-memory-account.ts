import { ConflictError, CredentialsRefusedError, NotFoundError, UnavailableError } from '../../lib/core/errors.ts'
import type { Columns, Stored } from '../../lib/core/table.ts'
import { createCredentialStore } from '../../lib/credentials/credential-store.ts'
import { createPendingCredentials } from '../../lib/credentials/pending-credentials.ts'
import { createRegistrantKeys } from '../../lib/credentials/registrant-keys.ts'
import type { ConfigurationPatch } from '../../lib/dataverse/configurations.ts'
import { createAccounts } from '../../lib/flows/configurations/accounts.ts'
import { reportHealth } from '../../lib/flows/configurations/health.ts'
import { resume } from '../../lib/flows/configurations/resume.ts'
import type { Credentials } from '../../lib/model/configuration.ts'
import type { ConfigurationRow } from '../../lib/model/crm.ts'
import type { Provider } from '../../lib/model/provider.ts'
import type { Services } from '../../lib/services.ts'
import { createAttendanceStore } from '../../lib/stores/attendance.ts'
import { createAuditTrail } from '../../lib/stores/audit-trail.ts'
import { createCursors } from '../../lib/stores/cursors.ts'
import { createRegistrationStore } from '../../lib/stores/registrations.ts'
import { createRemovals } from '../../lib/stores/removals.ts'
import { createStatusStore } from '../../lib/stores/statuses.ts'
import { aConfigurationRow } from './builders.ts'
import { type Call, inMemoryTable, type TableName } from './in-memory-table.ts'
import { inMemoryVault } from './in-memory-vault.ts'
import type { Turn } from './in-memory-world.ts'

/** How ON24 takes credentials, one call after the other; then well. */
export type Mood = 'well' | 'out' | 'refuses'
export const account = aConfigurationRow().id

/** One configuration row, its provider, the vault and the app's tables, all in memory. */
export function inMemoryAccount(moods: readonly Mood[] = []) {
  const clock = { at: new Date('2026-05-12T16:00:00Z').getTime() }
  const now = () => new Date(clock.at)
  const tables = new Map<string, Map<string, Stored<Columns>>>()
  const table = (name: TableName, as: string) => {
    const kept = new Map<string, Stored<Columns>>()
    tables.set(as, kept)
    return inMemoryTable(name, kept)
  }
  const configurations = table('credentials', 'configurations')
  const [registrations, registrants] = [table('record', 'registrations'), table('state', 'registrants')]
  const [auditrecords, statuses, webinars, cursors] = [
    table('record', 'auditrecords'),
    table('record', 'statuses'),
    table('record', 'webinars'),
    table('record', 'cursors'),
  ]
  const vault = inMemoryVault()
  const keys = vault.ring()
  const crm = {
    row: aConfigurationRow({ etag: '0' }) as ConfigurationRow | undefined,
    terms: true,
    /** Whether the row says that credentials are in force. */
    authorized: 'no' as ConfigurationPatch['authorized'],
  }
  const ahead = [...moods]
  const messages: ((work?: 'removal') => void)[] = []
  const notify = (work?: 'removal') => {
    for (const listener of messages) listener(work)
  }
  const change = (values: Partial<ConfigurationRow>) => {
    if (crm.row) crm.row = { ...crm.row, ...values, etag: String(Number(crm.row.etag) + 1) }
  }

  function connect(turn: Turn): Services {
    const call: Call = async (name, work) => {
      await turn(name, 'there')
      const result = work()
      await turn(name, 'back')
      return result
    }
    const provider = {
      name: 'on24',
      title: 'ON24',
      regions: ['na'],
      fields: [
        { name: 'clientId', column: 'clientId' },
        { name: 'accessTokenKey', column: 'accessTokenKey' },
        { name: 'accessTokenSecret', column: 'accessTokenSecret' },
      ],
      connect: (_credentials: Credentials) => ({
        verifyCredentials: () =>
          call('provider', () => {
            const mood = ahead.shift()
            if (mood === 'out') throw new UnavailableError({ code: 'unreachable', system: 'ON24' })
            const refused = { code: 'credentials_refused', provider: 'ON24' } as const
            if (mood === 'refuses') throw new CredentialsRefusedError('not_authenticated', refused)
            return []
          }),
      }),
    } as unknown as Provider
    const services = {
      now,
      crm: {
        configurationRow: () => call('row', () => crm.row),
        acceptedTerms: async () => (crm.terms ? { acceptedAt: now(), acceptedBy: null } : undefined),
        showFoundWebinars: async () => undefined,
        writeConsent: async () => {
          crm.terms = true
        },
        writeConfiguration: (_id: string, news: ConfigurationPatch, etag = '*') =>
          call('status', () => {
            if (!crm.row) throw new NotFoundError({ code: 'row_gone' })
            if (etag !== '*' && etag !== crm.row.etag) throw new ConflictError('The row was changed in between.')
            change({
              ...(news.clientId !== undefined && { clientId: news.clientId ?? '' }),
              ...(news.blankSecrets && { accessTokenKey: '', accessTokenSecret: '' }),
              ...(news.generation !== undefined && { generation: news.generation }),
            })
            crm.authorized = news.authorized ?? crm.authorized
            // An outcome alone is an echo, of which nobody is told.
            if (news.clientId !== undefined || news.blankSecrets) notify()
            return crm.row.etag
          }),
        async *webinarsOf() {},
      },
      credentialStore: createCredentialStore(configurations(call), keys),
      pendingCredentials: createPendingCredentials(configurations(call), keys),
      registrantKeys: createRegistrantKeys(configurations(call), keys),
      registrationStore: createRegistrationStore(registrations(call), registrants(call), now),
      attendanceStore: createAttendanceStore(webinars(call)),
      ledgerStore: { erase: async () => ({ erased: 0, next: undefined }) },
      statusStore: createStatusStore(statuses(call)),
      cursors: createCursors(cursors(call), now),
      removals: createRemovals(cursors(call)),
      providers: new Map([['on24', provider]]),
      queues: { send: async () => undefined },
      language: async () => 'en',
      ensureOwnOrganization: async () => undefined,
      ownOrganizations: async () => ['own'],
      ownUser: async () => 'app',
      auditTrail: createAuditTrail(auditrecords(call)),
      refreshTypes: async () => undefined,
      wakeConfigurations: async () => notify(),
      eraseFurther: async () => notify('removal'),
    } as unknown as Services
    Object.assign(services, createAccounts(services as never))
    services.reportHealth = (id, health) => reportHealth(id, health, services)
    services.resume = (id) => resume(id, services)
    return services
  }

  return {
    connect,
    crm,
    clock,
    rotate: vault.rotate,
    tables,
    /** An administrator writes on the row, of which the app is told. */
    write(values: Partial<ConfigurationRow>) {
      change(values)
      notify()
    },
    deleteRow() {
      crm.row = undefined
      notify()
    },
    acceptTerms(accepted: boolean) {
      crm.terms = accepted
      if (accepted) notify()
    },
    /** Hears whenever credentials are kept. */
    onKeep(listener: () => void) {
      const kept = tables.get('configurations') ?? new Map()
      const set = kept.set.bind(kept)
      kept.set = (key, row) => {
        if (key.startsWith('configuration ') && 'envelope' in row && kept.get(key)?.envelope !== row.envelope)
          listener()
        return set(key, row)
      }
    },
    onMessage: (listener: (work?: 'removal') => void) => void messages.push(listener),
    /** Every row of every table that is about the account, by table; receipt and trail of its removal are none. */
    remembered: () =>
      [...tables].flatMap(([name, kept]) =>
        [...(name === 'auditrecords' ? [] : kept)].flatMap(([key, row]) =>
          key.startsWith('removal ') || !`${key} ${row.configuration}`.includes(account) ? [] : `${name}: ${key}`,
        ),
      ),
  }
}
