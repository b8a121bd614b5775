import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprintOf, sameAddress, sameSeat, seatOf } from '../../../../lib/rules/registrations/registrant-key.ts'

const registrant = {
  ...{ registrationId: 'r', email: 'ada@example.test', firstName: 'Ada', lastName: 'Byron' },
  ...{ company: 'Engines', jobTitle: 'CTO' },
}

test('a seat is the same for an address in any case, and does not show the address', () => {
  const seat = seatOf('c', '1', 'Ada@Example.test ')
  expect(sameSeat(seat, seatOf('c', '1', 'ada@example.test'))).toBe(true)
  expect(JSON.stringify(seat)).not.toMatch(/ada|example/i)
})

test('another account, webinar or address is another seat', () => {
  const seat = seatOf('c', '1', 'ada@example.test')
  for (const other of [
    seatOf('d', '1', 'ada@example.test'),
    seatOf('c', '2', 'ada@example.test'),
    seatOf('c', '1', 'b@c.test'),
  ])
    expect(sameSeat(seat, other)).toBe(false)
})

test('the address hash fits into a key of Table Storage', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (email) => {
      expect(seatOf('c', '1', email).address).toMatch(/^[\w-]{43}$/)
    }),
  )
})

test('a fingerprint changes with every fact that the provider is told, and shows none', () => {
  const print = fingerprintOf(registrant)
  expect(fingerprintOf({ ...registrant })).toBe(print)
  for (const fact of Object.keys(registrant)) expect(fingerprintOf({ ...registrant, [fact]: 'x' })).not.toBe(print)
  expect(print).not.toMatch(/ada|byron|engines/i)
})

test('facts do not run into each other', () => {
  const [one, other] = [
    { ...registrant, firstName: 'Ada', lastName: 'Byron' },
    { ...registrant, firstName: 'AdaB', lastName: 'yron' },
  ]
  expect(fingerprintOf(one)).not.toBe(fingerprintOf(other))
})

test('addresses are compared without case and white space', () => {
  expect(sameAddress(' ADA@example.test', 'ada@Example.test')).toBe(true)
  expect(sameAddress('ada@example.test', 'ida@example.test')).toBe(false)
})
