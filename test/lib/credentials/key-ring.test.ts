import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { CredentialsRefusedError, UnavailableError } from '../../../lib/core/errors.ts'
import { day, hour, minute, second } from '../../../lib/core/time.ts'
import { createHeldKeys } from '../../../lib/credentials/held-keys.ts'
import type { KeyRing, WrappedKey } from '../../../lib/credentials/key-ring.ts'
import { inMemoryVault, vaultAnswer } from '../../harness/in-memory-vault.ts'

const dataKey = randomBytes(32)
const refusal = vaultAnswer(403, 'Forbidden', 'ForbiddenByRbac')
const outage = vaultAnswer(503, 'ServiceUnavailable')
const told = (code: string) => ({ userMessage: { code } })
const unwrapped = async (ring: KeyRing, wrapped: WrappedKey) => Buffer.from(await ring.unwrap(wrapped, 'row'))

describe.each(['secret', 'key'] as const)('with a %s in the vault', (kind) => {
  /** A ring that has wrapped a key and holds what unwraps it. */
  async function warmRing(rules: { bridgeFor?: number; onRefused?: () => void } = {}) {
    const vault = inMemoryVault()
    const ring = vault.ring(kind, rules)
    const wrapped = await ring.wrap(dataKey, 'row')
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
    return { vault, ring, wrapped }
  }

  test('a held key is not read again, and concurrent callers cause one reading', async () => {
    const vault = inMemoryVault()
    const wrapped = await vault.ring(kind).wrap(dataKey, 'row')
    const [ring, before] = [vault.ring(kind), vault.reads()]
    await Promise.all(Array.from({ length: 20 }, () => unwrapped(ring, wrapped)))
    await unwrapped(ring, wrapped)
    expect(vault.reads() - before).toBe(1)
  })

  test('a caller may wipe what was unwrapped for it', async () => {
    const { ring, wrapped } = await warmRing()
    ;(await ring.unwrap(wrapped, 'row')).fill(0)
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
  })

  test('a rotated key is in use after a minute, and what the old one wrapped unwraps', async () => {
    const { vault, ring, wrapped } = await warmRing()
    const rotated = vault.rotate()
    expect(await ring.isOutdated(wrapped)).toBe(true)
    expect((await ring.wrap(dataKey, 'row')).kid).toBe(rotated)
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
  })

  test.each([
    ['403', refusal],
    ['401', vaultAnswer(401, 'Unauthorized')],
  ])('a vault that refuses with %s ends the use of its keys within a minute', async (_status, answer) => {
    let refusals = 0
    const { vault, ring, wrapped } = await warmRing({ onRefused: () => (refusals += 1) })
    vault.answer(answer)
    vault.later(minute - second)
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
    expect(refusals).toBe(0)
    vault.later(second)
    await expect(ring.unwrap(wrapped, 'row')).rejects.toMatchObject(told('vault_refuses'))
    expect(refusals).toBe(1)
    await expect(ring.wrap(dataKey, 'row')).rejects.toThrow(UnavailableError)
    vault.answer(outage)
    await expect(ring.unwrap(wrapped, 'row')).rejects.toMatchObject(told('vault_unreachable'))
    vault.answer()
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
  })

  test('a refusal that any call meets ends the use of all held keys at once', async () => {
    const { vault, ring, wrapped } = await warmRing()
    vault.answer(refusal)
    await ring.inspect()
    await expect(ring.unwrap(wrapped, 'row')).rejects.toMatchObject(told('vault_refuses'))
  })

  test('a key that was being read when the vault refused is not held', async () => {
    const { vault, ring, wrapped } = await warmRing()
    vault.later(minute)
    const release = vault.stall()
    const reading = unwrapped(ring, wrapped)
    vault.answer(refusal)
    await ring.inspect()
    release()
    expect(await reading).toEqual(dataKey)
    await expect(ring.unwrap(wrapped, 'row')).rejects.toMatchObject(told('vault_refuses'))
  })

  test('a vault that is out is bridged for an hour after its last answer', async () => {
    const { vault, ring, wrapped } = await warmRing()
    vault.answer(outage)
    vault.later(hour)
    const before = vault.reads()
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
    expect(vault.reads()).toBeGreaterThan(before)
    vault.later(1)
    await expect(ring.unwrap(wrapped, 'row')).rejects.toMatchObject(told('vault_unreachable'))
    vault.answer()
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
  })

  test('a vault that is out is bridged no longer than the setting says', async () => {
    const { vault, ring, wrapped } = await warmRing({ bridgeFor: 0 })
    vault.answer(outage)
    vault.later(minute - second)
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
    vault.later(second)
    await expect(ring.unwrap(wrapped, 'row')).rejects.toThrow(UnavailableError)
  })

  test('a vault that is out is asked once a minute', async () => {
    const { vault, ring, wrapped } = await warmRing()
    vault.answer(outage)
    vault.later(minute)
    await unwrapped(ring, wrapped)
    const before = vault.reads()
    for (let again = 0; again < 10; again += 1) await unwrapped(ring, wrapped)
    expect(vault.reads()).toBe(before)
  })

  test('a version that is gone is refused, never replaced by another', async () => {
    const { vault, ring, wrapped } = await warmRing()
    vault.rotate()
    vault.purge(wrapped.kid)
    await expect(ring.unwrap(wrapped, 'row')).rejects.toThrow(CredentialsRefusedError)
  })

  test.each([
    ['has expired', (now: Date) => ({ expiresOn: now })],
    ['is not valid yet', (now: Date) => ({ notBefore: new Date(now.getTime() + day) })],
  ])('nothing is wrapped under a version that %s, and what stands is not outdated by it', async (_what, dates) => {
    const { vault, ring, wrapped } = await warmRing()
    vault.rotate(dates(vault.now()))
    await expect(ring.wrap(dataKey, 'row')).rejects.toMatchObject(told('vault_key_expired'))
    expect(await ring.isOutdated(wrapped)).toBe(false)
    expect(await unwrapped(ring, wrapped)).toEqual(dataKey)
  })

  test('an inspection tells how the vault is and when its key expires, whatever is held', async () => {
    const { vault, ring } = await warmRing()
    expect(await ring.inspect()).toEqual({ state: 'well', expiresInDays: undefined })
    vault.rotate({ expiresOn: new Date(vault.now().getTime() + 30 * day) })
    expect(await ring.inspect()).toEqual({ state: 'well', expiresInDays: 29 })
    vault.answer(outage)
    expect(await ring.inspect()).toEqual({ state: 'out' })
    vault.answer(refusal)
    expect(await ring.inspect()).toEqual({ state: 'refuses' })
    vault.answer(vaultAnswer(404, kind === 'secret' ? 'SecretNotFound' : 'KeyNotFound'))
    expect(await ring.inspect()).toEqual({ state: 'no key' })
  })
})

test.each([
  ['too short', randomBytes(16).toString('base64')],
  ['no base64', 'not a key at all!'],
])('nothing is wrapped under a secret that is %s, and an inspection tells', async (_what, value) => {
  const vault = inMemoryVault()
  vault.add({ version: '1', value })
  await expect(vault.ring().wrap(dataKey, 'row')).rejects.toMatchObject(told('vault_key_malformed'))
  expect(await vault.ring().inspect()).toEqual({ state: 'no key' })
})

test.each([
  ['secret', 'key', 'RSA-OAEP-256'],
  ['key', 'secret', 'A256GCM'],
] as const)('a move from %s to %s makes what was wrapped outdated, and both unwrap', async (from, to, alg) => {
  const vault = inMemoryVault()
  const before = await vault.ring(from).wrap(dataKey, 'row')
  const ring = vault.ring(to)
  expect(await ring.isOutdated(before)).toBe(true)
  expect(await unwrapped(ring, before)).toEqual(dataKey)
  const after = await ring.wrap(dataKey, 'row')
  expect(after.alg).toBe(alg)
  expect(await unwrapped(vault.ring(from), after)).toEqual(dataKey)
})

test('what is held is out of memory when its time is over, though nobody asks for it', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { hold } = createHeldKeys({ bridgeFor: hour, now: () => new Date() })
  const key = new WeakRef(await hold(async () => ({ bytes: randomBytes(32) }))('1'))
  const isInMemory = async () => {
    // A reference is let go of only after the turn in which it was looked at.
    await setImmediate()
    collectGarbage()
    return key.deref() !== undefined
  }
  await vi.advanceTimersByTimeAsync(hour - minute)
  expect(await isInMemory()).toBe(true)
  await vi.advanceTimersByTimeAsync(2 * minute)
  expect(await isInMemory()).toBe(false)
})
