import { expect, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { createRegistrantKeys } from '../../../lib/credentials/registrant-keys.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'
import { inMemoryVault, vaultAnswer } from '../../harness/in-memory-vault.ts'

const { newTable } = freshStorage()

test('an account has one key, and another account another', async () => {
  const keys = createRegistrantKeys(newTable().table, inMemoryVault().ring())
  const one = await keys.key('one')
  expect(one).toHaveLength(32)
  expect(await keys.key('one')).toEqual(one)
  expect(await keys.key('two')).not.toEqual(one)
})

test('the key lies sealed in the table', async () => {
  const { table, client } = newTable()
  const key = await createRegistrantKeys(table, inMemoryVault().ring()).key('one')
  const rows = JSON.stringify(await Array.fromAsync(client.listEntities()))
  expect(rows).toContain('A256GCM')
  expect(rows).not.toContain(Buffer.from(key).toString('base64'))
})

test('two instances that need the key at once end with the same one', async () => {
  const { table } = newTable()
  const { ring } = inMemoryVault()
  const instances = [createRegistrantKeys(table, ring()), createRegistrantKeys(table, ring())]
  const results = await Promise.allSettled(instances.map((keys) => keys.key('one')))
  const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  expect(made.length).toBeGreaterThan(0)
  const key = await createRegistrantKeys(table, ring()).key('one')
  for (const one of made) expect(one).toEqual(key)
})

test('a rotated vault key seals it again, so that the old version may go', async () => {
  const { table } = newTable()
  const { ring, rotate, purge, newest } = inMemoryVault()
  const first = newest()
  const key = await createRegistrantKeys(table, ring()).key('one')
  rotate()
  expect(await createRegistrantKeys(table, ring()).key('one')).toEqual(key)
  purge(first)
  expect(await createRegistrantKeys(table, ring()).key('one')).toEqual(key)
})

test('a key that cannot be opened any more is replaced', async () => {
  const { table } = newTable()
  const { ring, rotate, purge, newest } = inMemoryVault()
  const first = newest()
  const key = await createRegistrantKeys(table, ring()).key('one')
  rotate()
  purge(first)
  const next = await createRegistrantKeys(table, ring()).key('one')
  expect(next).not.toEqual(key)
  expect(await createRegistrantKeys(table, ring()).key('one')).toEqual(next)
})

test.each([
  ['lets nobody in', vaultAnswer(403, 'Forbidden', 'ForbiddenByRbac')],
  ['is closed to the network', vaultAnswer(403, 'Forbidden', 'ForbiddenByFirewall')],
  ['is out', vaultAnswer(503, 'ServiceUnavailable')],
  ['cannot be found', new Error('getaddrinfo ENOTFOUND')],
])('a key that a vault which %s does not open is not replaced', async (_how, fault) => {
  const { table } = newTable()
  const { ring, answer } = inMemoryVault()
  const key = await createRegistrantKeys(table, ring()).key('one')
  answer(fault)
  await expect(createRegistrantKeys(table, ring()).key('one')).rejects.toThrow(UnavailableError)
  answer()
  expect(await createRegistrantKeys(table, ring()).key('one')).toEqual(key)
})

test('a removed key is gone for good', async () => {
  const keys = createRegistrantKeys(newTable().table, inMemoryVault().ring())
  const key = await keys.key('one')
  expect(await keys.remove('one')).toBe(true)
  expect(await keys.key('one')).not.toEqual(key)
})
