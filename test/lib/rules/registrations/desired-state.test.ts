import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Registration } from '../../../../lib/model/crm.ts'
import {
  desiredRegistrant,
  effectiveRegistration,
  oldestActive,
} from '../../../../lib/rules/registrations/desired-state.ts'

const contact = { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.test', company: 'Engines', jobTitle: 'CTO' }
const outcome = { synced: false, state: 'pending', text: '', providerId: undefined } as const

function registration(facts: Partial<Registration> & { id: string }): Registration {
  return {
    kind: 'event',
    active: true,
    createdOn: new Date('2026-05-01T10:00:00Z'),
    contact,
    outcome,
    etag: 'W/"1"',
    ...facts,
  }
}

test('an active registration is registered with the facts of its contact and its own id', () => {
  expect(desiredRegistrant([registration({ id: 'a' })])).toEqual({ registrationId: 'a', ...contact })
})

test('a cancelled registration asks for nobody', () => {
  expect(desiredRegistrant([registration({ id: 'a', active: false })])).toBeUndefined()
  expect(desiredRegistrant([])).toBeUndefined()
})

test('of several the oldest active one is the primary registration', () => {
  const cancelled = registration({ id: 'a', active: false, createdOn: new Date('2026-05-01') })
  const older = registration({ id: 'c', createdOn: new Date('2026-05-02') })
  const younger = registration({ id: 'b', createdOn: new Date('2026-05-03') })
  expect(desiredRegistrant([younger, cancelled, older])).toMatchObject({ registrationId: 'c' })
})

test('a registration of a cancelled event counts as cancelled', () => {
  expect(effectiveRegistration(registration({ id: 'a' }), { cancelled: true }).active).toBe(false)
  expect(effectiveRegistration(registration({ id: 'a' }), { cancelled: false }).active).toBe(true)
})

const some = fc.array(
  fc
    .record({ id: fc.uuid(), active: fc.boolean(), day: fc.integer({ min: 1, max: 3 }) })
    .map(({ id, active, day }) => registration({ id, active, createdOn: new Date(Date.UTC(2026, 4, day)) })),
  { minLength: 1, maxLength: 6 },
)

test('whoever of them is asked about, and in which order they come, the decision is the same', () => {
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
      expect(desiredRegistrant(all) !== undefined).toBe(all.some(({ active }) => active))
      expect(oldestActive(all) !== undefined).toBe(all.some(({ active }) => active))
    }),
  )
})
