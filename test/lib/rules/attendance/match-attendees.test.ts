import { describe, expect, test } from 'vitest'
import type { RegistrationKey } from '../../../../lib/model/crm.ts'
import type { Attendance } from '../../../../lib/model/webinar.ts'
import {
  addMatch,
  adoptEventRegistrations,
  indexRegistrations,
  matchAttendee,
  noMatches,
} from '../../../../lib/rules/attendance/match-attendees.ts'
import { packAttendance, unpackAttendance } from '../../../../lib/rules/attendance/packed-attendance.ts'
import { anAttendance, aRegistrationKey } from '../../../harness/builders.ts'

const registration = (id: string, facts: Partial<RegistrationKey> = {}) => aRegistrationKey({ id, ...facts })

/** Which registration an attendee is matched with, or why with none. */
function matched(attendance: Attendance, registrations: RegistrationKey[]) {
  const match = matchAttendee(attendance, indexRegistrations(registrations))
  return 'reason' in match ? match.reason : match.registration.id
}

describe('an attendee belongs to', () => {
  const byId = registration('a')
  const byProviderId = registration('b', { providerId: '700' })
  const byEmail = registration('c', { email: 'ada@example.test' })
  const all = [byEmail, byProviderId, byId]

  test('the registration that the attendee carries, before all else', () => {
    expect(matched(anAttendance({ registrationId: 'a' }), all)).toBe('a')
  })

  test('the row with the provider’s id, if nothing known is carried', () => {
    expect(matched(anAttendance(), all)).toBe('b')
    expect(matched(anAttendance({ registrationId: 'deleted since' }), all)).toBe('b')
  })

  test('the row with the e-mail address, whatever its case, if nothing else fits', () => {
    expect(matched(anAttendance({ email: 'ADA@Example.test' }), [byId, byEmail])).toBe('c')
  })

  test('nobody, if several registrations have the address', () => {
    expect(matched(anAttendance(), [byEmail, registration('d', { email: 'Ada@example.test' })])).toBe('ambiguous')
  })

  test('nobody, if no registration fits; an empty address fits nobody either', () => {
    expect(matched(anAttendance({ email: 'eve@example.test' }), all.slice(2))).toBe('unknown')
    expect(matched(anAttendance({ email: '' }), [registration('d')])).toBe('unknown')
  })

  test('a registration by what is carried even if several have the address', () => {
    const twice = [registration('e', { email: 'ada@example.test' }), byEmail]
    expect(matched(anAttendance({ registrationId: 'c' }), twice)).toBe('c')
  })
})

test('a person whom the provider lists twice is one attendee with the larger numbers', () => {
  const matches = noMatches()
  const index = indexRegistrations([registration('a', { email: 'ada@example.test' })])
  const listings = [
    anAttendance({ providerId: '700', registrationId: 'a', metrics: { minutes: 3, questions: 1 } }),
    anAttendance({ providerId: '701', metrics: { minutes: 2, questions: 4 } }),
    anAttendance({ providerId: '702', email: 'eve@example.test' }),
  ]
  for (const listing of listings) addMatch(matches, packAttendance(listing), index)
  const [ada, ...others] = [...matches.attendees.values()].map(({ packed }) => unpackAttendance(packed))
  expect(others).toEqual([])
  expect(ada).toMatchObject({ providerId: '700', metrics: { minutes: 3, questions: 4 } })
  expect(matches.unmatched).toEqual([{ providerId: '702', reason: 'unknown' }])
})

describe('a session registration', () => {
  const session = (id: string, more: Partial<RegistrationKey> = {}) =>
    registration(id, { eventRegistrationId: undefined, contactId: 'ada', ...more })

  test('keeps the event registration it has', () => {
    const [own] = adoptEventRegistrations([session('s', { eventRegistrationId: 'own' })], [registration('e')])
    expect(own?.eventRegistrationId).toBe('own')
  })

  test('takes the event registration of its contact, the first one of several', () => {
    const events = ['other', 'ada', 'ada'].map((contactId, at) => registration(`e${at}`, { contactId }))
    expect(adoptEventRegistrations([session('s')], events)[0]?.eventRegistrationId).toBe('e1')
  })

  test('is an orphan without an event registration, and its attendee is not matched', () => {
    const orphans = adoptEventRegistrations([session('s')], [registration('e', { contactId: 'bob' })])
    expect(matched(anAttendance({ registrationId: 's' }), orphans)).toBe('orphan')
  })
})
