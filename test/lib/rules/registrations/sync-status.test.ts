import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cancelledAt,
  isRetrying,
  isUnchanged,
  parentFailed,
  providerError,
  refused,
  registeredAt,
} from '../../../../lib/rules/registrations/sync-status.ts'

const outage = { code: 'out_of_service', system: 'ON24' } as const
const cut = { code: 'unreachable', system: 'ON24' } as const

test('agreement is synced and published, and a registration brings the provider’s id', () => {
  const agreed = { synced: true, state: 'published' }
  expect(registeredAt('ON24', '700')).toEqual({ ...agreed, status: 'Registered at ON24', providerId: '700' })
  expect(cancelledAt('ON24')).toEqual({ ...agreed, status: 'Cancelled at ON24', providerId: undefined })
})

test('what failed is not synced, and says who has to do something about it', () => {
  expect(refused({ code: 'contact_without_email' })).toMatchObject({
    ...{ synced: false, state: 'failed' },
    status: 'The contact has no e-mail address. Enter one on the contact.',
  })
  expect(parentFailed({ code: 'no_webinar_yet', kind: 'event' })).toMatchObject({
    ...{ synced: false, state: 'parent failed' },
    status: 'The event has no webinar yet. Its webinar status says why.',
  })
  expect(providerError(cut, false)).toMatchObject({
    ...{ synced: false, state: 'provider error' },
    status: 'Not sent yet. It will be sent by itself; there is nothing to do.',
  })
  expect(providerError(cut, true).status).toMatch(/^Not sent in spite of many tries\. Your administrator: /)
})

test('what only an administrator can mend is not explained to a planner', () => {
  for (const code of ['vault_key_malformed', 'no_dataverse_token', 'storage_unreachable'] as const) {
    expect(providerError({ code }, false).status).toMatch(/^Not sent yet\. /)
  }
  const noLevel = { code: 'access_level_missing', provider: 'ON24' } as const
  expect(providerError(noLevel, false).status).toMatch(/refuses access at present\. Your administrator: /)
  expect(refused({ code: 'dataverse_refused', said: 'Column too long.' }).status).toMatch(/Your administrator: /)
})

test('no status is longer than its column, and a text that was shortened ends with a whole word', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.boolean(), (said, isFinalAttempt) => {
      const reason = { code: 'provider_refused', provider: 'ON24', said } as const
      for (const { status } of [refused(reason), providerError(reason, isFinalAttempt)]) {
        expect(status.length).toBeLessThanOrEqual(100)
      }
    }),
  )
})

test('what stands there is not written again', () => {
  const failed = [refused({ code: 'email_malformed' }), parentFailed({ code: 'no_credentials' })]
  for (const outcome of [registeredAt('ON24', '1'), cancelledAt('ON24'), ...failed]) {
    expect(isUnchanged(outcome, { ...outcome })).toBe(true)
  }
})

test('a difference in any column is written', () => {
  const current = registeredAt('ON24', '1')
  const others = [registeredAt('ON24', '2'), registeredAt('ON25', '1'), cancelledAt('ON24')]
  for (const other of [...others, refused({ code: 'email_malformed' })]) {
    expect(isUnchanged(current, other)).toBe(false)
  }
  expect(isUnchanged({ ...current, synced: false }, current)).toBe(false)
  expect(isUnchanged({ ...current, providerId: undefined }, current)).toBe(false)
})

test('an outcome that knows no id leaves the one that stands there', () => {
  expect(isUnchanged({ ...cancelledAt('ON24'), providerId: '7' }, cancelledAt('ON24'))).toBe(true)
})

test('during an outage the first reason stays, until the connector gives up', () => {
  const [first, second] = [providerError(outage, false), providerError(cut, false)]
  const [last, again] = [providerError(cut, true), providerError(outage, true)]
  expect(isUnchanged(first, second)).toBe(true)
  expect(isUnchanged(first, last)).toBe(false)
  expect(isUnchanged(last, again)).toBe(true)
  expect(isUnchanged(last, first)).toBe(true)
  expect(isUnchanged(last, registeredAt('ON24', '1'))).toBe(false)
})

test('a message is under way until the connector gives up', () => {
  expect(isRetrying(providerError(outage, false))).toBe(true)
  expect(isRetrying(providerError(outage, true))).toBe(false)
  expect(isRetrying(registeredAt('ON24', '1'))).toBe(false)
})
