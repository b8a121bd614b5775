import { TableClient } from '@azure/data-tables'
import { DefaultAzureCredential } from '@azure/identity'
import { SecretClient } from '@azure/keyvault-secrets'
import { QueueServiceClient } from '@azure/storage-queue'
import { isLoopback } from './addresses.ts'
import type { Config, Storage } from './config.ts'
import { withDeadline } from './core/deadline.ts'
import { UnavailableError } from './core/errors.ts'
import { createTable } from './core/table.ts'
import type { UnreadableRecord } from './core/unreadable-records.ts'

/** Key Vault answers in milliseconds; one that hangs is out, and a held key serves. */
export const vaultTimeout = 5000
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
export function openVault({ keyVaultUrl }: Config, identity: DefaultAzureCredential) {
  const local = isLoopback(new URL(keyVaultUrl)) && keyVaultUrl.startsWith('http:')
  return new SecretClient(keyVaultUrl, identity, {
    retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 },
    ...(local && { allowInsecureConnection: true, disableChallengeResourceVerification: true }),
  })
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
  return {
    identity,
    table: (name: string) => createTable(client(name), { noteUnreadable }),
    queue: (name: string) => queues.getQueueClient(name),
  }
}
