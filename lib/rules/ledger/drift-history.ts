import { hash } from 'node:crypto'
import type { DriftCounts } from '../../model/ledger.ts'

/** Findings of the reviews of a webinar, by the UTC day, and the differences of the last one in short. */
export type DriftHistory = { days: Record<string, DriftCounts>; last: readonly string[] }

export const noDrift: DriftHistory = { days: {}, last: [] }

/** So many differences are told apart from one review to the next, and so many days are remembered. */
const mostOpen = 2000
const mostDays = 100

/**
 * The history after one more review. A difference that the last review had found already is not found anew, and one that
 * is found no more is repaired.
 * @param differing ids of registrations
 */
export function afterReview(history: DriftHistory, day: string, differing: readonly string[]): DriftHistory {
  const open = new Set(differing.map(short))
  const before = new Set(history.last)
  const { driftFound, driftRepaired } = history.days[day] ?? { driftFound: 0, driftRepaired: 0 }
  const today = {
    driftFound: driftFound + [...open].filter((one) => !before.has(one)).length,
    driftRepaired: driftRepaired + [...before].filter((one) => !open.has(one)).length,
  }
  const days = Object.entries({ ...history.days, [day]: today }).sort(([one], [other]) => (one < other ? -1 : 1))
  return { days: Object.fromEntries(days.slice(-mostDays)), last: [...open].slice(0, mostOpen) }
}

/** Adds up the findings of all days. */
export function totalOf(days: DriftHistory['days']): DriftCounts {
  const sum = { driftFound: 0, driftRepaired: 0 }
  for (const { driftFound, driftRepaired } of Object.values(days)) {
    sum.driftFound += driftFound
    sum.driftRepaired += driftRepaired
  }
  return sum
}

function short(id: string) {
  return hash('sha256', id, 'base64url').slice(0, 8)
}
