import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour, minute } from '../../../../lib/core/time.ts'
import { type Freshness, isDue, isFinal } from '../../../../lib/rules/attendance/pull-schedule.ts'

const liveEnd = new Date('2026-05-12T14:00:00Z')
const at = (milliseconds: number) => new Date(liveEnd.getTime() + milliseconds)

function webinar(known: Partial<Freshness> = {}): Freshness {
  const never = { pulledAt: undefined, movedThen: undefined, movedNow: undefined, archiveEnd: undefined }
  return { liveEnd, lag: 30 * minute, ...never, ...known }
}

describe('a webinar that was never read', () => {
  test.each([
    ['while it is still ahead', -day, false],
    ['while it ends', 0, false],
    ['a minute before half an hour has passed', 29 * minute, false],
    ['half an hour after its live end', 30 * minute, true],
    ['at any time in between, whatever the schedule says', 3 * day + 5 * hour, true],
    ['after a year to the day', 365 * day, true],
    ['more than a year after its live end', 365 * day + minute, false],
  ])('%s (%i ms after its live end) is due: %s', (_, since, due) => {
    expect(isDue(webinar(), at(since))).toBe(due)
  })
})

test('the first reading waits for as long as the provider needs', () => {
  expect(isDue(webinar({ lag: 3 * hour }), at(3 * hour - minute))).toBe(false)
  expect(isDue(webinar({ lag: 3 * hour }), at(3 * hour))).toBe(true)
})

describe('a webinar that was read before', () => {
  const slots = [
    30 * minute,
    2 * hour,
    6 * hour,
    ...[1, 2, 3, 4, 5, 6, 7].map((days) => days * day),
    14 * day,
    21 * day,
  ]

  test.each(slots.map((slot, index): [number, number] => [slot, slots[index - 1] ?? 0]))(
    'is due %i ms after its live end, not a minute before, and not again once read',
    (slot, before) => {
      const pulledAt = at(before + minute)
      expect(isDue(webinar({ pulledAt }), at(slot - minute))).toBe(false)
      expect(isDue(webinar({ pulledAt }), at(slot))).toBe(true)
      expect(isDue(webinar({ pulledAt: at(slot) }), at(slot + minute))).toBe(false)
    },
  )

  test('is due once, not once for every time that was missed', () => {
    expect(isDue(webinar({ pulledAt: at(hour) }), at(5 * day + hour))).toBe(true)
    expect(isDue(webinar({ pulledAt: at(5 * day + hour) }), at(5 * day + 2 * hour))).toBe(false)
  })

  test('is not due by the day after the seventh, only by the week', () => {
    const pulledAt = at(7 * day)
    expect(isDue(webinar({ pulledAt }), at(13 * day + 23 * hour))).toBe(false)
    expect(isDue(webinar({ pulledAt }), at(14 * day))).toBe(true)
  })

  test('is read a last time at the end of its archive, and then never by the schedule', () => {
    const archiveEnd = at(17 * day)
    const pulledAt = at(14 * day)
    expect(isDue(webinar({ pulledAt, archiveEnd }), at(17 * day - minute))).toBe(false)
    expect(isDue(webinar({ pulledAt, archiveEnd }), at(17 * day))).toBe(true)
    expect(isDue(webinar({ pulledAt: at(17 * day), archiveEnd }), at(300 * day))).toBe(false)
  })

  test('is read daily to the seventh day even where the archive ends earlier', () => {
    const archiveEnd = at(2 * day)
    expect(isDue(webinar({ pulledAt: at(6 * day), archiveEnd }), at(7 * day))).toBe(true)
    expect(isDue(webinar({ pulledAt: at(7 * day), archiveEnd }), at(60 * day))).toBe(false)
  })

  test('is read for a year at most, however long its archive', () => {
    const archiveEnd = at(3 * 365 * day)
    expect(isDue(webinar({ pulledAt: at(364 * day), archiveEnd }), at(365 * day))).toBe(true)
    expect(isDue(webinar({ pulledAt: at(365 * day), archiveEnd }), at(500 * day))).toBe(false)
  })

  test('is due before its time once the audience moved and six hours have passed', () => {
    const pulledAt = at(8 * day)
    const movedNow = at(8 * day + hour)
    for (const movedThen of [at(7 * day), undefined]) {
      expect(isDue(webinar({ pulledAt, movedThen, movedNow }), at(8 * day + 6 * hour - minute))).toBe(false)
      expect(isDue(webinar({ pulledAt, movedThen, movedNow }), at(8 * day + 6 * hour))).toBe(true)
    }
  })

  test('is not due by a move that the last pull knew of, or by none', () => {
    const moved = at(7 * day + hour)
    const pulledAt = at(7 * day + 2 * hour)
    const now = at(8 * day + 12 * hour)
    expect(isDue(webinar({ pulledAt, movedThen: moved, movedNow: moved }), now)).toBe(false)
    expect(isDue(webinar({ pulledAt, movedThen: moved, movedNow: undefined }), now)).toBe(false)
  })
})

test('has a final pull exactly when nothing will make it due again', () => {
  const time = fc.integer({ min: 0, max: 500 * 24 * 60 }).map((minutes) => at(minutes * minute))
  const archive = fc.option(time, { nil: undefined })
  fc.assert(
    fc.property(time, archive, time, (pulledAt, archiveEnd, later) => {
      fc.pre(later > pulledAt)
      if (isFinal({ liveEnd, archiveEnd }, pulledAt))
        expect(isDue(webinar({ pulledAt, archiveEnd }), later)).toBe(false)
      else expect(isDue(webinar({ pulledAt, archiveEnd }), at(366 * day))).toBe(true)
    }),
  )
})
