import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { desiredState, oldestActive, toRegistrant } from '../../../../lib/rules/registrations/desired-state.ts'
import { aRegistrant, aRegistration } from '../../../harness/builders.ts'

test('an active registration is registered with its contact’s facts and its own id', () => {
  expect(desiredState([aRegistration({ id: 'a' })])).toEqual({
    do: 'register',
    registrant: aRegistrant({ registrationId: 'a' }),
  })
})

test('a cancelled registration is cancelled under its address', () => {
  const action = desiredState([aRegistration({ id: 'a', active: false })])
  expect(action).toEqual({ do: 'cancel', email: 'ada@example.test' })
})

test('the oldest active one of several is the primary registration', () => {
  const cancelled = aRegistration({ id: 'a', active: false, createdOn: new Date('2026-05-01') })
  const older = aRegistration({ id: 'c', createdOn: new Date('2026-05-02') })
  const younger = aRegistration({ id: 'b', createdOn: new Date('2026-05-03') })
  expect(desiredState([younger, cancelled, older])).toEqual({ do: 'register', registrant: toRegistrant(older) })
})

const some = fc.array(
  fc
    .record({ id: fc.uuid(), active: fc.boolean(), day: fc.integer({ min: 1, max: 3 }) })
    .map(({ id, active, day }) => aRegistration({ id, active, createdOn: new Date(Date.UTC(2026, 4, day)) })),
  { minLength: 1, maxLength: 6 },
)

test('the decision is the same for any of the siblings, in any order', () => {
  fc.assert(
    fc.property(
      some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(desiredState(shuffled as [ReturnType<typeof aRegistration>])).toEqual(
          desiredState(all as [ReturnType<typeof aRegistration>]),
        )
      },
    ),
  )
})

test('a person is registered exactly if any registration is active', () => {
  fc.assert(
    fc.property(some, (all) => {
      const action = desiredState(all as [ReturnType<typeof aRegistration>])
      expect(action.do === 'register').toBe(all.some(({ active }) => active))
      expect(oldestActive(all) === undefined).toBe(action.do === 'cancel')
    }),
  )
})
