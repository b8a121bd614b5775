import { randomBytes } from 'node:crypto'
import { SecretClient } from '@azure/keyvault-secrets'
import { type KeyVault, startKeyVault } from '@webinar-connector/azure-emulators/key-vault'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { CredentialsRefusedError, UnavailableError } from '../../../lib/core/errors.ts'
import { createKeyRing } from '../../../lib/credentials/key-ring.ts'
import { until } from '../../harness/test-app.ts'

const name = 'credential-key'
const freshKey = () => randomBytes(32).toString('base64')
let vault: KeyVault

beforeEach(async () => {
  const started = await startKeyVault()
  vault = started
  onTestFinished(() => started.stop())
})

/** The ring on the real client. */
function keyRing(holdFor?: number) {
  const credential = { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }) }
  const loopback = { allowInsecureConnection: true, disableChallengeResourceVerification: true }
  const client = new SecretClient(vault.url, credential, { ...loopback, retryOptions: { maxRetries: 0 } })
  return createKeyRing((version) => client.getSecret(name, version ? { version } : {}), holdFor)
}

const reads = () => vault.calls.filter(({ status }) => status !== 401).length

test('a cached key is not read again, and concurrent callers cause one read', async () => {
  const version = vault.add(name, freshKey())
  const keys = keyRing()
  const all = await Promise.all(Array.from({ length: 20 }, () => keys.newest()))
  expect(new Set(all.map((key) => key.version))).toEqual(new Set([version]))
  await keys.newest()
  expect(reads()).toBe(1)
})

test('a rotated key replaces the cached one, which stays readable by its version', async () => {
  const [first, firstVersion] = [freshKey(), vault.list(name).length]
  expect(firstVersion).toBe(0)
  const old = vault.add(name, first)
  const keys = keyRing(20)
  expect((await keys.newest()).version).toBe(old)
  const rotated = vault.add(name, freshKey())
  await until(async () => expect((await keys.newest()).version).toBe(rotated))
  expect(Buffer.from((await keys.version(old)).bytes).toString('base64')).toBe(first)
})

test.each([
  ['answers 503', () => new Response('{}', { status: 503 })],
  ['lets nobody in', () => new Response('{}', { status: 403 })],
  ['cuts connections', () => 'reset' as const],
])('a key past its time goes on serving while the vault %s', async (_how, fault) => {
  const version = vault.add(name, freshKey())
  const keys = keyRing(1)
  await keys.newest()
  vault.injectFault(fault)
  const before = reads()
  await until(async () => {
    expect((await keys.newest()).version).toBe(version)
    expect(reads()).toBeGreaterThan(before)
  })
})

test('a vault that is out with nothing cached is an outage, and is tried again', async () => {
  vault.add(name, freshKey())
  vault.injectFault(() => new Response('{}', { status: 503 }))
  const keys = keyRing()
  await expect(keys.newest()).rejects.toThrow(UnavailableError)
  vault.injectFault()
  await expect(keys.newest()).resolves.toMatchObject({ bytes: expect.any(Uint8Array) })
})

test('a version that is unknown or disabled is refused, never replaced by another', async () => {
  const version = vault.add(name, freshKey())
  vault.add(name, freshKey())
  vault.disable(name, version)
  const keys = keyRing()
  await expect(keys.version(version)).rejects.toThrow(CredentialsRefusedError)
  await expect(keys.version('0'.repeat(32))).rejects.toThrow(CredentialsRefusedError)
})

test.each([
  ['is missing', () => undefined],
  ['is disabled', () => vault.disable(name, vault.add(name, freshKey()))],
  ['is too short', () => vault.add(name, randomBytes(16).toString('base64'))],
  ['is no base64', () => vault.add(name, 'not a key at all!')],
])('nothing is sealed while the newest key %s', async (_what, prepare) => {
  prepare()
  await expect(keyRing().newest()).rejects.toThrow(UnavailableError)
})
