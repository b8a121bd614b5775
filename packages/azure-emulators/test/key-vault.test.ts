import { SecretClient, type SecretProperties } from '@azure/keyvault-secrets'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type KeyVault, startKeyVault } from '../src/key-vault.ts'

let vault: KeyVault

beforeEach(async () => {
  vault = await startKeyVault({ accepts: (token) => token === 'good' })
})
afterEach(() => vault.stop())

function client(token = 'good') {
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) }
  const loopback = { allowInsecureConnection: true, disableChallengeResourceVerification: true }
  return new SecretClient(vault.url, credential, { ...loopback, retryOptions: { maxRetries: 0 } })
}

test('a call without a token is challenged, and the client then answers the challenge', async () => {
  vault.add('key', 'first')
  expect((await client().getSecret('key')).value).toBe('first')
  expect(vault.calls.map((call) => call.status)).toEqual([401, 200])
})

test('the newest version is read unless one is named', async () => {
  const first = await client().setSecret('key', 'first')
  const second = await client().setSecret('key', 'second')
  expect((await client().getSecret('key')).value).toBe('second')
  const old = await client().getSecret('key', { version: first.properties.version ?? '' })
  expect(old.value).toBe('first')
  expect(second.properties).toMatchObject({ name: 'key', enabled: true, createdOn: expect.any(Date) })
})

test('a secret keeps its dates, and is read after its expiry', async () => {
  const expiresOn = new Date('2026-01-01T00:00:00Z')
  const notBefore = new Date('2025-01-01T00:00:00Z')
  await client().setSecret('key', 'first', { expiresOn, notBefore })
  expect(await client().getSecret('key')).toMatchObject({ value: 'first', properties: { expiresOn, notBefore } })
})

test('versions are listed without their values', async () => {
  const versions = [vault.add('key', 'first'), vault.add('key', 'second')]
  const page = await client().listPropertiesOfSecretVersions('key').byPage().next()
  const listed: SecretProperties[] = page.value ?? []
  expect(listed.map((one) => one.version)).toEqual(versions)
  expect(listed[0]).not.toHaveProperty('value')
  expect(vault.list('key').map((one) => one.value)).toEqual(['first', 'second'])
})

test('a secret or version that does not exist is not found', async () => {
  await expect(client().getSecret('key')).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' })
  vault.add('key', 'first')
  const missing = client().getSecret('key', { version: '0'.repeat(32) })
  await expect(missing).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' })
})

test('a disabled version is refused while the others are still read', async () => {
  const version = vault.add('key', 'first')
  vault.add('key', 'second')
  vault.disable('key', version)
  const read = client().getSecret('key', { version })
  await expect(read).rejects.toMatchObject({ statusCode: 403, code: 'Forbidden' })
  expect((await client().getSecret('key')).value).toBe('second')
})

test('a token the vault does not accept is forbidden', async () => {
  vault.add('key', 'first')
  await expect(client('stolen').getSecret('key')).rejects.toMatchObject({ statusCode: 403, code: 'Forbidden' })
})
