import { beforeEach, expect, test } from 'vitest'
import { column, label, startWithSolution, type World } from './customization.ts'
import { call, codeOf, rowsOf } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await startWithSolution()
  await world.makeTable([
    column('String', 'cts_Code', { MaxLength: 64 }),
    column('Memo', 'cts_Text', { MaxLength: 64 }),
  ])
})

const keys = "EntityDefinitions(LogicalName='cts_order')/Keys"
const code = { SchemaName: 'cts_OrderCode', DisplayName: label('Code'), KeyAttributes: ['cts_code'] }
const status = async () =>
  rowsOf(await world.get(`${keys}?$select=EntityKeyIndexStatus`)).map((key) => key.EntityKeyIndexStatus)

async function makeActive() {
  await world.post(keys, code)
  await status()
  await status()
}

test('a key becomes active some time after it was made', async () => {
  world.dataverse.customization.keyReadings = 2
  expect((await world.post(keys, code)).status).toBe(204)
  expect([await status(), await status(), await status()]).toEqual([['Pending'], ['InProgress'], ['Active']])
})

test('a key fails over values that repeat and is built once more', async () => {
  const [one] = ['A', 'A'].map((cts_code) => world.dataverse.insert('cts_order', { cts_code }))
  await makeActive()
  expect(await status()).toEqual(['Failed'])
  world.dataverse.remove('cts_order', String(one))
  const again = { EntityLogicalName: 'cts_order', EntityKeyLogicalName: 'cts_ordercode' }
  expect((await world.post('ReactivateEntityKey', again)).status).toBe(204)
  await status()
  expect(await status()).toEqual(['Active'])
})

test('an active key addresses rows: one to read, to change and to make', async () => {
  const address = "cts_orders(cts_code='A')"
  expect((await world.get(address)).status).toBe(400)
  await makeActive()
  expect((await world.get(address)).status).toBe(404)
  expect((await call(world.dataverse, 'PATCH', address, { cts_name: 'First' })).status).toBe(204)
  expect((await call(world.dataverse, 'PATCH', address, { cts_name: 'Again' })).status).toBe(204)
  expect(world.dataverse.rows('cts_order')).toMatchObject([{ cts_code: 'A', cts_name: 'Again' }])
})

test('an active key keeps values apart, those of deactivated rows too', async () => {
  await makeActive()
  world.dataverse.insert('cts_order', { cts_code: 'A', statecode: 1 })
  expect(codeOf(await world.post('cts_orders', { cts_code: 'A' }))).toBe('0x80040237')
  expect((await world.post('cts_orders', {})).status).toBe(204)
  expect((await world.post('cts_orders', {})).status).toBe(204)
})

test.each([
  ['of a memo', ['cts_text']],
  ['of a column that is not there', ['cts_other']],
  ['above 900 bytes', ['cts_name', 'cts_code', 'cts_long']],
])('a key %s is refused', async (_, KeyAttributes) => {
  await world.post(
    "EntityDefinitions(LogicalName='cts_order')/Attributes",
    column('String', 'cts_Long', { MaxLength: 400 }),
  )
  expect((await world.post(keys, { ...code, KeyAttributes })).status).toBe(400)
})

test('a column of a key stays as long as the key', async () => {
  await makeActive()
  const address = "EntityDefinitions(LogicalName='cts_order')/Attributes(LogicalName='cts_code')"
  expect(codeOf(await call(world.dataverse, 'DELETE', address))).toBe('0x8004F01F')
  expect((await call(world.dataverse, 'DELETE', `${keys}(LogicalName='cts_ordercode')`)).status).toBe(204)
  expect((await call(world.dataverse, 'DELETE', address)).status).toBe(204)
})

test('rows are made and changed by key, many at once', async () => {
  await makeActive()
  const target = (code: string, cts_name: string) => ({
    '@odata.type': 'Microsoft.Dynamics.CRM.cts_order',
    '@odata.id': `cts_orders(cts_code='${code}')`,
    cts_name,
  })
  const upsert = (Targets: unknown[]) => world.post('cts_orders/Microsoft.Dynamics.CRM.UpsertMultiple', { Targets })
  expect((await upsert([target('A', 'First')])).status).toBe(204)
  expect((await upsert([target('A', 'Again'), target('B', 'Second')])).status).toBe(204)
  expect(world.dataverse.rows('cts_order')).toMatchObject([
    { cts_code: 'A', cts_name: 'Again' },
    { cts_code: 'B', cts_name: 'Second' },
  ])
})
