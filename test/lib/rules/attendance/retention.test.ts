import { expect, test } from 'vitest'
import { broughtOf, keptFrom } from '../../../../lib/rules/attendance/retention.ts'

const now = new Date('2026-03-31T12:00:00Z')
const all = { unmatched: true, attendees: true, actions: true }
const settings = { engagement: true, actions: true, monthsKept: undefined }

test('attendees are kept for calendar months, and never less in any zone', () => {
  expect(keptFrom(1, now)).toEqual(new Date('2026-02-27T22:00:00Z'))
  expect(keptFrom(120, now)).toEqual(new Date('2016-03-30T22:00:00Z'))
  expect(keptFrom(undefined, now)).toBeUndefined()
})

test('what is brought of a webinar follows the choices of its account', () => {
  const { end } = { end: '2026-03-30T10:00:00' }
  expect(broughtOf({ end }, settings, now)).toEqual(all)
  expect(broughtOf({ end }, { ...settings, actions: false }, now)).toEqual({ ...all, actions: false })
  const none = { unmatched: true, attendees: false, actions: false }
  expect(broughtOf({ end }, { ...settings, engagement: false }, now)).toEqual(none)
})

test('nothing is brought that would be deleted again', () => {
  const kept = { ...settings, monthsKept: 1 }
  const nothing = { unmatched: false, attendees: false, actions: false }
  expect(broughtOf({ end: '2026-02-27T21:59:59' }, kept, now)).toEqual(nothing)
  expect(broughtOf({ end: '2026-02-27T22:00:00' }, kept, now)).toEqual(all)
  expect(broughtOf({ end: undefined }, kept, now)).toEqual(all)
})
