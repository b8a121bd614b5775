import { expect, test } from 'vitest'
import { addExisting, noCheckIns, placeCheckIn } from '../../../../lib/rules/attendance/existing-check-ins.ts'
import { checkInHash, toCheckIn } from '../../../../lib/rules/attendance/to-check-in.ts'
import { anAttendance, aRegistrationKey, aWebinarRow } from '../../../harness/builders.ts'

const registration = { ...aRegistrationKey({ id: 'R-1' }), eventRegistrationId: 'R-1' }
const own = toCheckIn(anAttendance(), registration, aWebinarRow())
const second = toCheckIn(anAttendance({ providerId: '701' }), registration, aWebinarRow())
const click = new Date('2026-05-12T13:58:00Z')
const foreign = {
  ...{ ...own, id: '0f2a51c4-8a2e-f111-8179-000d3a2b3c4d', eventRegistrationId: 'r-1', from: click },
  metrics: { minutes: 0, questions: 0 },
}
const withExisting = (...checkIns: (typeof own)[]) => {
  const existing = noCheckIns()
  for (const checkIn of checkIns) addExisting(existing, checkIn)
  return existing
}

test('a new attendee is a new check-in', () => {
  expect(placeCheckIn(withExisting(), own)).toBe(own)
})

test('a check-in that Dynamics made of the registration is filled in, and keeps the times that only it has', () => {
  expect(placeCheckIn(withExisting(foreign), own)).toEqual({ ...own, id: foreign.id, from: click })
  const seen = { ...own, from: new Date('2026-05-12T14:00:00Z') }
  expect(placeCheckIn(withExisting(foreign), seen).from).toEqual(seen.from)
})

test('a check-in that was filled in is recognised as unchanged', () => {
  const filled = placeCheckIn(withExisting(foreign), own)
  const existing = withExisting(filled)
  expect(existing.hashes.get(filled.id)).toBe(checkInHash(placeCheckIn(existing, own)))
})

test('the connector’s own comes first where both stand', () => {
  expect(placeCheckIn(withExisting(foreign, own), own)).toBe(own)
})

test('an attendee never gets the own check-in of another attendee of the same registration', () => {
  expect(placeCheckIn(withExisting(own), second)).toBe(second)
})

test('one attendee alone gets the foreign one, also when listed twice', () => {
  const existing = withExisting(foreign)
  expect([own, second, own].map((one) => placeCheckIn(existing, one).id)).toEqual([foreign.id, second.id, foreign.id])
})

test('of several foreign ones it is always the same', () => {
  const other = { ...foreign, id: '0a2a51c4-8a2e-f111-8179-000d3a2b3c4d' }
  for (const all of [withExisting(foreign, other), withExisting(other, foreign)]) {
    expect(placeCheckIn(all, own).id).toBe(other.id)
  }
})
