import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Registration } from '../../../../lib/model/crm.ts'
import { desiredState, oldestActive, toRegistrant } from '../../../../lib/rules/registrations/desired-state.ts'

const contact = { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.test', company: 'Engines', jobTitle: 'CTO' }
const outcome = { synced: false, state: 'pending', status: '', providerId: undefined } as const

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

test('an active registration is registered with its contact’s facts and its own id', () => {
  expect(desiredState([registration({ id: 'a' })])).toEqual({
    do: 'register',
    registrant: {
      ...{ registrationId: 'a', email: 'ada@example.test', firstName: 'Ada', lastName: 'Byron' },
      ...{ company: 'Engines', jobTitle: 'CTO' },
    },
  })
})

test('a cancelled registration is cancelled under its address', () => {
  const action = desiredState([registration({ id: 'a', active: false })])
  expect(action).toEqual({ do: 'cancel', email: 'ada@example.test' })
})

test('the oldest active one of several is the primary registration', () => {
  const cancelled = registration({ id: 'a', active: false, createdOn: new Date('2026-05-01') })
  const older = registration({ id: 'c', createdOn: new Date('2026-05-02') })
  const younger = registration({ id: 'b', createdOn: new Date('2026-05-03') })
  expect(desiredState([younger, cancelled, older])).toEqual({ do: 'register', registrant: toRegistrant(older) })
})

const some = fc.array(
  fc
    .record({ id: fc.uuid(), active: fc.boolean(), day: fc.integer({ min: 1, max: 3 }) })
    .map(({ id, active, day }) => registration({ id, active, createdOn: new Date(Date.UTC(2026, 4, day)) })),
  { minLength: 1, maxLength: 6 },
)

test('the decision is the same for any of the siblings, in any order', () => {
  fc.assert(
    fc.property(
      some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(desiredState(shuffled as [Registration])).toEqual(desiredState(all as [Registration]))
      },
    ),
  )
})

test('a person is registered exactly if any registration is active', () => {
  fc.assert(
    fc.property(some, (all) => {
      const action = desiredState(all as [Registration])
      expect(action.do === 'register').toBe(all.some(({ active }) => active))
      expect(oldestActive(all) === undefined).toBe(action.do === 'cancel')
    }),
  )
})
