import { TableClient } from '@azure/data-tables'
import { DefaultAzureCredential, type TokenCredential } from '@azure/identity'
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys'
import { SecretClient } from '@azure/keyvault-secrets'
import { QueueServiceClient } from '@azure/storage-queue'
import { isLoopback } from './addresses.ts'
import type { Config, Storage } from './config.ts'
import { withDeadline } from './core/deadline.ts'
import { UnavailableError } from './core/errors.ts'
import { gatherWrites } from './core/gathered-table.ts'
import { createTable } from './core/table.ts'
import type { UnreadableRecord } from './core/unreadable-records.ts'
import type { Vault } from './credentials/vault.ts'

/** Key Vault answers in milliseconds; one that hangs is out, and a held key serves. */
const vaultTimeout = 5000
/** A token comes from the platform, or from Microsoft Entra, in a second or two. */
const identityTimeout = 30_000

/** A token for Dataverse. @throws Unavailable */
export async function tokenFor(identity: DefaultAzureCredential, url: string) {
  try {
    const { token } = await withDeadline(identityTimeout, (abortSignal) =>
      identity.getToken(`${url}/.default`, { abortSignal }),
    )
    return token
  } catch (cause) {
    throw new UnavailableError({ code: 'no_dataverse_token' }, { cause })
  }
}

/** Key Vault as the SDK speaks to it; plain http only on this very machine. */
export function openVault(
  { keyVaultUrl, credentialKeyName: name }: Pick<Config, 'keyVaultUrl' | 'credentialKeyName'>,
  identity: TokenCredential,
): Vault {
  const local = isLoopback(new URL(keyVaultUrl)) && keyVaultUrl.startsWith('http:')
  const options = {
    retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 },
    ...(local && { allowInsecureConnection: true, disableChallengeResourceVerification: true }),
  }
  const secrets = new SecretClient(keyVaultUrl, identity, options)
  const keys = new KeyClient(keyVaultUrl, identity, options)
  const clients = new Map<string, CryptographyClient>()
  /** Without the dates of the version, the client asks the vault alone, which unwraps after the expiry as well. */
  function clientOf(version: string) {
    const properties = { vaultUrl: keyVaultUrl, name, version }
    const key = { name, id: `${keyVaultUrl}/keys/${name}/${version}`, properties }
    const client = clients.get(version) ?? new CryptographyClient(key, identity, { ...options })
    clients.set(version, client)
    return client
  }
  const within = <Answer>(call: (abortSignal: AbortSignal) => Promise<Answer>) => withDeadline(vaultTimeout, call)

  return {
    secret: (version) =>
      within(async (abortSignal) => {
        const { value, properties } = await secrets.getSecret(name, { ...(version && { version }), abortSignal })
        return { ...datesOf(properties), value }
      }),
    newestKey: () => within(async (abortSignal) => datesOf((await keys.getKey(name, { abortSignal })).properties)),
    wrapKey: (version, dataKey) =>
      within(async (abortSignal) => (await clientOf(version).wrapKey('RSA-OAEP-256', dataKey, { abortSignal })).result),
    unwrapKey: (version, wrapped) =>
      within(
        async (abortSignal) => (await clientOf(version).unwrapKey('RSA-OAEP-256', wrapped, { abortSignal })).result,
      ),
  }
}

function datesOf({ version = '', notBefore, expiresOn }: { version?: string; notBefore?: Date; expiresOn?: Date }) {
  return { version, notBefore, expiresOn }
}

/**
 * Answers to a webhook must be quick, so storage gets few and short tries here; the queue and Dataverse try again.
 * @param noteUnreadable hears of records that this version cannot read
 */
export function openStorage(storage: Storage, noteUnreadable: (record: UnreadableRecord) => void) {
  const managedIdentityClientId = 'clientId' in storage ? storage.clientId : undefined
  const identity = new DefaultAzureCredential(managedIdentityClientId ? { managedIdentityClientId } : {})
  const queueOptions = { retryOptions: { maxTries: 2, tryTimeoutInMs: 8000, retryDelayInMs: 200 } }
  const tableOptions = { retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 } }
  const queues =
    'connectionString' in storage
      ? QueueServiceClient.fromConnectionString(storage.connectionString, queueOptions)
      : new QueueServiceClient(storage.queues, identity, queueOptions)
  const client = (name: string) =>
    'connectionString' in storage
      ? TableClient.fromConnectionString(storage.connectionString, name, {
          ...tableOptions,
          allowInsecureConnection: true,
        })
      : new TableClient(storage.tables, name, identity, tableOptions)
  const table = (name: string) => createTable(client(name), { noteUnreadable })
  return {
    identity,
    table,
    gatheredTable: (name: string) => gatherWrites(table(name)),
    queue: (name: string) => queues.getQueueClient(name),
  }
}
