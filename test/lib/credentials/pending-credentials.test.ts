import { expect, test } from 'vitest'
import { CredentialsRefusedError } from '../../../lib/core/errors.ts'
import { createPendingCredentials } from '../../../lib/credentials/pending-credentials.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'
import { inMemoryVault } from '../../harness/in-memory-vault.ts'

const { newTable } = freshStorage()
const ada = { provider: 'on24', region: 'na', clientId: '10001', accessTokenKey: 'key', accessTokenSecret: 'secret' }
const at = new Date('2026-05-12T16:00:00Z')

function pendingCredentials() {
  const { table, client } = newTable()
  return { pending: createPendingCredentials(table, inMemoryVault().ring()), client }
}
const kept = async (pending: ReturnType<typeof createPendingCredentials>, id: string) =>
  (await pending.of(id)) ?? expect.unreachable()

test('what waits is opened as it was typed', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, '10001', at)
  expect(await kept(pending, 'one')).toMatchObject({ provider: 'on24', clientId: '10001', triedAt: at })
  expect(await pending.open(await kept(pending, 'one'))).toEqual(ada)
  expect(await pending.of('two')).toBeUndefined()
})

test('what waits lies sealed in the table', async () => {
  const { pending, client } = pendingCredentials()
  await pending.keep('one', { ...ada, accessTokenSecret: 'a-long-secret' }, '10001', at)
  const rows = JSON.stringify(await Array.fromAsync(client.listEntities()))
  expect(rows).toContain('A256GCM')
  expect(rows).not.toContain('a-long-secret')
})

test('what is typed next takes the place of what waited', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, '10001', at)
  await pending.keep('one', { ...ada, accessTokenKey: 'next' }, '10001', at)
  expect(await pending.all()).toHaveLength(1)
  expect(await pending.open(await kept(pending, 'one'))).toMatchObject({ accessTokenKey: 'next' })
})

test('an envelope that was copied from another configuration does not open', async () => {
  const { pending, client } = pendingCredentials()
  await pending.keep('one', ada, '10001', at)
  await pending.keep('two', { ...ada, accessTokenKey: 'other' }, '10002', at)
  const { envelope } = await kept(pending, 'one')
  await client.updateEntity({ partitionKey: 'pending', rowKey: 'two', envelope }, 'Merge')
  await expect(pending.open(await kept(pending, 'two'))).rejects.toThrow(CredentialsRefusedError)
})

test('a noted attempt changes its time alone', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, '10001', at)
  const later = new Date('2026-05-12T17:00:00Z')
  await pending.noteTry(await kept(pending, 'one'), later)
  expect(await kept(pending, 'one')).toMatchObject({ triedAt: later })
  expect(await pending.open(await kept(pending, 'one'))).toEqual(ada)
})

test('an attempt noted after a removal brings nothing back', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, '10001', at)
  const read = await kept(pending, 'one')
  await pending.remove('one')
  await pending.noteTry(read, at)
  expect(await pending.all()).toEqual([])
})

test('a removal with an etag leaves what was typed since', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, '10001', at)
  const { etag } = await kept(pending, 'one')
  await pending.keep('one', { ...ada, accessTokenKey: 'next' }, '10001', at)
  expect(await pending.remove('one', etag)).toBe(false)
  expect(await pending.remove('one')).toBe(true)
  expect(await pending.remove('one')).toBe(false)
})
