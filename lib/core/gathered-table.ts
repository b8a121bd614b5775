import { createGatherer } from './gather.ts'
import type { Table, Write } from './table.ts'

/** Quotas let registrations through one after the other, some sixty milliseconds apart. */
const gathering = { wait: 100, most: 100 }

/** Gathers writes of whole rows that come at about the same time: those of one partition cost one call together. */
export function gatherWrites(table: Table): Table {
  const write = createGatherer<Write, string>(gathering, table.putAll)
  return {
    ...table,
    put: (partition, row, values, etag) => write({ partition, row, values, ...(etag !== undefined && { etag }) }),
  }
}
