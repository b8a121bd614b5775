import { openVault } from './azure.ts'
import { type Config, readConfig, readStorage, type Storage } from './config.ts'
import type { Breakers } from './core/breaker.ts'
import type { Turns } from './core/line.ts'
import { createUnreadableRecords } from './core/unreadable-records.ts'
import { createCredentialStore } from './credentials/credential-store.ts'
import { createKeyRing } from './credentials/key-ring.ts'
import { createOutdatedSeals } from './credentials/outdated-seals.ts'
import { createPendingCredentials } from './credentials/pending-credentials.ts'
import { createRegistrantKeys } from './credentials/registrant-keys.ts'
import { watchedTables } from './dataverse/changes.ts'
import { createCrm } from './dataverse/crm.ts'
import { isOutcome, subjectOf, tables } from './dataverse/tables.ts'
import { createTimeZones } from './dataverse/time-zones.ts'
import { withWebinarIds } from './dataverse/typed-webinar-ids.ts'
import { createSignIn } from './entra/sign-in.ts'
import { createAccounts } from './flows/configurations/accounts.ts'
import { reportHealth } from './flows/configurations/health.ts'
import { resume } from './flows/configurations/resume.ts'
import { createCountMarks } from './flows/ledger/mark.ts'
import { createWebinarMappings } from './flows/mapping/webinar-mappings.ts'
import { recordFailure, recordSuccess } from './flows/operations/record-outcome.ts'
import { createListedRegistrants } from './flows/registrations/listed-registrants.ts'
import { createWebinarOwners } from './flows/webinars/webinar-owner.ts'
import { createLanguage } from './messages/language.ts'
import type { Provider } from './model/provider.ts'
import { createOn24 } from './on24/provider.ts'
import { openDataverse } from './open-dataverse.ts'
import { openIdentity } from './open-identity.ts'
import type { Services } from './services.ts'
import { openQueues } from './storage-queues.ts'
import { openTables } from './storage-tables.ts'
import { createFailureStore, type FailedMessage } from './stores/failures.ts'
import { createQueues } from './stores/queue-client.ts'
import { createQueueLength } from './stores/queue-length.ts'
import type { Message, QueueName } from './stores/queues.ts'
import { createRegistrationStore } from './stores/registrations.ts'
import { createRunStore } from './stores/runs.ts'
import { createStores } from './stores/stores.ts'
import { createTurns } from './stores/turns.ts'

export type App = ReturnType<typeof build>
/** Limits of the systems that the app calls, shared by all instances. */
type Shared = { breakers: Breakers; turns: Turns }

/** A provider is a line here; the first is meant where a configuration row names none. */
const createProviders = (config: Config, shared: Shared): Provider[] => [createOn24(config.on24Urls, shared)]

/** Records that this version cannot read; the timers report them. */
export const unreadableRecords = createUnreadableRecords()

let built: App | undefined
let outcomesBuilt: ReturnType<typeof buildOutcomes> | undefined

/**
 * Everything the doors need, connected. Built on first use, so that importing a trigger costs and demands nothing.
 * @throws Misconfigured
 */
export function app(): App {
  if (!built) {
    const config = readConfig()
    built = build(config, createProviders)
  }
  return built
}

/** The part that needs storage alone, so that a message waits where another setting is wrong. @throws Misconfigured */
export function outcomes() {
  outcomesBuilt ??= buildOutcomes(openStorage(readStorage()))
  return outcomesBuilt
}

/** Connects the app to its surroundings. Nothing is called yet. */
export function build(config: Config, providersOf: (config: Config, shared: Shared) => readonly Provider[]) {
  const storage = openStorage(config.storage)
  const { identity, table } = storage

  const written = buildOutcomes(storage)
  const { queues, now } = written
  const { clock, breakers, organization, cursors, own, dataverse } = openDataverse(config, identity, table, now)
  const among = providersOf(config, { breakers, turns: createTurns(table('turns'), clock) })
  const crm = withWebinarIds(createCrm(dataverse, config.statusReasons), among)
  const keys = createKeyRing(openVault(config, identity), config.credentialKeyKind, {
    ...{ bridgeFor: config.vaultOutageBridged, now },
    onRefused: () => accounts.evictAccounts(),
  })
  const credentialStore = createCredentialStore(table('configurations'), keys)
  const registrantKeys = createRegistrantKeys(table('configurations'), keys)
  const providers = new Map(among.map((provider) => [provider.name, provider]))
  const accounts = createAccounts({ crm, credentialStore, registrantKeys, providers, ...own })
  const stores = createStores(storage, now)
  const markCounted = createCountMarks({ queues, crm })
  const services: Services = {
    crm,
    credentialStore,
    pendingCredentials: createPendingCredentials(table('configurations'), keys),
    providers,
    ...{ subjectOf, isOutcome, watchedTables },
    ...written,
    cursors,
    ...stores,
    recordsKeptDays: config.recordsKeptDays,
    auditKeptDays: config.auditKeptDays,
    publicAddress: config.publicAddress,
    settingHashes: config.settingHashes,
    ensureOwnOrganization: own.ensureOwnOrganization,
    ownOrganizations: own.ownOrganizations,
    language: createLanguage(config.language, organization),
    ownUser: organization.ownUser,
    timeZoneOfCode: createTimeZones(dataverse),
    registrantKeys,
    vaultState: keys.inspect,
    outdatedSeals: createOutdatedSeals(table('configurations'), keys),
    ...accounts,
    ...createListedRegistrants(accounts),
    ...createWebinarMappings({ crm, ...stores, now }),
    ...createWebinarOwners({ crm, ...stores, ...accounts, ...own }),
    reportHealth: (configuration, health) => reportHealth(configuration, health, services),
    markCounted,
    countDays: (configuration) => markCounted({ table: tables.configuration.name, id: configuration }),
    wakeConfigurations: (ids) =>
      queues.send(
        'configurations',
        ids.map((id) => ({ table: tables.configuration.name, id })),
      ),
    refreshTypes: (configuration) =>
      queues.send('configurations', [{ table: tables.configuration.name, id: configuration, work: 'types' }]),
    eraseFurther: (configuration) =>
      queues.send('configurations', [{ table: tables.configuration.name, id: configuration, work: 'removal' }]),
    eraseOn: (erasure, wait) =>
      queues.send('configurations', [{ table: tables.contact.name, id: erasure, work: 'erasure' }], wait),
    resume: (configuration) => resume(configuration, services),
  }
  /** `organization`: the host name that webhooks must come from. */
  const doors = { signIn: config.entra && createSignIn(config.entra), keyRoutes: config.keyRoutes }
  return {
    ...services,
    ...own,
    ...doors,
    organization: new URL(config.dataverseUrl).hostname,
  }
}

function openStorage(storage: Storage) {
  const identity = openIdentity(storage)
  const tables = openTables(storage, identity, unreadableRecords.note)
  return { identity, ...tables, queue: openQueues(storage, identity) }
}

/** Outcomes of messages: the queues in which they wait, and the records of those that ended. */
function buildOutcomes({ table, gatheredTable, queue }: ReturnType<typeof openStorage>) {
  const now = () => new Date()
  const stores = {
    now,
    queues: createQueues(queue),
    queueLength: createQueueLength(queue),
    failureStore: createFailureStore(table('failures')),
    runStore: createRunStore(table('runs')),
    registrationStore: createRegistrationStore(table('registrations'), gatheredTable('registrants'), now),
  }
  return {
    ...stores,
    recordSuccess: (queue: QueueName, message: Message) => recordSuccess(queue, message, stores),
    recordFailure: (failed: FailedMessage) => recordFailure(failed, stores),
  }
}
