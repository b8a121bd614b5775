import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { CredentialsRefusedError } from '../../../lib/core/errors.ts'
import { Envelope, open, seal } from '../../../lib/credentials/envelope.ts'
import type { KeyRing } from '../../../lib/credentials/key-ring.ts'
import { inMemoryVault } from '../../harness/in-memory-vault.ts'

const row = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001'
const otherRow = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70002'

/** Opens an envelope that comes back from storage as this text. */
async function openText(text: string, configuration: string, keys: KeyRing): Promise<string | undefined> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Envelope), text)
  if (!parsed.success) return undefined
  return open(parsed.output, configuration, keys).catch((error: unknown) => {
    expect(error).toBeInstanceOf(CredentialsRefusedError)
    return undefined
  })
}

describe.each([
  ['the secret', 'secret', 'A256GCM', 3000],
  ['the key', 'key', 'RSA-OAEP-256', 500],
] as const)('under %s of the vault', (_kind, kind, alg, runs) => {
  const vault = inMemoryVault()
  const keys = vault.ring(kind)
  const refused = (envelope: Envelope, configuration = row, ring = keys) =>
    expect(open(envelope, configuration, ring)).rejects.toThrow(CredentialsRefusedError)

  test('a sealed text opens again for the same row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (secret) => {
        expect(await open(await seal(secret, row, keys), row, keys)).toBe(secret)
      }),
    )
  })

  test('the id of the row may be written in capitals', async () => {
    expect(await open(await seal('secret', row.toUpperCase(), keys), row, keys)).toBe('secret')
  })

  test('an envelope names version, algorithm and key version, and nothing of it repeats', async () => {
    const [one, other] = [await seal('secret', row, keys), await seal('secret', row, keys)]
    expect(one).toMatchObject({ v: 1, alg, kid: vault.newest() })
    const texts = (part: Envelope['wk']) => (typeof part === 'string' ? [part] : Object.values(part))
    const parts = [one, other].flatMap(({ wk, ct }) => [...texts(wk), ...texts(ct)])
    expect(new Set(parts).size).toBe(parts.length)
  })

  test('an envelope moved to another row does not open', async () => {
    await refused(await seal('secret', row, keys), otherRow)
  })

  test('a data key or text from another envelope of the same row does not open', async () => {
    const [one, other] = [await seal('secret', row, keys), await seal('other', row, keys)]
    await refused({ ...one, ct: other.ct })
    await refused({ ...one, wk: other.wk } as Envelope)
  })

  test('another vault does not open it', async () => {
    await refused(await seal('secret', row, keys), row, inMemoryVault().ring(kind))
  })

  test('another version of the key does not open it', async () => {
    const envelope = await seal('secret', row, keys)
    const before = vault.newest()
    await refused({ ...envelope, kid: vault.rotate() })
    expect(await open({ ...envelope, kid: before }, row, keys)).toBe('secret')
  })

  test('a stored text with any byte changed does not open', async () => {
    const text = JSON.stringify(await seal('{"accessTokenKey":"k"}', row, keys))
    const byte = fc.record({ at: fc.nat(text.length - 1), by: fc.integer({ min: 0x20, max: 0x7e }) })
    await fc.assert(
      fc.asyncProperty(byte, async ({ at, by }) => {
        const changed = text.slice(0, at) + String.fromCharCode(by) + text.slice(at + 1)
        fc.pre(changed !== text)
        expect(await openText(changed, row, keys)).toBeUndefined()
      }),
      { numRuns: runs },
    )
  })

  test('the spare bits of the last base64 character are no way around that', async () => {
    const envelope = await seal('four', row, keys)
    for (const part of ['tag', 'text'] as const) {
      const spare = envelope.ct[part].replace(/.(?==)/, (last) => String.fromCharCode(last.charCodeAt(0) + 1))
      expect(Buffer.from(spare, 'base64')).toEqual(Buffer.from(envelope.ct[part], 'base64'))
      const changed = { ...envelope, ct: { ...envelope.ct, [part]: spare } }
      expect(await openText(JSON.stringify(changed), row, keys)).toBeUndefined()
    }
  })

  test.each([
    ['of an unknown version', { v: 2 }],
    ['with an unknown algorithm', { alg: 'A128GCM' }],
    ['with the algorithm of the other kind', { alg: alg === 'A256GCM' ? 'RSA-OAEP-256' : 'A256GCM' }],
    ['with a member too many', { extra: true }],
    ['without its data key', { wk: undefined }],
  ])('an envelope %s does not open', async (_what, change) => {
    const text = JSON.stringify({ ...(await seal('secret', row, keys)), ...change })
    expect(await openText(text, row, keys)).toBeUndefined()
  })

  test('a shortened authentication tag does not open', async () => {
    const envelope = await seal('secret', row, keys)
    const tag = Buffer.from(envelope.ct.tag, 'base64').subarray(0, 4).toString('base64')
    await refused({ ...envelope, ct: { ...envelope.ct, tag } })
  })
})

test.each(['secret', 'key'] as const)('an envelope of the first edition opens where a %s seals', async (kind) => {
  const version = '0f8fad5bd9cb469fa16570867728950e'
  const vault = inMemoryVault()
  vault.add({ version, value: Buffer.alloc(32, 7).toString('base64') })
  const envelope = v.parse(Envelope, {
    ...{ v: 1, alg: 'A256GCM', kid: version },
    wk: {
      ...{ iv: '4Xo5fSaRknLcAkMM', tag: 'ATRcwB+c1bj7/M80cl4Diw==' },
      text: 'MjolkLa+OkXUbZ2+acbS/Tk/2vmRE4drAO7QZv6lS6U=',
    },
    ct: { iv: 'N3JhCnz3TwT80YUP', tag: 'LZfo8tR64/UiO+YaIiT8IQ==', text: 'CU9MMbZbLgRBC0ojm3PjbAj8ow==' },
  })
  expect(await open(envelope, row, vault.ring(kind))).toBe('{"provider":"on24"}')
})
