import { expect, test } from 'vitest'
import { CredentialsRefusedError } from '../../../lib/core/errors.ts'
import { seal } from '../../../lib/credentials/envelope.ts'
import { createPendingCredentials } from '../../../lib/credentials/pending-credentials.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'
import { inMemoryVault } from '../../harness/in-memory-vault.ts'

const { newTable } = freshStorage()
const ada = { provider: 'on24', region: 'na', clientId: '10001', accessTokenKey: 'key', accessTokenSecret: 'secret' }
const at = new Date('2026-05-12T16:00:00Z')
const typed = { clientId: '10001', triedAt: at, generation: 2 }

function pendingCredentials() {
  const { table, client } = newTable()
  const vault = inMemoryVault()
  return { pending: createPendingCredentials(table, vault.ring()), client, vault }
}
const kept = async (pending: ReturnType<typeof createPendingCredentials>, id: string) =>
  (await pending.of(id)) ?? expect.unreachable()

test('what waits is opened as it was typed', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, typed)
  expect(await kept(pending, 'one')).toMatchObject({ provider: 'on24', clientId: '10001', triedAt: at })
  expect(await pending.open(await kept(pending, 'one'))).toEqual(ada)
  expect(await pending.of('two')).toBeUndefined()
})

test('what waits lies sealed in the table', async () => {
  const { pending, client } = pendingCredentials()
  await pending.keep('one', { ...ada, accessTokenSecret: 'a-long-secret' }, typed)
  const rows = JSON.stringify(await Array.fromAsync(client.listEntities()))
  expect(rows).toContain('A256GCM')
  expect(rows).not.toContain('a-long-secret')
})

test('what is typed next takes the place of what waited', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, typed)
  await pending.keep('one', { ...ada, accessTokenKey: 'next' }, typed)
  expect(await pending.all()).toHaveLength(1)
  expect(await pending.open(await kept(pending, 'one'))).toMatchObject({ accessTokenKey: 'next' })
})

test('an envelope that was copied from another configuration does not open', async () => {
  const { pending, client } = pendingCredentials()
  await pending.keep('one', ada, typed)
  await pending.keep('two', { ...ada, accessTokenKey: 'other' }, { ...typed, clientId: '10002' })
  const { envelope } = await kept(pending, 'one')
  await client.updateEntity({ partitionKey: 'pending', rowKey: 'two', envelope }, 'Merge')
  await expect(pending.open(await kept(pending, 'two'))).rejects.toThrow(CredentialsRefusedError)
})

test('a noted attempt changes its time alone', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, typed)
  const later = new Date('2026-05-12T17:00:00Z')
  await pending.noteTry(await kept(pending, 'one'), later)
  expect(await kept(pending, 'one')).toMatchObject({ triedAt: later })
  expect(await pending.open(await kept(pending, 'one'))).toEqual(ada)
})

test('an attempt noted after a removal brings nothing back', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, typed)
  const read = await kept(pending, 'one')
  await pending.remove('one')
  await pending.noteTry(read, at)
  expect(await pending.all()).toEqual([])
})

test('a removal with an etag leaves what was typed since', async () => {
  const { pending } = pendingCredentials()
  await pending.keep('one', ada, typed)
  const { etag } = await kept(pending, 'one')
  await pending.keep('one', { ...ada, accessTokenKey: 'next' }, typed)
  expect(await pending.remove('one', etag)).toBe(false)
  expect(await pending.remove('one')).toBe(true)
  expect(await pending.remove('one')).toBe(false)
})

test.each([
  ['client id', { clientId: '10002' }],
  ['generation', { generation: 3 }],
])('what waits does not open beside another %s', async (_fact, values) => {
  const { pending, client } = pendingCredentials()
  await pending.keep('one', ada, typed)
  await client.updateEntity({ partitionKey: 'pending', rowKey: 'one', ...values }, 'Merge')
  await expect(pending.open(await kept(pending, 'one'))).rejects.toThrow(CredentialsRefusedError)
})

test('what the first edition let wait is opened, and bound once it is sealed again', async () => {
  const { pending, client, vault } = pendingCredentials()
  const before = vault.newest()
  const envelope = JSON.stringify(await seal(JSON.stringify(ada), 'pending/one', vault.ring()))
  const row = { partitionKey: 'pending', rowKey: 'one', provider: 'on24', clientId: '10001', triedAt: at, envelope }
  // Makes the table.
  expect(await pending.of('one')).toBeUndefined()
  await client.createEntity({ ...row, generation: 9 })
  await expect(pending.open(await kept(pending, 'one'))).rejects.toThrow(CredentialsRefusedError)
  await client.updateEntity(row, 'Replace')
  expect(await pending.open(await kept(pending, 'one'))).toEqual(ada)
  const rotated = vault.rotate()
  expect([await pending.reseal('one'), await pending.reseal('two')]).toEqual([true, false])
  vault.purge(before)
  expect(await pending.open(await kept(pending, 'one'))).toEqual(ada)
  expect(JSON.parse((await kept(pending, 'one')).envelope)).toMatchObject({ v: 2, kid: rotated })
})
