import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isSameEmail,
  isSameRegistrant,
  registrantHash,
  registrantKey,
} from '../../../../lib/rules/registrations/registrant-key.ts'
import { aRegistrant } from '../../../harness/builders.ts'

const registrant = aRegistrant()

test('a registrant key is the same for an address in any case, and does not show it', () => {
  const seat = registrantKey('c', '1', 'Ada@Example.test ')
  expect(isSameRegistrant(seat, registrantKey('c', '1', 'ada@example.test'))).toBe(true)
  expect(JSON.stringify(seat)).not.toMatch(/ada|example/i)
})

test('another account, webinar or address is another registrant key', () => {
  const seat = registrantKey('c', '1', 'ada@example.test')
  for (const other of [
    registrantKey('d', '1', 'ada@example.test'),
    registrantKey('c', '2', 'ada@example.test'),
    registrantKey('c', '1', 'b@c.test'),
  ])
    expect(isSameRegistrant(seat, other)).toBe(false)
})

test('the address hash fits into a key of Table Storage', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (email) => {
      expect(registrantKey('c', '1', email).address).toMatch(/^[\w-]{43}$/)
    }),
  )
})

test('a hash changes with every fact of the registrant, and shows none', () => {
  const print = registrantHash(registrant)
  expect(registrantHash({ ...registrant })).toBe(print)
  for (const fact of Object.keys(registrant)) expect(registrantHash({ ...registrant, [fact]: 'x' })).not.toBe(print)
  expect(print).not.toMatch(/ada|byron|engines/i)
})

test('facts do not run into each other', () => {
  const [one, other] = [
    { ...registrant, firstName: 'Ada', lastName: 'Byron' },
    { ...registrant, firstName: 'AdaB', lastName: 'yron' },
  ]
  expect(registrantHash(one)).not.toBe(registrantHash(other))
})

test('addresses are compared without case and white space', () => {
  expect(isSameEmail(' ADA@example.test', 'ada@Example.test')).toBe(true)
  expect(isSameEmail('ada@example.test', 'ida@example.test')).toBe(false)
})
