import { randomUUID } from 'node:crypto'
import { TableClient } from '@azure/data-tables'
import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { serve } from '@webinar-connector/emulator-server'
import fc from 'fast-check'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ConflictError,
  DefectError,
  missingIfUnreadable,
  UnavailableError,
  UnreadableRecordError,
} from '../../../lib/core/errors.ts'
import { storageFailure } from '../../../lib/core/storage-failure.ts'
import { createTable, odata, type Table, toKey } from '../../../lib/core/table.ts'
import type { UnreadableRecord } from '../../../lib/core/unreadable-records.ts'

let storage: Storage
let table: Table
const open = (name: string) => {
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } }
  return TableClient.fromConnectionString(storage.connectionString, name, options)
}
beforeAll(async () => {
  storage = await startStorage()
  table = createTable(open('memory'))
})
afterAll(() => storage.stop())

const Row = v.object({ count: v.number(), at: v.optional(v.date()), who: v.optional(v.string()) })
const at = new Date('2026-03-01T10:00:00.123Z')
const fresh = async (values: { count: number; at?: Date; who?: string } = { count: 1 }) => {
  const partition = randomUUID()
  await table.put(partition, 'row', values)
  return partition
}
const etagOfRow = async (partition: string, row: string) => (await table.get(Row, partition, row))?.etag ?? ''
const etagOf = (partition: string) => etagOfRow(partition, 'row')

test('a table is made on first use, by however many at once', async () => {
  const together = createTable(open('together'))
  await Promise.all([1, 2, 3].map((count) => together.put('a', String(count), { count })))
  expect(await Array.fromAsync(together.list(Row, odata`PartitionKey eq ${'a'}`))).toHaveLength(3)
  expect(await createTable(open('together')).get(Row, 'a', '1')).toMatchObject({ count: 1 })
})

test('a row comes back as it was put, with its keys and version', async () => {
  const partition = await fresh({ count: 1, at, who: 'Ada' })
  expect(await table.get(Row, partition, 'row')).toEqual({
    ...{ count: 1, at, who: 'Ada', partition, row: 'row', etag: expect.stringContaining('W/') },
  })
  expect(await table.get(Row, partition, 'other')).toBeUndefined()
})

test('putting replaces the whole row, merging writes some columns', async () => {
  const partition = await fresh({ count: 1, who: 'Ada' })
  expect(await table.merge(partition, 'row', { count: 2 })).toBe(true)
  expect(await table.get(Row, partition, 'row')).toMatchObject({ count: 2, who: 'Ada' })
  await table.put(partition, 'row', { count: 3, who: undefined })
  expect(await table.get(Row, partition, 'row')).not.toHaveProperty('who')
})

test('a write over a version that was not read is a conflict', async () => {
  const partition = await fresh()
  const etag = await etagOf(partition)
  await table.put(partition, 'row', { count: 2 }, etag)
  await expect(table.put(partition, 'row', { count: 3 }, etag)).rejects.toThrow(ConflictError)
  expect(await table.merge(partition, 'row', { count: 3 }, etag)).toBe(false)
  expect(await table.get(Row, partition, 'row')).toMatchObject({ count: 2 })
})

test('a new row is put once', async () => {
  const partition = randomUUID()
  await table.put(partition, 'row', { count: 1 }, 'new')
  await expect(table.put(partition, 'row', { count: 2 }, 'new')).rejects.toThrow(ConflictError)
})

test('a removed row is brought back neither by merging nor by its old version', async () => {
  const partition = await fresh()
  const etag = await etagOf(partition)
  expect([await table.remove(partition, 'row'), await table.remove(partition, 'row')]).toEqual([true, false])
  expect(await table.merge(partition, 'row', { count: 2 })).toBe(false)
  await expect(table.put(partition, 'row', { count: 2 }, etag)).rejects.toThrow(ConflictError)
  expect(await table.get(Row, partition, 'row')).toBeUndefined()
})

test('a value in a filter is only a value', async () => {
  const partition = "it's' or PartitionKey ne 'x"
  await fresh()
  await table.put(partition, 'row', { count: 1 })
  expect(await Array.fromAsync(table.list(Row, odata`PartitionKey eq ${partition}`))).toHaveLength(1)
})

test('a list is read page by page to its end', async () => {
  const partition = randomUUID()
  const client = open('memory')
  for (let page = 0; page < 11; page += 1) {
    const rows = Array.from({ length: 100 }, (_, at) => ({
      partitionKey: partition,
      rowKey: `${page}-${at}`,
      count: at,
    }))
    await client.submitTransaction(rows.map((row) => ['create', row]))
  }
  expect(await Array.fromAsync(table.list(Row, odata`PartitionKey eq ${partition}`))).toHaveLength(1100)
})

test('a row that is not of the shape is neither guessed nor taken for none', async () => {
  const partition = randomUUID()
  await table.put(partition, 'row', { count: 'many' })
  const error = await table.get(Row, partition, 'row').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UnreadableRecordError)
  expect(error).toMatchObject({ retry: true, userMessage: { code: 'record_unreadable' } })
  expect((error as Error).message).toBe(`record_unreadable: memory ${partition} row: count`)
  expect(() => missingIfUnreadable(error)).not.toThrow()
  expect(() => missingIfUnreadable(new UnavailableError({ code: 'storage_unreachable' }))).toThrow(UnavailableError)
})

test('a list leaves out what is not of the shape, and says which record it is', async () => {
  const partition = randomUUID()
  const met: UnreadableRecord[] = []
  const watched = createTable(open('memory'), { noteUnreadable: (record) => met.push(record) })
  for (const row of ['a', 'b', 'c']) await watched.put(partition, row, { count: row === 'b' ? 'secret' : 1 })
  const rows = await Array.fromAsync(watched.list(Row, odata`PartitionKey eq ${partition}`))
  expect(rows.map(({ row }) => row)).toEqual(['a', 'c'])
  expect(met).toEqual([{ table: 'memory', partition, row: 'b', columns: ['count'] }])
})

test('many rows are removed in transactions of a hundred, those of one partition together', async () => {
  const client = open('memory')
  let calls = 0
  client.pipeline.addPolicy({
    name: 'counted',
    sendRequest: (request, next) => {
      calls += 1
      return next(request)
    },
  })
  const counted = createTable(client)
  const [many, one] = [randomUUID(), randomUUID()]
  for (let row = 0; row < 250; row += 1) await table.put(many, String(row), { count: row })
  await table.put(one, 'row', { count: 1 })
  const filter = odata`PartitionKey eq ${many} or PartitionKey eq ${one}`
  const { rows, next } = await counted.page(Row, filter)
  expect([rows.length, next]).toEqual([251, undefined])
  calls = 0
  expect(await counted.removeAll(rows)).toBe(251)
  expect(calls).toBe(4)
  expect((await counted.page(Row, filter)).rows).toEqual([])
})

test('rows that another removed meanwhile keep none of the others', async () => {
  const partition = randomUUID()
  for (const row of ['a', 'b', 'c']) await table.put(partition, row, { count: 1 })
  const { rows } = await table.page(Row, odata`PartitionKey eq ${partition}`)
  await table.remove(partition, 'b')
  expect(await table.removeAll(rows)).toBe(2)
  expect(await table.removeAll(rows)).toBe(0)
})

test('rows are read a page at a time, from where the last page ended', async () => {
  const partition = randomUUID()
  const client = open('memory')
  for (let page = 0; page < 11; page += 1) {
    const rows = Array.from({ length: 100 }, (_, row) => ({ partitionKey: partition, rowKey: `${page}-${row}` }))
    await client.submitTransaction(rows.map((row) => ['create', row]))
  }
  const filter = odata`PartitionKey eq ${partition}`
  const first = await table.page(v.object({}), filter)
  const second = await table.page(v.object({}), filter, first.next)
  expect([first.rows.length, second.rows.length, second.next]).toEqual([1000, 100, undefined])
  expect(new Set([...first.rows, ...second.rows].map(({ row }) => row)).size).toBe(1100)
})

test('storage that is out is an outage for every call until it is back', async () => {
  const gone = await startStorage()
  const ports = { table: Number(new URL(gone.tableUrl).port) }
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } }
  const lost = createTable(TableClient.fromConnectionString(gone.connectionString, 'memory', options))
  await gone.stop()
  for (const call of [
    () => lost.get(Row, 'a', 'b'),
    () => lost.put('a', 'b', { count: 1 }),
    () => lost.merge('a', 'b', { count: 1 }),
    () => lost.remove('a', 'b'),
    () => Array.fromAsync(lost.list(Row, '')),
    () => lost.page(Row, ''),
    () => lost.removeAll([{ partition: 'a', row: 'b' }]),
  ]) {
    await expect(call()).rejects.toMatchObject({
      name: 'UnavailableError',
      userMessage: { code: 'storage_unreachable' },
    })
  }
  const back = await startStorage({ ports })
  await lost.put('a', 'b', { count: 1 })
  expect(await lost.get(Row, 'a', 'b')).toMatchObject({ count: 1 })
  await back.stop()
})

test('any text makes a key that Azure takes, and plain text stays as it is', () => {
  expect(['5000001', 'a_B-9'].map(toKey)).toEqual(['5000001', 'a_B-9'])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(toKey(text)).toMatch(/^~?[\w-]{1,200}$/)
    }),
  )
  const typed = ['https://event.on24.com/wcc/r/5000001/0A', '5000001/2', '5000001#2', '5000001?2', '5000001\\2', '']
  expect(new Set(typed.map(toKey)).size).toBe(typed.length)
})

test.each([400, 405, 411, 413, 415, 416, 431])('%s of the storage is a fault that no repeat mends', (statusCode) => {
  const error = storageFailure({ statusCode, code: 'OutOfRangeInput' })
  expect(error).toBeInstanceOf(DefectError)
  expect(error).toMatchObject({ retry: false, userMessage: { code: 'storage_refused' } })
})

test.each([undefined, 401, 403, 404, 408, 409, 412, 429, 500, 503])('%s of the storage passes', (statusCode) => {
  expect(storageFailure({ statusCode })).toBeInstanceOf(UnavailableError)
})

test('a key that Azure never takes is a fault of the connector, told at once', async () => {
  const refusing = await serve(() => Response.json({ 'odata.error': { code: 'OutOfRangeInput' } }, { status: 400 }))
  const address = storage.connectionString.replace(
    /TableEndpoint=[^;]+/,
    `TableEndpoint=${refusing.url}/devstoreaccount1`,
  )
  const client = TableClient.fromConnectionString(address, 'memory', { allowInsecureConnection: true })
  await expect(createTable(client).get(Row, 'a/b', 'row')).rejects.toThrow(DefectError)
  await refusing.stop()
})

test('rows of one partition are written in one call, each over its own version', async () => {
  const [one, two] = [randomUUID(), randomUUID()]
  await table.put(one, 'there', { count: 1 })
  const etag = await etagOfRow(one, 'there')
  storage.services.table.calls.length = 0
  const results = await table.putAll([
    { partition: one, row: 'new', values: { count: 2 }, etag: 'new' },
    { partition: one, row: 'there', values: { count: 3 }, etag },
    { partition: one, row: 'any', values: { count: 4 } },
    { partition: two, row: 'new', values: { count: 5 }, etag: 'new' },
  ])
  expect(storage.services.table.calls).toHaveLength(2)
  const written = await Promise.all(
    [one, one, one, two].map((partition, at) => table.get(Row, partition, ['new', 'there', 'any', 'new'][at] ?? '')),
  )
  expect(written).toMatchObject([{ count: 2 }, { count: 3 }, { count: 4 }, { count: 5 }])
  expect(results).toEqual(written.map((row) => ({ status: 'fulfilled', value: row?.etag })))
})

test('a row that was changed in between costs itself and no other', async () => {
  const partition = randomUUID()
  await table.put(partition, 'changed', { count: 1 })
  const results = await table.putAll([
    { partition, row: 'first', values: { count: 2 }, etag: 'new' },
    { partition, row: 'changed', values: { count: 3 }, etag: 'new' },
    { partition, row: 'gone', values: { count: 4 }, etag: 'W/"datetime\'2026-01-01T00%3A00%3A00.0000000Z\'"' },
    { partition, row: 'twice', values: { count: 5 }, etag: 'new' },
    { partition, row: 'twice', values: { count: 6 }, etag: 'new' },
  ])
  expect(results.map((one) => (one.status === 'rejected' ? one.reason.constructor : 'written'))).toEqual([
    ...['written', ConflictError, ConflictError, 'written', ConflictError],
  ])
  const rows = await Array.fromAsync(table.list(Row, odata`PartitionKey eq ${partition}`))
  expect(rows.map(({ row, count }) => [row, count])).toEqual([
    ['changed', 1],
    ['first', 2],
    ['twice', 5],
  ])
})
