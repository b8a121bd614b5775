import { expect, test } from 'vitest'
import { createFailureStore, readReason } from '../../../lib/stores/failures.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()

const row = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001'
const at = new Date('2026-05-12T16:00:00Z')
const columns = {
  ...{ queue: 'registrations', table: 'msevtmgt_eventregistration', failedRow: row, kind: 'gave_up', reason: 'Out.' },
  ...{ firstTry: at, lastTry: at, count: 3 },
}
const failure = { queue: 'registrations', work: undefined, table: columns.table, row, reason: 'Out.' } as const
const next = { ...failure, kind: 'refused', configuration: undefined, firstTry: at, lastTry: at, attempts: 1 } as const

test('a failure of a kind that only a newer version knows is listed and found', async () => {
  const { table } = newTable()
  const store = createFailureStore(table)
  await table.put('failure', `registrations_${row}`, { ...columns, kind: 'paused' })
  expect(await store.page({}, 10)).toMatchObject({ failures: [{ row, kind: 'unforeseen' }] })
  expect(await store.failure(`registrations_${row}`)).toMatchObject({ row, kind: 'unforeseen' })
})

test('a failure that cannot be read costs no other, and a new one of its row replaces it', async () => {
  const { table } = newTable()
  const store = createFailureStore(table)
  await table.put('failure', `registrations_${row}`, { ...columns, queue: 'of a newer version', firstTry: 'once' })
  await table.put('failure', 'webinars_b', { ...columns, queue: 'webinars' })
  expect(await store.page({}, 10)).toMatchObject({ failures: [{ id: 'webinars_b' }] })
  await store.record(next)
  expect(await store.failure(`registrations_${row}`)).toMatchObject({ kind: 'refused', firstTry: at, count: 4 })
})

test('an account that is no id is left out of what a poison message says', () => {
  expect(readReason({ kind: 'paused', reason: 'Out.', configuration: 'x'.repeat(40_000) })).toEqual({ reason: 'Out.' })
})

test('many messages that went well cost one look at the failures, and remove theirs', async () => {
  const { table } = newTable()
  const [looks, removed]: [string[], number[]] = [[], []]
  const store = createFailureStore({
    ...table,
    page: (schema, filter, after) => {
      looks.push(filter)
      return table.page(schema, filter, after)
    },
    removeAll: (rows) => {
      removed.push(rows.length)
      return table.removeAll(rows)
    },
  })
  await store.record(next)
  const others = Array.from({ length: 20 }, () => ({ table: columns.table, id: crypto.randomUUID() }))
  const messages = [{ table: columns.table, id: row }, ...others]
  await Promise.all(messages.map((message) => store.resolve('registrations', message)))
  expect([looks.length, removed]).toEqual([1, [1]])
  expect(await store.page({}, 10)).toEqual({ failures: [], next: undefined })
})
