import * as v from 'valibot'
import { ConflictError } from '../../lib/core/errors.ts'
import type { Columns, Stored, Table } from '../../lib/core/table.ts'

/** Calls at which a worker can be held up. */
export type CallName = 'row' | 'siblings' | 'status' | 'provider' | `${'read' | 'write'} ${'record' | 'state'}`
/** Makes a call wait for its turn. */
export type Call = <T>(name: CallName, work: () => T) => Promise<T>

/** A table with optimistic concurrency: a write over an old version is a conflict. */
export function inMemoryTable(name: 'record' | 'state'): (call: Call) => Table {
  const kept = new Map<string, Stored<Columns>>()
  let version = 0
  const write = (partition: string, row: string, values: Columns) => {
    version += 1
    kept.set(`${partition} ${row}`, { ...values, partition, row, etag: String(version) } as Stored<Columns>)
    return String(version)
  }
  return (call) => ({
    get: (schema, partition, row) =>
      call(`read ${name}`, () => {
        const there = kept.get(`${partition} ${row}`)
        return there && { ...v.parse(schema, there), partition, row, etag: there.etag }
      }),
    // biome-ignore lint/correctness/useYield: nothing here asks for lists
    async *list() {
      throw new Error('Nobody should list.')
    },
    page: () => Promise.reject(new Error('Nobody should list.')),
    removeAll: () => Promise.reject(new Error('Nobody should list.')),
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
  })
}
