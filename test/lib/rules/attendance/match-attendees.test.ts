import { describe, expect, test } from 'vitest'
import type { RegistrationKey } from '../../../../lib/model/crm.ts'
import type { Attendance } from '../../../../lib/model/webinar.ts'
import {
  adoptEventRegistrations,
  indexRegistrations,
  matchAttendee,
} from '../../../../lib/rules/attendance/match-attendees.ts'

function registration(id: string, more: Partial<RegistrationKey> = {}): RegistrationKey {
  return { id, contactId: `contact of ${id}`, email: '', providerId: undefined, eventRegistrationId: id, ...more }
}

function attendee(more: Partial<Attendance> = {}): Attendance {
  const nothing = {
    registrationId: undefined,
    firstSeen: undefined,
    lastSeen: undefined,
    metrics: { minutes: 1, questions: 0 },
  }
  return { providerId: '700', email: 'ada@example.test', ...nothing, ...more }
}

/** Which registration an attendee is matched with, or why with none. */
function matched(attendance: Attendance, carried: string | undefined, registrations: RegistrationKey[]) {
  const match = matchAttendee(attendance, carried, indexRegistrations(registrations))
  return 'reason' in match ? match.reason : match.registration.id
}

describe('an attendee belongs to', () => {
  const byId = registration('a')
  const byProviderId = registration('b', { providerId: '700' })
  const byEmail = registration('c', { email: 'ada@example.test' })
  const all = [byEmail, byProviderId, byId]

  test('the registration that the attendee carries, before all else', () => {
    expect(matched(attendee({ registrationId: 'a' }), undefined, all)).toBe('a')
  })

  test('the registration that their registrant carries, if the attendee carries none', () => {
    expect(matched(attendee(), 'a', all)).toBe('a')
  })

  test('the row with the provider’s id, if nothing known is carried', () => {
    expect(matched(attendee(), undefined, all)).toBe('b')
    expect(matched(attendee({ registrationId: 'deleted since' }), undefined, all)).toBe('b')
  })

  test('the row with the e-mail address, whatever its case, if nothing else fits', () => {
    expect(matched(attendee({ email: 'ADA@Example.test' }), undefined, [byId, byEmail])).toBe('c')
  })

  test('nobody, if several registrations have the address', () => {
    expect(matched(attendee(), undefined, [byEmail, registration('d', { email: 'Ada@example.test' })])).toBe(
      'ambiguous',
    )
  })

  test('nobody, if no registration fits; an empty address fits nobody either', () => {
    expect(matched(attendee({ email: 'eve@example.test' }), undefined, all.slice(2))).toBe('unknown')
    expect(matched(attendee({ email: '' }), undefined, [registration('d')])).toBe('unknown')
  })

  test('a registration by what is carried even if several have the address', () => {
    const twice = [registration('e', { email: 'ada@example.test' }), byEmail]
    expect(matched(attendee({ registrationId: 'c' }), undefined, twice)).toBe('c')
  })
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

  test('without any is an orphan, and its attendee is not matched', () => {
    const orphans = adoptEventRegistrations([session('s')], [registration('e', { contactId: 'bob' })])
    expect(matched(attendee({ registrationId: 's' }), undefined, orphans)).toBe('orphan')
  })
})
