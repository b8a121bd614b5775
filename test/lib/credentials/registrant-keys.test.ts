import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createKeyRing } from '../../../lib/credentials/key-ring.ts'
import { createRegistrantKeys } from '../../../lib/credentials/registrant-keys.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()

function vault() {
  const versions = new Map([['1', randomBytes(32)]])
  let newest = '1'
  const ring = () =>
    createKeyRing(async (version = newest) => {
      const bytes = versions.get(version)
      if (!bytes) throw Object.assign(new Error('gone'), { statusCode: 404 })
      return { value: bytes.toString('base64'), properties: { version } }
    })
  const rotate = () => {
    newest = '2'
    versions.set(newest, randomBytes(32))
  }
  return { ring, rotate, purge: (version: string) => versions.delete(version) }
}

test('an account has one key, and another account another', async () => {
  const keys = createRegistrantKeys(newTable().table, vault().ring())
  const one = await keys.key('one')
  expect(one).toHaveLength(32)
  expect(await keys.key('one')).toEqual(one)
  expect(await keys.key('two')).not.toEqual(one)
})

test('the key lies sealed in the table', async () => {
  const { table, client } = newTable()
  const key = await createRegistrantKeys(table, vault().ring()).key('one')
  const rows = JSON.stringify(await Array.fromAsync(client.listEntities()))
  expect(rows).toContain('A256GCM')
  expect(rows).not.toContain(Buffer.from(key).toString('base64'))
})

test('two instances that need the key at once end with the same one', async () => {
  const { table } = newTable()
  const { ring } = vault()
  const instances = [createRegistrantKeys(table, ring()), createRegistrantKeys(table, ring())]
  const results = await Promise.allSettled(instances.map((keys) => keys.key('one')))
  const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  expect(made.length).toBeGreaterThan(0)
  const key = await createRegistrantKeys(table, ring()).key('one')
  for (const one of made) expect(one).toEqual(key)
})

test('a rotated vault key seals it again, so that the old version may go', async () => {
  const { table } = newTable()
  const { ring, rotate, purge } = vault()
  const key = await createRegistrantKeys(table, ring()).key('one')
  rotate()
  expect(await createRegistrantKeys(table, ring()).key('one')).toEqual(key)
  purge('1')
  expect(await createRegistrantKeys(table, ring()).key('one')).toEqual(key)
})

test('a key that cannot be opened any more is replaced', async () => {
  const { table } = newTable()
  const { ring, rotate, purge } = vault()
  const key = await createRegistrantKeys(table, ring()).key('one')
  rotate()
  purge('1')
  const next = await createRegistrantKeys(table, ring()).key('one')
  expect(next).not.toEqual(key)
  expect(await createRegistrantKeys(table, ring()).key('one')).toEqual(next)
})

test('a removed key is gone for good', async () => {
  const keys = createRegistrantKeys(newTable().table, vault().ring())
  const key = await keys.key('one')
  expect(await keys.remove('one')).toBe(true)
  expect(await keys.key('one')).not.toEqual(key)
})
