import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRegistrantCipher } from '../../../lib/credentials/registrant-cipher.ts'

const key = randomBytes(32)
const cipher = createRegistrantCipher('c', key)
const registrant = {
  registrationId: 'r',
  email: 'ada@example.test',
  firstName: 'Ada',
  lastName: 'Byron',
  company: 'Engines',
  jobTitle: 'CTO',
}

test('a key is the same for an address in any case, and does not show the address', () => {
  const one = cipher.keyOf('1', 'Ada@Example.test ')
  expect(one).toEqual(cipher.keyOf('1', 'ada@example.test'))
  expect(JSON.stringify(one)).not.toMatch(/ada@|@example/i)
})

test('an e-mail hash fits into a key of Table Storage', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (email) => {
      expect(cipher.keyOf('1', email).emailHash).toMatch(/^[\w-]{43}$/)
    }),
  )
})

test('another account key gives other hashes', () => {
  const other = createRegistrantCipher('c', randomBytes(32))
  expect(other.keyOf('1', registrant.email).emailHash).not.toBe(cipher.keyOf('1', registrant.email).emailHash)
  expect(other.hashesOf(registrant)[0]).not.toBe(cipher.hashesOf(registrant)[0])
})

test('the hash changes with every fact that is sent, also a new one, and shows none', () => {
  const [hash] = cipher.hashesOf(registrant)
  expect(cipher.hashesOf({ ...registrant })[0]).toBe(hash)
  for (const fact of [...Object.keys(registrant), 'added later']) {
    expect(cipher.hashesOf({ ...registrant, [fact]: 'x' })[0]).not.toBe(hash)
  }
  expect(hash).not.toMatch(/byron|engines/i)
})

test('facts do not run into each other', () => {
  const other = { ...registrant, firstName: 'AdaB', lastName: 'yron' }
  expect(cipher.hashesOf(other)).not.toEqual(cipher.hashesOf(registrant))
})

test('an address opens for its own registration, account and key only', () => {
  const sealed = cipher.seal('ada@example.test', 'r')
  expect(sealed).not.toMatch(/ada@|@example/i)
  expect(cipher.open(sealed, 'R')).toBe('ada@example.test')
  expect(cipher.open(sealed, 'another')).toBeUndefined()
  expect(createRegistrantCipher('d', key).open(sealed, 'r')).toBeUndefined()
  expect(createRegistrantCipher('c', randomBytes(32)).open(sealed, 'r')).toBeUndefined()
})

test('a sealed address that was changed, cut or never sealed does not open', () => {
  const bytes = Buffer.from(cipher.seal('ada@example.test', 'r'), 'base64')
  for (const at of bytes.keys()) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(cipher.open(changed.toString('base64'), 'r')).toBeUndefined()
  }
  for (const odd of ['', 'x', bytes.subarray(0, 20).toString('base64')]) expect(cipher.open(odd, 'r')).toBeUndefined()
})

test('the same address is sealed differently every time', () => {
  expect(cipher.seal('ada@example.test', 'r')).not.toBe(cipher.seal('ada@example.test', 'r'))
})
