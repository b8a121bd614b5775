import { TableClient } from '@azure/data-tables'
import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { afterAll, beforeAll } from 'vitest'
import { createTable } from '../../lib/core/table.ts'

/** Storage for a test file; every table it is asked for is a new one. */
export function freshStorage() {
  let storage: Storage
  let tables = 0
  beforeAll(async () => {
    storage = await startStorage()
  })
  afterAll(() => storage.stop())
  return {
    connectionString: () => storage.connectionString,
    /** Calls of tables so far. */
    calls: () => storage.services.table.calls,
    newTable() {
      tables += 1
      const options = { allowInsecureConnection: true }
      const client = TableClient.fromConnectionString(storage.connectionString, `table${tables}`, options)
      return { client, table: createTable(client) }
    },
  }
}
