import { TableClient } from '@azure/data-tables'
import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'
import { QueueServiceClient } from '@azure/storage-queue'
import { type Config, isLoopback, readConfig } from './config.ts'
import { createCache } from './core/cache.ts'
import { CredentialsRefusedError, UnavailableError } from './core/errors.ts'
import { createTable } from './core/table.ts'
import { createCredentialStore } from './credentials/credential-store.ts'
import { createKeyRing } from './credentials/key-ring.ts'
import { createRegistrantCipher, type RegistrantCipher } from './credentials/registrant-cipher.ts'
import { createRegistrantKeys } from './credentials/registrant-keys.ts'
import { createChanges, watchedTables } from './dataverse/changes.ts'
import { createCheckIns } from './dataverse/check-ins.ts'
import { createDataverse } from './dataverse/client.ts'
import { createConfigurations } from './dataverse/configurations.ts'
import { createConsents } from './dataverse/consents.ts'
import { createOrganization } from './dataverse/organization.ts'
import { createPlannedWebinars } from './dataverse/planned-webinars.ts'
import { createRegistrations } from './dataverse/registrations.ts'
import { subjectOf, tables } from './dataverse/tables.ts'
import { createTimeZones } from './dataverse/time-zones.ts'
import { createWebinarTypes } from './dataverse/webinar-types.ts'
import { createWebinars } from './dataverse/webinars.ts'
import { reportHealth } from './flows/configurations/health.ts'
import { typesCursor } from './flows/configurations/webinar-types.ts'
import { type ListedRegistrants, listRegistrants, noneListed } from './flows/registrations/listed-registrants.ts'
import { enqueueWebinarsOfConfiguration } from './flows/sweep/fan-out.ts'
import { createLanguage } from './messages/language.ts'
import type { WebinarAccount } from './model/provider.ts'
import { createOn24 } from './on24/provider.ts'
import type { Services } from './services.ts'
import { createAttendanceStore } from './stores/attendance.ts'
import { createBackfillStore } from './stores/backfills.ts'
import { createCursors } from './stores/cursors.ts'
import { createFailureStore } from './stores/failures.ts'
import { createQueues } from './stores/queues.ts'
import { createRegistrationStore } from './stores/registrations.ts'
import { createStatusStore } from './stores/statuses.ts'
import { createWebinarStore } from './stores/webinars.ts'

export type App = ReturnType<typeof build>

let built: App | undefined

/** Everything the doors need, connected. Built on first use, so that importing a trigger costs and demands nothing. */
export function app(): App {
  built ??= build(readConfig(process.env))
  return built
}

/** Removed or changed credentials are out of use on every instance after this, in milliseconds. */
const accountsHeldFor = 30_000
const termsHeldFor = 60_000
/** A list is read for registrants that another integration made: once for all of a webinar that are met together. */
const listsHeldFor = 300_000
/** Key Vault answers in milliseconds; one that hangs is out, and a held key serves. */
const vaultTimeout = 5000

function build(config: Config) {
  const managedIdentityClientId = 'clientId' in config.storage ? config.storage.clientId : undefined
  const identity = new DefaultAzureCredential(managedIdentityClientId ? { managedIdentityClientId } : {})
  const storage = openStorage(config, identity)
  const table = (name: string) => createTable(storage.table(name))

  const dataverse = createDataverse(config.dataverseUrl, () => tokenFor(identity, config.dataverseUrl))
  const crm = {
    ...createConfigurations(dataverse),
    ...createConsents(dataverse),
    ...createRegistrations(dataverse),
    ...createWebinars(dataverse),
    ...createPlannedWebinars(dataverse),
    ...createWebinarTypes(dataverse),
    ...createCheckIns(dataverse),
    ...createChanges(dataverse),
  }
  const secrets = openVault(config, identity)
  const keys = createKeyRing((version) =>
    secrets.getSecret(config.credentialKeyName, {
      ...(version && { version }),
      abortSignal: AbortSignal.timeout(vaultTimeout),
    }),
  )
  const credentialStore = createCredentialStore(table('configurations'), keys)
  const provider = createOn24(config.on24Urls)

  const accounts = createCache<WebinarAccount>(accountsHeldFor, async (configuration) => {
    const kept = await credentialStore.configuration(configuration)
    // What the provider does not accept is not tried again with every message: a check has to pass first.
    if (kept?.health.status === 'not_authenticated') {
      const { status, message, checkedAt } = kept.health
      throw new CredentialsRefusedError(status, message, { reportedAt: checkedAt })
    }
    const credentials = kept && (await credentialStore.credentials(configuration))
    return credentials && provider.connect(credentials)
  })
  const registrantKeys = createRegistrantKeys(table('configurations'), keys)
  const ciphers = createCache<RegistrantCipher>(accountsHeldFor, async (configuration) =>
    createRegistrantCipher(configuration, await registrantKeys.key(configuration)),
  )
  const lists = createCache<ListedRegistrants>(listsHeldFor, async (webinar) => {
    const [configuration, webinarId] = JSON.parse(webinar) as [string, string]
    const account = await accounts.get(configuration)
    return account && listRegistrants(account, webinarId)
  })
  const terms = createCache<true>(termsHeldFor, async () => ((await crm.acceptedTerms(undefined)) ? true : undefined))
  const queues = createQueues((name) => storage.queues.getQueueClient(name))
  const now = () => new Date()
  const services: Services = {
    crm,
    credentialStore,
    provider,
    queues,
    subjectOf,
    watchedTables,
    now,
    failureStore: createFailureStore(table('failures')),
    backfillStore: createBackfillStore(table('runs')),
    cursors: createCursors(table('cursors'), now),
    registrationStore: createRegistrationStore(table('registrations'), table('registrants'), now),
    attendanceStore: createAttendanceStore(table('webinars')),
    webinarStore: createWebinarStore(table('webinars'), now),
    statusStore: createStatusStore(table('statuses')),
    language: createLanguage(config.language, createOrganization(dataverse)),
    timeZoneOfCode: createTimeZones(dataverse),
    accountFor: accounts.get,
    termsAccepted: async () => (await terms.get('terms')) ?? false,
    registrantKeys,
    registrantCipherFor: async (configuration) => {
      const cipher = await ciphers.get(configuration)
      if (!cipher) throw new Error('An account without a registrant key.')
      return cipher
    },
    listedRegistrants: async (configuration, webinarId) =>
      (await lists.get(JSON.stringify([configuration, webinarId]))) ?? noneListed,
    evictAccount: (configuration) => {
      accounts.evict(configuration)
      ciphers.evict(configuration)
    },
    /** A message that went well is no failure any more, and a run that waits for it gets on. */
    onSettled: async (queue, message, how) => {
      if (how === 'done') await services.failureStore.resolve(queue, message)
      if (message.run) await services.backfillStore.settle(message.run, message.id, how)
    },
    reportHealth: async (configuration, health) => {
      await reportHealth(configuration, health, services)
      if (health.status !== 'healthy') accounts.evict(configuration)
    },
    /** What planners can choose from is read from the account anew. */
    refreshTypes: (configuration) => queues.send('types', [{ table: tables.configuration, id: configuration }]),
    /** What was held of a configuration is read anew, and what waited for it goes on. */
    resume: async (configuration) => {
      accounts.evict(configuration)
      terms.evict('terms')
      // Should it fail now, the next sweep does it, however lately the types were shown.
      await services.cursors.dropCursor(typesCursor(configuration))
      await services.refreshTypes(configuration)
      return enqueueWebinarsOfConfiguration(configuration, services)
    },
  }
  /** `organization`: the host name that webhooks must come from. */
  return { ...services, organization: new URL(config.dataverseUrl).hostname }
}

async function tokenFor(identity: DefaultAzureCredential, url: string) {
  try {
    const { token } = await identity.getToken(`${url}/.default`)
    return token
  } catch (cause) {
    throw new UnavailableError({ code: 'no_dataverse_token' }, { cause })
  }
}

function openVault({ keyVaultUrl }: Config, identity: DefaultAzureCredential) {
  const local = isLoopback(new URL(keyVaultUrl)) && keyVaultUrl.startsWith('http:')
  return new SecretClient(keyVaultUrl, identity, {
    retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 },
    ...(local && { allowInsecureConnection: true, disableChallengeResourceVerification: true }),
  })
}

/** Answers to a webhook must be quick, so storage gets few and short tries here; the queue and Dataverse try again. */
function openStorage({ storage }: Config, identity: DefaultAzureCredential) {
  const queueOptions = { retryOptions: { maxTries: 2, tryTimeoutInMs: 8000, retryDelayInMs: 200 } }
  const tableOptions = { retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 } }
  if ('connectionString' in storage) {
    const insecure = { ...tableOptions, allowInsecureConnection: true }
    return {
      table: (name: string) => TableClient.fromConnectionString(storage.connectionString, name, insecure),
      queues: QueueServiceClient.fromConnectionString(storage.connectionString, queueOptions),
    }
  }
  return {
    table: (name: string) => new TableClient(storage.tables, name, identity, tableOptions),
    queues: new QueueServiceClient(storage.queues, identity, queueOptions),
  }
}
