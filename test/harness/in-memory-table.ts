import * as v from 'valibot'
import { ConflictError } from '../../lib/core/errors.ts'
import type { Columns, Stored, Table } from '../../lib/core/table.ts'

/** Calls at which a worker can be held up. */
export type CallName = 'row' | 'siblings' | 'status' | 'provider' | `${'read' | 'write'} ${TableName}`
export type TableName = 'record' | 'state' | 'credentials'
/** Makes a call wait for its turn. */
export type Call = <T>(name: CallName, work: () => T) => Promise<T>

/** A table with optimistic concurrency: a write over an old version is a conflict. */
export function inMemoryTable(name: TableName, kept = new Map<string, Stored<Columns>>()): (call: Call) => Table {
  let version = 0
  const write = (partition: string, row: string, values: Columns) => {
    version += 1
    kept.set(`${partition} ${row}`, { ...values, partition, row, etag: String(version) } as Stored<Columns>)
    return String(version)
  }
  const found = (filter: string) => [...kept.values()].filter((row) => matches(row, filter))
  return (call) => {
    const table: Table = {
      get: (schema, partition, row) =>
        call(`read ${name}`, () => {
          const there = kept.get(`${partition} ${row}`)
          return there && { ...v.parse(schema, there), partition, row, etag: there.etag }
        }),
      async *list(schema, filter) {
        yield* await call(`read ${name}`, () => found(filter).map((row) => ({ ...row, ...v.parse(schema, row) })))
      },
      page: (schema, filter) =>
        call(`read ${name}`, () => {
          const rows = found(filter).map((row) => ({ ...v.parse(schema, row), ...keysOf(row) }))
          return { rows, next: undefined }
        }),
      removeAll: (rows) =>
        call(`write ${name}`, () => rows.filter(({ partition, row }) => kept.delete(`${partition} ${row}`)).length),
      put: (partition, row, values, etag) =>
        call(`write ${name}`, () => {
          const there = kept.get(`${partition} ${row}`)
          if (etag !== undefined && (there?.etag ?? 'new') !== etag) throw new ConflictError('Changed in between.')
          return write(partition, row, values)
        }),
      merge: (partition, row, values, etag) =>
        call(`write ${name}`, () => {
          const there = kept.get(`${partition} ${row}`)
          if (!there || (etag !== undefined && there.etag !== etag)) return false
          write(partition, row, { ...there, ...values })
          return true
        }),
      remove: (partition, row, etag) =>
        call(`write ${name}`, () => {
          const there = kept.get(`${partition} ${row}`)
          return (etag === undefined || there?.etag === etag) && kept.delete(`${partition} ${row}`)
        }),
      putAll: (rows) =>
        Promise.allSettled(rows.map(({ partition, row, values, etag }) => table.put(partition, row, values, etag))),
    }
    return table
  }
}

const keysOf = ({ partition, row, etag }: Stored<Columns>) => ({ partition, row, etag })

/** Only what the stores ask for: comparisons of text, one after the other. Nothing here is older than anything. */
function matches(stored: Stored<Columns>, filter: string): boolean {
  return filter.split(' and ').every((condition) => {
    const [, column = '', how = '', value] = /^(\w+) (eq|ne) '(.*)'$/.exec(condition) ?? []
    if (column === '') return !condition.startsWith('Timestamp ')
    const is = { ...stored, PartitionKey: stored.partition, RowKey: stored.row }[column] === value
    return is === (how === 'eq')
  })
}
