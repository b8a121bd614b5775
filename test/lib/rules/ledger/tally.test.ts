import { expect, test } from 'vitest'
import { minute, second } from '../../../../lib/core/time.ts'
import type { Registration } from '../../../../lib/model/crm.ts'
import { needsSomebody, waitingFrom } from '../../../../lib/rules/ledger/attention.ts'
import { contributionsOf, sumOf } from '../../../../lib/rules/ledger/contribution.ts'
import { afterReview, noDrift, totalOf } from '../../../../lib/rules/ledger/drift-history.ts'
import { gatheringTime, isCovered, nextPace, waitOf } from '../../../../lib/rules/ledger/pace.ts'
import { addTo, emptyTally, refusalLines } from '../../../../lib/rules/ledger/tally.ts'

const made = new Date('2026-05-12T23:59:50Z')
const later = (time: number) => new Date(made.getTime() + time)

function tallyOf(rows: { standing?: Registration['standing']; state?: string; createdOn?: Date; sentAt?: Date }[]) {
  const tally = emptyTally()
  for (const { standing = 'registered', state = 'published', createdOn = made, sentAt } of rows) {
    const outcome = { synced: state === 'published', state, text: `It is ${state}.`, providerId: '7' }
    addTo(tally, { standing, createdOn, outcome: outcome as Registration['outcome'] }, sentAt)
  }
  return tally
}

test('due is sent, waiting and refused together; those on a waiting list are neither', () => {
  const states = ['published', 'pending', 'provider error', 'parent failed', 'failed'].map((state) => ({ state }))
  const others = (['cancelled', 'waitlisted', 'on hold', 'unknown'] as const).map((standing) => ({ standing }))
  expect(tallyOf([...states, { standing: 'checked in' }, ...others]).all).toMatchObject({
    ...{ due: 6, sent: 2, waiting: 3, refused: 1, cancelled: 1 },
  })
})

test('a registration counts for the UTC day on which its row was made', () => {
  const { byDay } = tallyOf([{}, { createdOn: later(10 * second) }, { createdOn: later(11 * second) }])
  expect([...byDay].map(([day, { due }]) => [day, due])).toEqual([
    ['2026-05-12', 1],
    ['2026-05-13', 2],
  ])
})

test('seconds run from the row to the provider, and are never below zero', () => {
  const { all } = tallyOf([
    { sentAt: later(4 * second) },
    { sentAt: later(-minute) },
    {},
    { sentAt: later(2 * second) },
  ])
  expect(all).toMatchObject({ seconds: 6, timed: 3, slowest: 4 })
})

test('reasons come in groups, the most frequent first, as far as there is room', () => {
  const reasons = new Map([
    ['No address.', 1],
    ['Full.', 3],
  ])
  expect(refusalLines(reasons, 4000)).toBe('3 × Full.\n1 × No address.')
  expect(refusalLines(reasons, 12)).toBe('3 × Full.')
})

test('who waits does so since the row was made, or since it was seen to wait again', () => {
  expect(waitingFrom(made, later(minute))).toEqual(later(minute))
  expect(waitingFrom(later(minute), made)).toEqual(later(minute))
  expect(waitingFrom(undefined, made)).toBeUndefined()
})

test.each([
  [{ refused: 1, waitingSince: undefined, failed: false }, true],
  [{ refused: 0, waitingSince: undefined, failed: true }, true],
  [{ refused: 0, waitingSince: made, failed: false }, true],
  [{ refused: 0, waitingSince: later(minute), failed: false }, false],
])('of a webinar with %o somebody is needed: %s', (facts, is) => {
  expect(needsSomebody(facts, later(60 * minute))).toBe(is)
})

test('a day is the sum of what its webinars contribute', () => {
  const one = tallyOf([{ sentAt: later(4 * second) }, { state: 'failed' }])
  const other = tallyOf([{ sentAt: later(9 * second) }])
  const audience = { attendees: 5, matched: 4, unmatched: 1, day: '2026-06-01' }
  const drift = { '2026-05-12': { driftFound: 2, driftRepaired: 1 }, '2026-05-20': { driftFound: 0, driftRepaired: 0 } }
  const days = contributionsOf(one.byDay, audience, drift)
  expect([...days.keys()]).toEqual(['2026-05-12', '2026-06-01'])
  expect(days.get('2026-06-01')).toMatchObject({ due: 0, attendees: 5, unmatched: 1 })
  const ofDay = [days, contributionsOf(other.byDay, { ...audience, attendees: 0 }, {})].flatMap(
    (all) => all.get('2026-05-12') ?? [],
  )
  expect(sumOf(ofDay)).toMatchObject({ due: 3, sent: 2, refused: 1, seconds: 13, timed: 2, slowest: 9, driftFound: 2 })
})

test('a difference is found once, and repaired once no review finds it', () => {
  const first = afterReview(noDrift, '2026-05-12', ['a', 'b'])
  const again = afterReview(first, '2026-05-12', ['a', 'b'])
  expect(again).toEqual(first)
  const next = afterReview(again, '2026-05-13', ['b', 'c'])
  expect(next.days).toEqual({
    '2026-05-12': { driftFound: 2, driftRepaired: 0 },
    '2026-05-13': { driftFound: 1, driftRepaired: 1 },
  })
  expect(totalOf(afterReview(next, '2026-05-14', []).days)).toEqual({ driftFound: 3, driftRepaired: 3 })
})

test('countings slow down to one a minute, and to one in ten minutes for 50,000 rows', () => {
  expect([0, 1, 5, 6, 30].map(gatheringTime)).toEqual([second, 2 * second, 32 * second, minute, minute])
  expect(waitOf({ countedAt: made, pace: 30 }, 100, made)).toBe(minute)
  expect(waitOf({ countedAt: made, pace: 0 }, 50_000, later(minute))).toBe(9 * minute)
  expect([nextPace(undefined, made), nextPace({ countedAt: made, pace: 3 }, later(minute))]).toEqual([0, 4])
  expect(nextPace({ countedAt: made, pace: 3 }, later(2 * minute))).toBe(0)
})

test('a message is spared only if a counting began after all that it stands for', () => {
  expect([isCovered(later(2 * minute), made), isCovered(later(2 * minute - 1), made)]).toEqual([true, false])
})
