import { expect, test } from 'vitest'
import { createRegistrantCipher } from '../../../../lib/credentials/registrant-cipher.ts'
import { isSameRegistrant } from '../../../../lib/rules/registrations/registrant-key.ts'

const { keyOf } = createRegistrantCipher('c', new Uint8Array(32))
const row = { kind: 'event', webinarRow: 'row', sealedEmail: 'sealed' } as const
const key = keyOf('1', 'Ada@Example.test ')

test('a registrant is the same for an address in any case', () => {
  expect(isSameRegistrant({ ...key, ...row }, keyOf('1', 'ada@example.test'))).toBe(true)
})

test('another account, webinar or address is another registrant', () => {
  const others = [{ ...key, configuration: 'd' }, keyOf('2', 'ada@example.test'), keyOf('1', 'b@c.test')]
  for (const other of others) expect(isSameRegistrant({ ...key, ...row }, other)).toBe(false)
})

test('a record of the first release is compared by the plain hash that it holds', () => {
  const first = { ...key, ...row, sealedEmail: '', emailHash: key.firstEditionHash }
  expect(isSameRegistrant(first, keyOf('1', 'ada@example.test'))).toBe(true)
  expect(isSameRegistrant(first, keyOf('1', 'b@c.test'))).toBe(false)
})
