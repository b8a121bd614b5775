import { TableClient } from '@azure/data-tables'
import type { TokenCredential } from '@azure/identity'
import type { Config, Storage } from './config.ts'
import { withDeadline } from './core/deadline.ts'
import { UnavailableError } from './core/errors.ts'
import { gatherWrites } from './core/gathered-table.ts'
import { createTable } from './core/table.ts'
import type { UnreadableRecord } from './core/unreadable-records.ts'
import type { Vault } from './credentials/vault.ts'
import { openIdentity, openQueues } from './storage-queues.ts'

/** A token comes from the platform, or from Microsoft Entra, in a second or two. */
const identityTimeout = 30_000

/** A token for Dataverse. @throws Unavailable */
export async function tokenFor(identity: TokenCredential, url: string) {
  try {
    const issued = await withDeadline(identityTimeout, (abortSignal) =>
      identity.getToken(`${url}/.default`, { abortSignal }),
    )
    if (!issued) throw new Error('There is no token.')
    return issued.token
  } catch (cause) {
    throw new UnavailableError({ code: 'no_dataverse_token' }, { cause })
  }
}

/** Key Vault. The library for it is loaded with the first call. */
export function openVault(config: Pick<Config, 'keyVaultUrl' | 'credentialKeyName'>, identity: TokenCredential): Vault {
  let created: Promise<Vault> | undefined
  const vault = () => {
    created ??= import('./key-vault.ts').then(({ createVault }) => createVault(config, identity))
    return created
  }
  return {
    secret: async (version) => (await vault()).secret(version),
    newestKey: async () => (await vault()).newestKey(),
    wrapKey: async (version, dataKey) => (await vault()).wrapKey(version, dataKey),
    unwrapKey: async (version, wrapped) => (await vault()).unwrapKey(version, wrapped),
  }
}

/**
 * Storage gets few and short tries here; queues and Dataverse try again.
 * @param noteUnreadable hears of records that this version cannot read
 */
export function openStorage(storage: Storage, noteUnreadable: (record: UnreadableRecord) => void) {
  const identity = openIdentity(storage)
  const options = { retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 } }
  const client = (name: string) =>
    'connectionString' in storage
      ? TableClient.fromConnectionString(storage.connectionString, name, {
          ...options,
          allowInsecureConnection: true,
        })
      : new TableClient(storage.tables, name, identity, options)
  const table = (name: string) => createTable(client(name), { noteUnreadable })
  return {
    identity,
    table,
    gatheredTable: (name: string) => gatherWrites(table(name)),
    queue: openQueues(storage, identity),
  }
}
