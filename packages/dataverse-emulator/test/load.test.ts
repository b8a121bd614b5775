import { afterEach, beforeEach, expect, test } from 'vitest'
import { countByKind } from '../src/call-kind.ts'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { throttle } from '../src/throttle.ts'
import { call, codeOf } from './fixtures.ts'

let dataverse: Dataverse
beforeEach(async () => {
  dataverse = await startDataverse()
})
afterEach(() => dataverse.stop())

const UPSERT = 'contacts/Microsoft.Dynamics.CRM.UpsertMultiple'
const targets = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', lastname: String(at) }))

async function milliseconds(work: () => Promise<unknown>) {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

test('every call takes its time, and every row that it writes adds to it', async () => {
  await call(dataverse, 'GET', 'contacts')
  Object.assign(dataverse.latency, { call: 100, row: 40 })
  expect(await milliseconds(() => call(dataverse, 'GET', 'contacts'))).toBeGreaterThan(95)
  const written = await milliseconds(() => call(dataverse, 'POST', UPSERT, { Targets: targets(5) }))
  expect(written).toBeGreaterThan(295)
  expect(dataverse.rows('contact')).toHaveLength(5)
})

test('calls are answered side by side, and their number is known', async () => {
  dataverse.latency.call = 100
  const calls = [1, 2, 3].map(() => call(dataverse, 'GET', 'contacts'))
  await Promise.all(calls)
  expect(dataverse.inFlight).toEqual({ now: 0, most: 3 })
})

test('each write of a batch adds its row', async () => {
  Object.assign(dataverse.latency, { call: 0, row: 100 })
  const part = 'Content-Type: application/http\r\n\r\n'
  const write = `${part}POST /api/data/v9.2/contacts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"lastname":"A"}`
  const read = `${part}GET /api/data/v9.2/contacts HTTP/1.1\r\n`
  const body = `${[write, read, write].map((one) => `--b\r\n${one}\r\n`).join('')}--b--\r\n`
  const headers = { 'content-type': 'multipart/mixed; boundary=b' }
  expect(await milliseconds(() => call(dataverse, 'POST', '$batch', body, headers))).toBeGreaterThan(195)
  expect(dataverse.rows('contact')).toHaveLength(2)
})

test('one call in so many is refused, and the seconds that were asked for are added up', async () => {
  const limit = throttle({ oneIn: 3, seconds: 2 })
  dataverse.injectFault(limit.fault)
  const replies = []
  for (let at = 0; at < 7; at += 1) replies.push(await call(dataverse, 'GET', 'contacts'))
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 429, 200, 200, 429, 200])
  expect([replies[2]?.headers.get('retry-after'), replies[2] && codeOf(replies[2])]).toEqual(['2', '0x80072322'])
  expect([limit.refused, limit.askedSeconds]).toEqual([2, 4])
})

test('calls are counted by kind', async () => {
  const id = dataverse.insert('contact', { lastname: 'Lovelace' })
  await call(dataverse, 'GET', 'contacts?$top=1')
  await call(dataverse, 'GET', `contacts(${id})`)
  await call(dataverse, 'PATCH', `contacts(${id})`, { lastname: 'Byron' })
  await call(dataverse, 'POST', 'contacts', { lastname: 'King' })
  await call(dataverse, 'POST', UPSERT, { Targets: targets(2) })
  await call(dataverse, 'POST', '$batch', '{}')
  await call(dataverse, 'GET', 'WhoAmI')
  const expected = { query: 1, read: 1, batch: 1, 'bulk write': 1, write: 2, other: 1 }
  expect(countByKind(dataverse.calls)).toEqual(expected)
})
