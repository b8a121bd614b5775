import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { CredentialsRefusedError } from '../../../lib/core/errors.ts'
import { Envelope, open, seal, type VaultKey } from '../../../lib/credentials/envelope.ts'

const row = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001'
const otherRow = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70002'
const key = (version = 'a'.repeat(32)): VaultKey => ({ version, bytes: randomBytes(32) })

/** Opens an envelope that comes back from storage as this text. */
function openText(text: string, configuration: string, vaultKey: VaultKey): string | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Envelope), text)
  if (!parsed.success) return undefined
  try {
    return open(parsed.output, configuration, vaultKey)
  } catch (error) {
    expect(error).toBeInstanceOf(CredentialsRefusedError)
    return undefined
  }
}

test('a sealed text opens again for the same row under the same key', () => {
  const vaultKey = key()
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (secret) => {
      expect(open(seal(secret, row, vaultKey), row, vaultKey)).toBe(secret)
    }),
  )
})

test('the id of the row may be written in capitals', () => {
  const vaultKey = key()
  expect(open(seal('secret', row.toUpperCase(), vaultKey), row, vaultKey)).toBe('secret')
})

test('an envelope names version, algorithm and key version, and nothing of it repeats', () => {
  const vaultKey = key()
  const [one, other] = [seal('secret', row, vaultKey), seal('secret', row, vaultKey)]
  expect(one).toMatchObject({ v: 1, alg: 'A256GCM', kid: vaultKey.version })
  const parts = [one, other].flatMap(({ wk, ct }) => [...Object.values(wk), ...Object.values(ct)])
  expect(new Set(parts).size).toBe(parts.length)
})

test('an envelope moved to another row does not open', () => {
  const vaultKey = key()
  expect(() => open(seal('secret', row, vaultKey), otherRow, vaultKey)).toThrow(CredentialsRefusedError)
})

test('a data key or text from another envelope of the same row does not open', () => {
  const vaultKey = key()
  const [one, other] = [seal('secret', row, vaultKey), seal('other', row, vaultKey)]
  expect(() => open({ ...one, ct: other.ct }, row, vaultKey)).toThrow(CredentialsRefusedError)
  expect(() => open({ ...one, wk: other.wk }, row, vaultKey)).toThrow(CredentialsRefusedError)
  expect(() => open({ ...one, wk: one.ct, ct: one.wk }, row, vaultKey)).toThrow(CredentialsRefusedError)
})

test('another key does not open it, not even under the same version', () => {
  const envelope = seal('secret', row, key())
  expect(() => open(envelope, row, key())).toThrow(CredentialsRefusedError)
  expect(() => open(envelope, row, key('b'.repeat(32)))).toThrow(CredentialsRefusedError)
})

test('a stored text with any byte changed does not open', () => {
  const vaultKey = key()
  const text = JSON.stringify(seal('{"accessTokenKey":"k"}', row, vaultKey))
  const byte = fc.record({ at: fc.nat(text.length - 1), by: fc.integer({ min: 0x20, max: 0x7e }) })
  fc.assert(
    fc.property(byte, ({ at, by }) => {
      const changed = text.slice(0, at) + String.fromCharCode(by) + text.slice(at + 1)
      fc.pre(changed !== text)
      expect(openText(changed, row, vaultKey)).toBeUndefined()
    }),
    { numRuns: 3000 },
  )
})

test('the spare bits of the last base64 character are no way around that', () => {
  const vaultKey = key()
  const envelope = seal('four', row, vaultKey)
  for (const part of ['tag', 'text'] as const) {
    const spare = envelope.ct[part].replace(/.(?==)/, (last) => String.fromCharCode(last.charCodeAt(0) + 1))
    expect(Buffer.from(spare, 'base64')).toEqual(Buffer.from(envelope.ct[part], 'base64'))
    expect(openText(JSON.stringify({ ...envelope, ct: { ...envelope.ct, [part]: spare } }), row, vaultKey)).toBe(
      undefined,
    )
  }
})

test.each([
  ['of an unknown version', { v: 2 }],
  ['with an unknown algorithm', { alg: 'A128GCM' }],
  ['with a member too many', { extra: true }],
  ['without its data key', { wk: undefined }],
])('an envelope %s does not open', (_what, change) => {
  const vaultKey = key()
  expect(openText(JSON.stringify({ ...seal('secret', row, vaultKey), ...change }), row, vaultKey)).toBeUndefined()
})

test('a shortened authentication tag does not open', () => {
  const vaultKey = key()
  const envelope = seal('secret', row, vaultKey)
  const tag = Buffer.from(envelope.ct.tag, 'base64').subarray(0, 4).toString('base64')
  expect(() => open({ ...envelope, ct: { ...envelope.ct, tag } }, row, vaultKey)).toThrow(CredentialsRefusedError)
})
