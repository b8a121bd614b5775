import { TableClient } from '@azure/data-tables'
import type { TokenCredential } from '@azure/identity'
import type { Storage } from './config.ts'
import { gatherWrites } from './core/gathered-table.ts'
import { createTable } from './core/table.ts'
import type { UnreadableRecord } from './core/unreadable-records.ts'

/**
 * Storage gets few and short tries here; queues and Dataverse try again.
 * @param noteUnreadable hears of records that this version cannot read
 */
export function openTables(
  storage: Storage,
  identity: TokenCredential,
  noteUnreadable: (record: UnreadableRecord) => void,
) {
  const options = { retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 } }
  const client = (name: string) =>
    'connectionString' in storage
      ? TableClient.fromConnectionString(storage.connectionString, name, {
          ...options,
          allowInsecureConnection: true,
        })
      : new TableClient(storage.tables, name, identity, options)
  const table = (name: string) => createTable(client(name), { noteUnreadable })
  return { table, gatheredTable: (name: string) => gatherWrites(table(name)) }
}
