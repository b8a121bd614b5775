import { expect, test } from 'vitest'
import type { ThereRegistrant } from '../../../../lib/model/registered-there.ts'
import type { ProviderRegistrant } from '../../../../lib/model/webinar.ts'
import {
  contactOf,
  distinctByEmail,
  indexKnown,
  isNewcomer,
  registrationOf,
} from '../../../../lib/rules/registrants/newcomers.ts'

const person = { firstName: '', lastName: '', company: '' }
const there = (facts: Partial<ThereRegistrant>): ThereRegistrant => ({
  ...{ providerId: '700', email: 'ada@example.test', registrationId: undefined, person, hasConsented: false, ...facts },
})
const known = indexKnown([
  { id: 'A', email: ' Ada@Example.test', providerId: undefined },
  { id: 'b', email: '', providerId: '701' },
])

test.each([
  ['the address, in any case and with blanks', there({ email: 'ADA@example.test ' }), 'A'],
  ['the id of the provider on the row', there({ email: 'x@example.test', providerId: '701' }), 'b'],
  ['the registration that they carry', there({ email: 'x@example.test', registrationId: 'a' }), 'a'],
  ['none, where one was deleted', there({ email: 'x@example.test', registrationId: 'gone' }), undefined],
  ['none, where an address is only like another', there({ email: 'àda@example.test' }), undefined],
])('a registrant belongs to a registration by %s', (_by, one, expected) => {
  expect(registrationOf(one, known)).toBe(expected)
})

test.each<[string, Partial<ProviderRegistrant>, boolean]>([
  ['with a place and no registration', {}, true],
  ['who carries a registration', { registrationId: 'gone' }, false],
  ['who waits for approval', { state: 'pending' }, false],
  ['who is blocked', { state: 'denied' }, false],
  ['who cancelled', { state: 'gone' }, false],
  ['who was erased', { state: 'erased', email: '700-deleted' }, false],
  ['without an address', { email: 'nobody' }, false],
])('somebody %s registered at the provider themselves: %s', (_who, facts, expected) => {
  const one = { providerId: '700', email: 'ada@example.test', registrationId: undefined, state: 'approved', ...facts }
  expect(isNewcomer(one as ProviderRegistrant)).toBe(expected)
})

test('an address that is listed twice counts once', () => {
  const people = [there({ providerId: '1' }), there({ providerId: '2', email: ' ADA@example.test' })]
  expect(distinctByEmail(people).map(({ providerId }) => providerId)).toEqual(['1'])
})

const contact = (email: string, isActive = true) => ({ id: email, email, isActive })

test.each([
  ['the one contact with it', [contact('Ada@example.test')], 'Ada@example.test'],
  ['the active one of two', [contact('ada@example.test'), contact('ADA@example.test', false)], 'ada@example.test'],
  ['nobody can tell which', [contact('ada@example.test'), contact('ADA@example.test')], 'several'],
  ['one that was merged', [contact('ada@example.test', false)], 'similar'],
  ['one that Dynamics takes for the same', [contact('àda@example.test')], 'similar'],
  ['none', [], 'none'],
])('an address has the contact: %s', (_which, found, expected) => {
  const answer = contactOf('ada@example.test ', found)
  expect(typeof answer === 'string' ? answer : answer.id).toBe(expected)
})
