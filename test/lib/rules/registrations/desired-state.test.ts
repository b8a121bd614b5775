import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  desiredRegistrant,
  effectiveRegistration,
  oldestActive,
} from '../../../../lib/rules/registrations/desired-state.ts'
import { isActive } from '../../../../lib/rules/registrations/standing.ts'
import { aContact, aRegistration } from '../../../harness/builders.ts'

test('an active registration is registered with its contact’s facts and its own id', () => {
  expect(desiredRegistrant([aRegistration({ id: 'a' })])).toEqual({ registrationId: 'a', ...aContact() })
})

test('a cancelled registration asks for nobody', () => {
  expect(desiredRegistrant([aRegistration({ id: 'a', standing: 'cancelled' })])).toBeUndefined()
  expect(desiredRegistrant([])).toBeUndefined()
})

test('the oldest active one of several is the primary registration', () => {
  const cancelled = aRegistration({ id: 'a', standing: 'cancelled', createdOn: new Date('2026-05-01') })
  const older = aRegistration({ id: 'c', createdOn: new Date('2026-05-02') })
  const younger = aRegistration({ id: 'b', createdOn: new Date('2026-05-03') })
  expect(desiredRegistrant([younger, cancelled, older])).toMatchObject({ registrationId: 'c' })
})

test('a registration of a cancelled event counts as cancelled', () => {
  expect(effectiveRegistration(aRegistration({ id: 'a' }), { cancelled: true }).standing).toBe('cancelled')
  expect(effectiveRegistration(aRegistration({ id: 'a' }), { cancelled: false }).standing).toBe('registered')
})

const standings = ['registered', 'checked in', 'waitlisted', 'on hold', 'cancelled', 'unknown'] as const

const some = fc.array(
  fc
    .record({ id: fc.uuid(), standing: fc.constantFrom(...standings), day: fc.integer({ min: 1, max: 3 }) })
    .map(({ id, standing, day }) => aRegistration({ id, standing, createdOn: new Date(Date.UTC(2026, 4, day)) })),
  { minLength: 1, maxLength: 6 },
)

test('the decision is the same for any of the siblings, in any order', () => {
  fc.assert(
    fc.property(
      some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(desiredRegistrant(shuffled)).toEqual(desiredRegistrant(all))
      },
    ),
  )
})

test('a person is registered exactly if any registration is active', () => {
  fc.assert(
    fc.property(some, (all) => {
      expect(desiredRegistrant(all) !== undefined).toBe(all.some(isActive))
      expect(oldestActive(all) !== undefined).toBe(all.some(isActive))
    }),
  )
})
