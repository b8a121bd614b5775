import { expect, test } from 'vitest'
import { differenceOf } from '../../../lib/rules/compare-seats.ts'
import { registeredAt } from '../../../lib/rules/outcome.ts'
import { toRegistrant } from '../../../lib/rules/registration-action.ts'
import { cancelledFingerprint, fingerprintOf, refusedFingerprint } from '../../../lib/rules/seat.ts'
import type { Registration } from '../../../lib/webinar/crm.ts'
import type { ProviderRegistrant } from '../../../lib/webinar/webinar.ts'

const registration: Registration = {
  ...{ kind: 'event', id: 'a', active: true, createdOn: new Date('2026-05-01T10:00:00Z'), etag: 'W/"1"' },
  contact: {
    ...{ id: 'c', firstName: 'Ada', lastName: 'Byron', email: 'ada@example.test', company: 'Engines', jobTitle: 'CTO' },
  },
  outcome: registeredAt('ON24', '700'),
}
const cancelled = { ...registration, active: false }
const open = { ...registration, outcome: { ...registration.outcome, synced: false } }
const print = fingerprintOf(toRegistrant(registration))

const registered = { state: 'registered', fingerprint: print } as const
const toldCancelled = { state: 'cancelled', fingerprint: cancelledFingerprint } as const
const listed: ProviderRegistrant = { providerId: '700', email: 'ada@example.test', registrationId: 'a', active: true }
const deleted = { ...listed, active: false }
const unread = undefined
const absent = null
const takesAll = () => undefined

test.each([
  ['nothing was told yet', registration, undefined, unread, 'register'],
  ['nothing was told, and the list does not show them', registration, undefined, absent, 'register'],
  ['somebody else registered them, and they are listed', registration, undefined, listed, 'unchanged'],
  ['nothing was told, the row says so, but somebody is listed', open, undefined, listed, 'update'],
  ['the same was told and is listed', registration, registered, listed, 'unchanged'],
  ['the same was told, the list was not read', registration, registered, unread, 'unchanged'],
  ['the same was told, but the row does not say so', open, registered, listed, 'rowOnly'],
  ['the same was told, but the list does not show them', registration, registered, absent, 'register'],
  ['the same was told, but somebody deleted them there', registration, registered, deleted, 'restore'],
  ['something else was told', registration, { ...registered, fingerprint: 'other' }, listed, 'update'],
  ['the answer to the last telling is out', registration, { ...registered, fingerprint: '' }, unread, 'register'],
  ['the cancellation is taken back', registration, toldCancelled, unread, 'restore'],
  [
    'this was refused before',
    registration,
    { ...registered, fingerprint: refusedFingerprint(print) },
    absent,
    'refused',
  ],
  ['the cancellation is to be told', cancelled, registered, unread, 'cancel'],
  ['the cancellation was told', cancelled, toldCancelled, unread, 'unchanged'],
  ['the cancellation was told, but they are listed', cancelled, toldCancelled, listed, 'cancel'],
  ['they are cancelled and not listed', cancelled, undefined, absent, 'unchanged'],
] as const)('when %s', (_when, row, told, shown, difference) => {
  expect(differenceOf([row], told, takesAll, shown)).toBe(difference)
})

test('an address that the provider never takes is refused, unless it only has to go', () => {
  const refusal = () => 'No address.'
  expect(differenceOf([registration], undefined, refusal, unread)).toBe('refused')
  expect(differenceOf([cancelled], registered, refusal, unread)).toBe('cancel')
})
