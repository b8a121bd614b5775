import { createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys'
import { SecretClient } from '@azure/keyvault-secrets'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type KeyVault, startKeyVault } from '../src/key-vault.ts'

const day = 24 * 60 * 60 * 1000
const credential = { getToken: async () => ({ token: 'good', expiresOnTimestamp: Date.now() + 3_600_000 }) }
const options = {
  ...{ allowInsecureConnection: true, disableChallengeResourceVerification: true },
  retryOptions: { maxRetries: 0 },
}
let vault: KeyVault

beforeEach(async () => {
  vault = await startKeyVault()
})
afterEach(() => vault.stop())

const client = () => new KeyClient(vault.url, credential, options)
/** Leaves dates to the vault: the client knows none of the version. */
const cryptography = (version: string) => {
  const properties = { vaultUrl: vault.url, name: 'key', version }
  return new CryptographyClient(
    { name: 'key', id: `${vault.url}/keys/key/${version}`, properties },
    credential,
    options,
  )
}

test('a key shows its public half and its dates', async () => {
  const expires = new Date(Math.floor(Date.now() / 1000) * 1000 + 30 * day)
  const version = vault.addKey('key', { expires })
  const key = await client().getKey('key')
  expect(key.properties).toMatchObject({ name: 'key', version, enabled: true, expiresOn: expires })
  expect(key).toMatchObject({ keyType: 'RSA', keyOperations: ['wrapKey', 'unwrapKey'] })
  expect(Object.keys(key.key ?? {})).toEqual(expect.arrayContaining(['n', 'e']))
  expect(key.key?.d).toBeUndefined()
})

test('a wrapped key is unwrapped by the same version, and by no other', async () => {
  const [first, second] = [vault.addKey('key'), vault.addKey('key')]
  const dataKey = randomBytes(32)
  const { result } = await cryptography(first).wrapKey('RSA-OAEP-256', dataKey)
  expect(Buffer.from((await cryptography(first).unwrapKey('RSA-OAEP-256', result)).result)).toEqual(dataKey)
  await expect(cryptography(second).unwrapKey('RSA-OAEP-256', result)).rejects.toMatchObject({
    ...{ statusCode: 400, code: 'BadParameter' },
  })
})

test.each([
  ['expired', { expires: new Date(Date.now() - day) }, 'KeyExpired'],
  ['not valid yet', { notBefore: new Date(Date.now() + day) }, 'KeyNotYetValid'],
])('a key that is %s wraps nothing', async (_what, lifetime, inner) => {
  const wrapping = cryptography(vault.addKey('key', lifetime)).wrapKey('RSA-OAEP-256', randomBytes(32))
  await expect(wrapping).rejects.toMatchObject({ statusCode: 403, details: { error: { innerError: { code: inner } } } })
})

test('an expired key unwraps what was wrapped under it', async () => {
  const version = vault.addKey('key', { expires: new Date(Date.now() - day) })
  const { key: shown } = await client().getKey('key')
  const text = (part: Uint8Array = new Uint8Array()) => Buffer.from(part).toString('base64url')
  const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: text(shown?.n), e: text(shown?.e) } })
  const dataKey = randomBytes(32)
  const wrapped = publicEncrypt({ key, oaepHash: 'sha256' }, dataKey)
  expect(Buffer.from((await cryptography(version).unwrapKey('RSA-OAEP-256', wrapped)).result)).toEqual(dataKey)
})

test('a disabled version neither shows nor unwraps anything', async () => {
  const version = vault.addKey('key')
  const { result } = await cryptography(version).wrapKey('RSA-OAEP-256', randomBytes(32))
  vault.disableKey('key', version)
  const refusal = { statusCode: 403, details: { error: { innerError: { code: 'KeyDisabled' } } } }
  await expect(client().getKey('key')).rejects.toMatchObject(refusal)
  await expect(cryptography(version).unwrapKey('RSA-OAEP-256', result)).rejects.toMatchObject(refusal)
})

test('a key or version that does not exist is not found', async () => {
  await expect(client().getKey('key')).rejects.toMatchObject({ statusCode: 404, code: 'KeyNotFound' })
  vault.addKey('key')
  const missing = cryptography('0'.repeat(32)).unwrapKey('RSA-OAEP-256', randomBytes(256))
  await expect(missing).rejects.toMatchObject({ statusCode: 404, code: 'KeyNotFound' })
})

test.each(['ForbiddenByRbac', 'ForbiddenByFirewall'] as const)('a vault that refuses says why: %s', async (reason) => {
  const version = vault.addKey('key')
  vault.add('secret', 'value')
  vault.refuse(reason)
  const refusal = { statusCode: 403, code: 'Forbidden', details: { error: { innerError: { code: reason } } } }
  await expect(client().getKey('key')).rejects.toMatchObject(refusal)
  await expect(cryptography(version).wrapKey('RSA-OAEP-256', randomBytes(32))).rejects.toMatchObject(refusal)
  await expect(new SecretClient(vault.url, credential, options).getSecret('secret')).rejects.toMatchObject(refusal)
  vault.refuse()
  expect((await client().getKey('key')).properties.version).toBe(version)
})
