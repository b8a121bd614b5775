import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour } from '../../../../lib/core/time.ts'
import { instantOf, mayLieAhead } from '../../../../lib/rules/webinars/event-time.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
]

/** The clock on the wall at an instant, by the platform's own calendar. */
function onTheWall(instant: Date, zone: string) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return format.format(instant).replace(' ', 'T')
}

const year2026 = fc.integer({ min: Date.UTC(2026, 0, 2) / 1000, max: Date.UTC(2027, 11, 30) / 1000 })
const instants = year2026.map((seconds) => new Date(seconds * 1000))
const wallClocks = instants.map((instant) => instant.toISOString().slice(0, 19))

test('an instant read off the wall clock is that instant, or its repeat', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (instant, zone) => {
      const wall = onTheWall(instant, zone)
      const back = instantOf(wall, zone)
      expect(onTheWall(back, zone)).toBe(wall)
      const earlier = instant.getTime() - back.getTime()
      expect([0, hour / 2, hour]).toContain(earlier)
    }),
  )
})

test('a wall clock time is shown again by its instant, or later if it is skipped', () => {
  fc.assert(
    fc.property(wallClocks, fc.constantFrom(...zones), (wall, zone) => {
      const shown = Date.parse(`${onTheWall(instantOf(wall, zone), zone)}Z`) - Date.parse(`${wall}Z`)
      expect([0, hour / 2, hour]).toContain(shown)
    }),
  )
})

test('time never runs backwards by more than a change of the clocks', () => {
  const change = Date.UTC(2026, 9, 25, 1)
  for (let minutes = -120; minutes <= 120; minutes += 1) {
    const instant = new Date(change + minutes * 60_000)
    const back = instantOf(onTheWall(instant, 'Europe/Berlin'), 'Europe/Berlin')
    const secondTime = minutes >= 0 && minutes < 60
    expect(instant.getTime() - back.getTime()).toBe(secondTime ? hour : 0)
  }
})

test.each([
  ['a summer afternoon', '2026-07-01T16:00:00', 'Europe/Berlin', '2026-07-01T14:00:00Z'],
  ['a winter afternoon', '2026-01-15T16:00:00', 'Europe/Berlin', '2026-01-15T15:00:00Z'],
  ['a time that the clocks skip', '2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
  ['a time that comes twice, the first of them', '2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
  ['a skipped half hour', '2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
  ['a zone a day ahead', '2026-05-12T10:00:00', 'Pacific/Kiritimati', '2026-05-11T20:00:00Z'],
])('%s is read as calendars read it', (_, wall, zone, instant) => {
  expect(instantOf(wall, zone)).toEqual(new Date(instant))
})

test('no webinar that is still ahead anywhere on earth is taken for past', () => {
  fc.assert(
    fc.property(wallClocks, fc.constantFrom(...zones), (wall, zone) => {
      const end = instantOf(wall, zone)
      expect(mayLieAhead(wall, new Date(end.getTime() - 2 * hour))).toBe(true)
      expect(mayLieAhead(wall, new Date(end.getTime() + 30 * hour))).toBe(false)
    }),
  )
  expect(mayLieAhead(undefined, new Date())).toBe(true)
})
