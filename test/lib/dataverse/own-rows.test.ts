import { randomUUID } from 'node:crypto'
import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { NotFoundError, RefusedError } from '../../../lib/core/errors.ts'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { createOwnDefinitions } from '../../../lib/dataverse/own-definitions.ts'
import { createOwnRows } from '../../../lib/dataverse/own-rows.ts'
import { tables } from '../../../lib/dataverse/tables.ts'
import { noBreaker } from '../../harness/no-limits.ts'

async function world(ownTables = true) {
  const dataverse = await startDataverse({ ownTables })
  onTestFinished(() => dataverse.stop())
  const client = createDataverse(dataverse.url, async () => 'token', noBreaker)
  const batches = () => dataverse.calls.filter(({ path }) => path.endsWith('$batch')).length
  return { dataverse, batches, ...createOwnRows(client, createOwnDefinitions(client)) }
}

const named = (name: string, id: string = randomUUID()) => ({ id, values: { wbc_name: name } })
const statuses = (results: readonly PromiseSettledResult<void>[] | undefined) => results?.map(({ status }) => status)

test('rows are made, changed and deleted by their ids, a hundred in a call', async () => {
  const { dataverse, batches, upsertRows, deleteRows } = await world()
  const rows = Array.from({ length: 101 }, (_, at) => named(`Row ${at}`))
  const [first] = rows
  await upsertRows(tables.request, rows)
  expect([dataverse.rows('wbc_request').length, batches()]).toEqual([101, 2])
  await upsertRows(tables.request, [named('Renamed', first?.id), ...rows.slice(1)])
  expect(dataverse.rows('wbc_request')).toHaveLength(101)
  expect(dataverse.row('wbc_request', first?.id ?? '')?.wbc_name).toBe('Renamed')
  const ids = rows.map(({ id }) => id)
  for (let time = 0; time < 2; time += 1) {
    expect(new Set(statuses(await deleteRows(tables.request, ids)))).toEqual(new Set(['fulfilled']))
  }
  expect(dataverse.rows('wbc_request')).toEqual([])
})

test('a row that is refused costs itself', async () => {
  const { dataverse, upsertRows } = await world()
  const results = await upsertRows(tables.request, [named('One'), named('x'.repeat(201)), named('Two')])
  expect(statuses(results)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results?.[1]).toMatchObject({ reason: expect.any(RefusedError) })
  expect(dataverse.rows('wbc_request').map(({ wbc_name }) => wbc_name)).toEqual(['One', 'Two'])
})

test('a row whose owner is gone is answered as not found', async () => {
  const { upsertRows } = await world()
  const owner = { kind: 'user', id: randomUUID() } as const
  const results = await upsertRows(tables.request, [{ ...named('Lost'), owner }])
  expect(results).toEqual([{ status: 'rejected', reason: expect.any(NotFoundError) }])
})

test('a row whose owner may not read the table stays the connector’s', async () => {
  const { dataverse, batches, upsertRows } = await world()
  const businessunitid = dataverse.rows('businessunit')[0]?.businessunitid
  const owners = ['Reads', 'Does not'].map((fullname) => dataverse.insert('systemuser', { fullname, businessunitid }))
  const roleid = dataverse.insert('role', { name: 'Nothing', businessunitid })
  dataverse.insert('systemuserroles', { systemuserid: owners[1], roleid })
  const rows = owners.map((id) => ({ ...named(`of ${id}`), owner: { kind: 'user', id } as const }))
  for (let time = 0; time < 2; time += 1) {
    expect(statuses(await upsertRows(tables.request, rows))).toEqual(['fulfilled', 'fulfilled'])
  }
  const [whose, other] = rows.map(({ id }) => dataverse.row('wbc_request', id)?.ownerid)
  expect([whose, other]).toEqual([owners[0], dataverse.rows('systemuser')[1]?.systemuserid])
  // An owner that was refused is not tried the second time.
  expect(batches()).toBe(3)
})

test('an environment without the table is asked once, and nothing is written', async () => {
  const { dataverse, upsertRows, deleteRows } = await world(false)
  expect(await upsertRows(tables.request, [named('One')])).toBeUndefined()
  expect(await deleteRows(tables.request, [randomUUID()])).toBeUndefined()
  expect(dataverse.calls).toHaveLength(1)
})

test('nothing is written into a table that lacks a column', async () => {
  const { dataverse, batches, upsertRows } = await world()
  dataverse.injectFault(({ url }) =>
    url.includes('EntityDefinitions') ? Response.json({ Attributes: [{ LogicalName: 'wbc_name' }] }) : undefined,
  )
  expect(await upsertRows(tables.request, [named('One')])).toBeUndefined()
  expect(batches()).toBe(0)
})

test('a table that the role does not open is not tried again for an hour', async () => {
  const { dataverse, batches, upsertRows } = await world()
  dataverse.injectFault(({ url }) => (url.includes('$batch') ? forbidden() : undefined))
  for (let time = 0; time < 2; time += 1) {
    expect(await upsertRows(tables.request, [named('One')])).toBeUndefined()
  }
  expect(batches()).toBe(1)
})

function forbidden() {
  const body = ['HTTP/1.1 403 Forbidden', 'Content-Type: application/json', '', '{"error":{"code":"0x80040220"}}']
  const part = ['--b', 'Content-Type: application/http', '', ...body, '--b--', ''].join('\r\n')
  return new Response(part, { headers: { 'content-type': 'multipart/mixed; boundary=b' } })
}
