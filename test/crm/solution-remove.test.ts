import { expect } from 'vitest'
import { inventory, test } from '../harness/crm.ts'

test('remove takes the own components away', async ({ crm }) => {
  const before = inventory(crm)
  await crm.run('apply')
  await crm.run('remove')
  expect(inventory(crm)).toMatchObject({ ...before, systemuser: Number(before.systemuser) + 1 })
})

test('a table with rows stays, and plan of the removal says so', async ({ crm }) => {
  await crm.run('apply')
  const row = crm.dataverse.insert('wbc_request', { wbc_kind: 524130000 })
  const lines = await crm.run('remove')
  expect(lines).toContain('table wbc_request: kept with its 1 row; --with-data removes it')
  expect(crm.dataverse.row('wbc_request', row)).toBeDefined()
  expect(crm.rows('savedquery').filter(({ name }) => name === 'Refused')).toEqual([])
  expect(await crm.run('remove')).toContainEqual(expect.stringMatching(/^There is nothing of the connector to remove/))
  expect((await crm.run('apply')).at(-1)).toMatch(/are connected/)
  expect(crm.dataverse.row('wbc_request', row)).toBeDefined()
})

test('rows go with their table where that is said, and the question counts them', async ({ crm }) => {
  await crm.run('apply')
  crm.dataverse.insert('wbc_request', { wbc_kind: 524130000 })
  crm.dataverse.insert('wbc_request', { wbc_kind: 524130001 })
  crm.answers = [true]
  const lines = await crm.run('remove', { 'with-data': true, yes: false })
  expect(crm.questions).toEqual([
    `Remove all of this from ${crm.dataverse.url}? It takes 2 rows of wbc_request with it, for ever.`,
  ])
  expect(lines).toContain('table wbc_request: to remove with its 2 rows')
  expect(crm.rows('solution').filter(({ uniquename }) => uniquename === 'WebinarConnector')).toEqual([])
})

test('an environment that blocks customizations since keeps the own components', async ({ crm }) => {
  await crm.run('apply')
  crm.dataverse.customization.blocked = true
  const lines = await crm.run('remove')
  expect(lines).toContainEqual(expect.stringMatching(/^solution “WebinarConnector”: cannot be removed/))
  expect(crm.rows('serviceendpoint')).toEqual([])
})
