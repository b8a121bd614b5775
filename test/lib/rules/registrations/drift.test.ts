import { expect, test } from 'vitest'
import type { Registration } from '../../../../lib/model/crm.ts'
import type { SyncStatus } from '../../../../lib/model/status.ts'
import type { ProviderRegistrant } from '../../../../lib/model/webinar.ts'
import { cancelledHash } from '../../../../lib/rules/registrations/applied-state.ts'
import {
  driftOf,
  hasPendingMessage,
  isNewlyErased,
  needsWritten,
  observedState,
} from '../../../../lib/rules/registrations/drift.ts'
import { providerError, registeredAt } from '../../../../lib/rules/registrations/sync-status.ts'
import { aRegistration } from '../../../harness/builders.ts'

const columnsOf = ({ message: _, ...columns }: SyncStatus) => columns
const registration = aRegistration({
  outcome: { ...columnsOf(registeredAt('ON24', '700')), text: 'Registered at ON24' },
})
const cancelled: Registration = { ...registration, standing: 'cancelled' }
const anew = { ...registration, createdOn: new Date('2026-05-03T10:00:00Z') }
const heldBack: Registration = { ...aRegistration(), standing: 'waitlisted' }
const open = { ...registration, outcome: { ...registration.outcome, synced: false } }
const hashesOf = () => ['hash', 'older form of the hash']

type Told = NonNullable<Parameters<typeof driftOf>[1]>
const at = new Date('2026-05-02T10:00:00Z')
const registered: Told = { state: 'registered', appliedHash: 'hash', refusedHash: '', providerId: '700', at }
const erased: Told = { ...registered, state: 'erased', appliedHash: '' }
const appliedCancelled: Told = { ...registered, state: 'cancelled', appliedHash: cancelledHash }
const listed: ProviderRegistrant = {
  providerId: '700',
  email: 'ada@example.test',
  registrationId: 'a',
  state: 'approved',
}
const deleted: ProviderRegistrant = { ...listed, state: 'gone' }
const pending: ProviderRegistrant = { ...listed, state: 'pending' }
const denied: ProviderRegistrant = { ...listed, state: 'denied' }
const unread = undefined
const absent = null
const forgotten: ProviderRegistrant = { ...listed, email: '700-deleted', registrationId: undefined, state: 'erased' }
const takesAll = { title: 'ON24', validateRegistrant: () => undefined }

test.each([
  ['nothing was told yet', registration, undefined, unread, 'register'],
  ['nothing was told, and the list does not show them', registration, undefined, absent, 'register'],
  ['somebody else registered them, and they are listed', registration, undefined, listed, 'unchanged'],
  ['nothing was told, the row says so, but somebody is listed', open, undefined, listed, 'update'],
  ['the same was told and is listed', registration, registered, listed, 'unchanged'],
  ['the same was told, the list was not read', registration, registered, unread, 'unchanged'],
  ['the same was told, but the row does not say so', open, registered, listed, 'statusOnly'],
  ['the same was told, but the list does not show them', registration, registered, absent, 'register'],
  ['the same was told, but somebody deleted them there', registration, registered, deleted, 'restore'],
  [
    'the same was told in an older form of the hash',
    registration,
    { ...registered, appliedHash: hashesOf()[1] ?? '' },
    listed,
    'unchanged',
  ],
  ['the same was told, and they wait for approval', registration, registered, pending, 'unchanged'],
  ['the same was told, and they were denied', registration, registered, denied, 'unchanged'],
  ['the cancellation was told, but they wait for approval', cancelled, appliedCancelled, pending, 'cancel'],
  ['something else was told', registration, { ...registered, appliedHash: 'other' }, listed, 'update'],
  ['the answer to the last telling is out', registration, { ...registered, appliedHash: '' }, unread, 'register'],
  ['the cancellation is taken back', registration, appliedCancelled, unread, 'restore'],
  ['this was refused before', registration, { ...registered, refusedHash: 'hash' }, absent, 'refused'],
  ['the cancellation is to be told', cancelled, registered, unread, 'cancel'],
  ['the cancellation was told', cancelled, appliedCancelled, unread, 'unchanged'],
  ['the cancellation was told, and what the row says is not known', cancelled, appliedCancelled, unread, 'unchanged'],
  ['the cancellation was told, but they are listed', cancelled, appliedCancelled, listed, 'cancel'],
  ['they are cancelled and not listed', cancelled, undefined, absent, 'unchanged'],
  ['they were erased, and the row does not say so', registration, erased, forgotten, 'statusOnly'],
  ['they were erased and cancelled since', cancelled, erased, forgotten, 'unchanged'],
  ['they registered anew after they were erased', anew, erased, forgotten, 'update'],
  ['they are held back and were told', heldBack, registered, listed, 'cancel'],
  ['they are held back, and somebody else registered them', heldBack, undefined, listed, 'unchanged'],
  ['they are held back, and the row says so', heldBack, appliedCancelled, absent, 'unchanged'],
] as const)('drift is decided when %s', (_when, row, told, shown, difference) => {
  expect(driftOf([row], told, takesAll, shown, hashesOf)).toBe(difference)
})

test('somebody whom the provider forgot is noticed once, while a registration asks for them', () => {
  expect(isNewlyErased([registration], registered, forgotten)).toBe(true)
  expect(isNewlyErased([registration], undefined, forgotten)).toBe(true)
  expect(isNewlyErased([registration], erased, forgotten)).toBe(false)
  expect(isNewlyErased([cancelled], registered, forgotten)).toBe(false)
  expect(isNewlyErased([registration], registered, listed)).toBe(false)
})

test('a row that was last told something else is told again, whatever it says', () => {
  const told = (row: Registration, state: Told, code: string) =>
    driftOf([row], state, takesAll, unread, hashesOf, new Map([['a', code]]))
  expect(told(cancelled, appliedCancelled, 'registered')).toBe('statusOnly')
  expect(told(cancelled, appliedCancelled, 'cancelled')).toBe('unchanged')
  expect(told(registration, registered, 'cancelled')).toBe('statusOnly')
})

test.each([
  ['a planner’s edit', 'Ada comes with a guest'],
  ['a translation', 'Bei ON24 angemeldet'],
  ['another release’s words', 'Signed up at ON24'],
])('%s of the status is no drift', (_what, text) => {
  const row = { ...registration, outcome: { ...registration.outcome, text } }
  expect(driftOf([row], registered, takesAll, listed, hashesOf, new Map([['a', 'registered']]))).toBe('unchanged')
  expect(driftOf([row], registered, takesAll, listed, hashesOf)).toBe('unchanged')
})

test('an address that the provider never takes is refused, unless it only has to go', () => {
  const refusal = { title: 'ON24', validateRegistrant: () => ({ code: 'contact_without_email' }) as const }
  expect(driftOf([registration], undefined, refusal, unread, hashesOf)).toBe('refused')
  expect(driftOf([cancelled], registered, refusal, unread, hashesOf)).toBe('cancel')
})

const [minute, hour] = [60_000, 60 * 60_000]
const lists = (addresses: [string, ProviderRegistrant][] = [], registrations: [string, ProviderRegistrant][] = []) => ({
  ...{ byEmailHash: new Map(addresses), byRegistrationId: new Map(registrations) },
  byProviderId: new Map(registrations.map(([, one]): [string, ProviderRegistrant] => [one.providerId, one])),
})

test.each([
  ['the list lags behind what was told a moment ago', registration, 10 * minute, lists([['x', deleted]]), undefined],
  ['the list shows the address', registration, hour, lists([['x', deleted]], [['a', listed]]), deleted],
  ['the address was changed there', registration, 25 * hour, lists([], [['a', listed]]), listed],
  [
    'the address was changed there, where no registration is carried',
    registration,
    25 * hour,
    lists([], [['', listed]]),
    listed,
  ],
  ['the address was changed there, and nobody should be registered', cancelled, hour, lists([], [['a', listed]]), null],
  ['they may have yet to confirm their address', registration, 23 * hour, lists(), undefined],
  ['they have not shown up for a day', registration, 25 * hour, lists(), null],
  ['nothing was told of them', registration, undefined, lists([], [['a', listed]]), null],
])('a person has the state that the list shows: %s', (_when, row, age, list, shown) => {
  const applied = age === undefined ? undefined : { age, providerId: '700' }
  expect(observedState('x', [row], applied, list, 20 * minute)).toBe(shown)
})

test('a registration has a pending message only if it is retried within a day', () => {
  const failed = columnsOf(providerError({ code: 'unreachable', system: 'ON24' }, false))
  const tried = { ...registration, id: 'tried', outcome: { ...failed, text: 'Edited by a planner' } }
  const givenUp = { ...tried, id: 'given up' }
  const unknown = { ...tried, id: 'unknown' }
  const written = new Map([
    ['tried', 'waiting'],
    ['given up', 'gave_up'],
  ])
  expect(hasPendingMessage([registration, tried], hour, written)).toBe(true)
  expect(hasPendingMessage([tried], undefined, written)).toBe(true)
  expect(hasPendingMessage([tried], 25 * hour, written)).toBe(false)
  expect(hasPendingMessage([givenUp, registration], hour, written)).toBe(false)
  expect(hasPendingMessage([unknown], hour, written)).toBe(false)
})

test('what was written is read where an attempt failed, and for two days after something was told', () => {
  const failed = { ...registration, outcome: { ...registration.outcome, state: 'provider error' as const } }
  expect([1, 47, 49].map((hours) => needsWritten([registration], hours * hour))).toEqual([true, true, false])
  expect([needsWritten([registration], undefined), needsWritten([failed], undefined)]).toEqual([false, true])
})
