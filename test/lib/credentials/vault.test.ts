import { randomBytes } from 'node:crypto'
import { type KeyVault, startKeyVault } from '@webinar-connector/azure-emulators/key-vault'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { day, hour } from '../../../lib/core/time.ts'
import { vaultError } from '../../../lib/credentials/vault.ts'
import { createVault } from '../../../lib/key-vault.ts'

const name = 'credential-key'
const dataKey = randomBytes(32)
const identity = { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + hour }) }
let emulator: KeyVault
beforeEach(async () => {
  const started = await startKeyVault()
  emulator = started
  onTestFinished(() => started.stop())
})

/** The vault by the SDK's clients. */
const open = () => createVault({ keyVaultUrl: emulator.url, credentialKeyName: name }, identity)
/** The code of what an error of a call means. */
const outcome = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => vaultError(error).userMessage.code,
  )

test('the newest secret is read, or the version that is named, with its dates', async () => {
  const expires = new Date('2027-05-12T16:00:00Z')
  const notBefore = new Date('2026-05-12T16:00:00Z')
  const first = emulator.add(name, 'first', { notBefore, expires })
  const second = emulator.add(name, 'second')
  expect(await open().secret()).toMatchObject({ version: second, value: 'second', expiresOn: undefined })
  expect(await open().secret(first)).toEqual({ version: first, value: 'first', notBefore, expiresOn: expires })
})

test('a key wraps in the vault, and unwraps there', async () => {
  const expires = new Date('2027-05-12T16:00:00Z')
  const version = emulator.addKey(name, { expires })
  const vault = open()
  expect(await vault.newestKey()).toEqual({ version, notBefore: undefined, expiresOn: expires })
  const wrapped = await vault.wrapKey(version, dataKey)
  expect(Buffer.from(await vault.unwrapKey(version, wrapped))).toEqual(dataKey)
  const paths = emulator.calls.filter(({ status }) => status === 200).map(({ path }) => path.split('/').at(-1))
  expect(paths).toEqual([expect.anything(), 'wrapkey', 'unwrapkey'])
})

test('an expired key is asked to unwrap, and wraps nothing', async () => {
  const version = emulator.addKey(name, { expires: new Date(Date.now() - day) })
  expect(await outcome(open().wrapKey(version, dataKey))).toBe('vault_key_expired')
  // The vault tried it: what it was given is wrapped under no key.
  expect(await outcome(open().unwrapKey(version, randomBytes(256)))).toBe('vault_key_missing')
})

describe.each(['secret', 'key'] as const)('a %s', (kind) => {
  const add = () => (kind === 'secret' ? emulator.add(name, 'value') : emulator.addKey(name))
  const disable = (version: string) =>
    kind === 'secret' ? emulator.disable(name, version) : emulator.disableKey(name, version)
  const read = () => (kind === 'secret' ? open().secret() : open().newestKey())
  const use = (version: string) =>
    kind === 'secret' ? open().secret(version) : open().unwrapKey(version, randomBytes(256))

  test('that is missing or disabled is gone', async () => {
    expect(await outcome(read())).toBe('vault_key_missing')
    const version = add()
    expect(await outcome(read())).toBe('answered')
    expect(await outcome(use('0'.repeat(32)))).toBe('vault_key_missing')
    disable(version)
    expect(await outcome(read())).toBe('vault_key_missing')
    expect(await outcome(use(version))).toBe('vault_key_missing')
  })

  test.each(['ForbiddenByRbac', 'ForbiddenByFirewall'] as const)(
    'of a vault that says %s is refused',
    async (reason) => {
      const version = add()
      emulator.refuse(reason)
      expect(await outcome(read())).toBe('vault_refuses')
      expect(await outcome(use(version))).toBe('vault_refuses')
    },
  )

  test.each([
    ['answers 503', () => Response.json({}, { status: 503 })],
    ['throttles', () => Response.json({ error: { code: 'Throttled' } }, { status: 429 })],
    ['cuts connections', () => 'reset' as const],
    ['hangs', () => new Promise<undefined>(() => undefined)],
  ])(
    'of a vault that %s is out of reach',
    async (_how, fault) => {
      add()
      emulator.injectFault(fault)
      expect(await outcome(read())).toBe('vault_unreachable')
    },
    20_000,
  )
})

test('a vault for which no token can be had is out of reach', async () => {
  const failure = Object.assign(new Error('no token'), { name: 'AuthenticationError', statusCode: 400 })
  const noIdentity = { getToken: () => Promise.reject(failure) }
  const vault = createVault({ keyVaultUrl: emulator.url, credentialKeyName: name }, noIdentity)
  expect(await outcome(vault.secret())).toBe('vault_unreachable')
})
