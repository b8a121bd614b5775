import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unionOf } from '../../../../lib/rules/attendance/union-of.ts'

const listing = (minutes: number, questions: number, first?: number, last?: number) => ({
  ...{ providerId: '7', email: 'ada@example.test', registrationId: undefined, metrics: { minutes, questions } },
  firstSeen: first === undefined ? undefined : new Date(first),
  lastSeen: last === undefined ? undefined : new Date(last),
})

test('two listings are one presence, from the first sight to the last', () => {
  expect(unionOf(listing(30, 0, 2000, 5000), listing(12, 2, 1000, 4000))).toEqual(listing(30, 2, 1000, 5000))
  expect(unionOf(listing(1, 0), listing(2, 0, 1000))).toEqual(listing(2, 0, 1000))
})

test('the same listing twice is itself, and the order changes no number', () => {
  const listings = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()).map((facts) => listing(...facts))
  fc.assert(
    fc.property(listings, listings, (one, other) => {
      expect(unionOf(one, one)).toEqual(one)
      expect(unionOf(one, other)).toEqual(unionOf(other, one))
    }),
  )
})

test('a registration that only one listing carries is kept', () => {
  expect(unionOf(listing(1, 0), { ...listing(1, 0), registrationId: 'r-1' }).registrationId).toBe('r-1')
})
