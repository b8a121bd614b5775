import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cancelledAt,
  isUnchanged,
  parentFailed,
  providerError,
  refused,
  registeredAt,
} from '../../../../lib/rules/registrations/sync-status.ts'

test('a success is synced and published, and a registration brings the provider’s id', () => {
  const agreed = { synced: true, state: 'published' }
  expect(registeredAt('ON24', '700')).toEqual({ ...agreed, status: 'Registered at ON24', providerId: '700' })
  expect(cancelledAt('ON24')).toEqual({ ...agreed, status: 'Cancelled at ON24', providerId: undefined })
})

test('a failure is not synced, and says who has to act', () => {
  expect(refused('No e-mail.')).toMatchObject({ synced: false, state: 'failed', status: 'No e-mail.' })
  expect(parentFailed('No webinar.')).toMatchObject({ synced: false, state: 'parent failed', status: 'No webinar.' })
  expect(providerError('It is out.', false)).toMatchObject({
    ...{ synced: false, state: 'provider error', status: 'It is out. The connector tries again.' },
  })
  expect(providerError('It is out.', true).status).toBe('It is out. The connector gave up.')
})

test('no status is longer than its column, and what happens next is never cut off', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.boolean(), (reason, lastTry) => {
      const error = providerError(reason, lastTry)
      for (const { status } of [refused(reason), parentFailed(reason), error]) {
        expect(status.length).toBeLessThanOrEqual(100)
      }
      expect(error.status.endsWith(lastTry ? ' The connector gave up.' : ' The connector tries again.')).toBe(true)
    }),
  )
})

test('an unchanged status is not written again', () => {
  for (const outcome of [registeredAt('ON24', '1'), cancelledAt('ON24'), refused('x'), parentFailed('x')]) {
    expect(isUnchanged(outcome, { ...outcome })).toBe(true)
  }
})

test('a difference in any column is written', () => {
  const current = registeredAt('ON24', '1')
  for (const other of [registeredAt('ON24', '2'), registeredAt('ON25', '1'), cancelledAt('ON24'), refused('x')]) {
    expect(isUnchanged(current, other)).toBe(false)
  }
  expect(isUnchanged({ ...current, synced: false }, current)).toBe(false)
  expect(isUnchanged({ ...current, providerId: undefined }, current)).toBe(false)
})

test('a status without an id leaves the one on the row', () => {
  expect(isUnchanged({ ...cancelledAt('ON24'), providerId: '7' }, cancelledAt('ON24'))).toBe(true)
})

test('during an outage the first reason stays, until the connector gives up', () => {
  const [first, second] = [
    providerError('ON24 is out of order.', false),
    providerError('ON24 cannot be reached.', false),
  ]
  const [last, again] = [providerError('ON24 cannot be reached.', true), providerError('ON24 is out of order.', true)]
  expect(isUnchanged(first, second)).toBe(true)
  expect(isUnchanged(first, last)).toBe(false)
  expect(isUnchanged(last, again)).toBe(true)
  expect(isUnchanged(last, first)).toBe(true)
  expect(isUnchanged(last, registeredAt('ON24', '1'))).toBe(false)
})
