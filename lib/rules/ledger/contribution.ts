import { hashOf } from '../../core/hash.ts'
import type { Audience, DriftCounts } from '../../model/ledger.ts'
import { noCounts, type TimedCounts } from './tally.ts'

/** All that one webinar adds to a day of its account. */
export type Contribution = TimedCounts & Audience & DriftCounts

function noContribution(): Contribution {
  return { ...noCounts(), attendees: 0, matched: 0, unmatched: 0, driftFound: 0, driftRepaired: 0 }
}

/** Adds up what webinars contribute to a day. */
export function sumOf(contributions: Iterable<Contribution>): Contribution {
  const sum = noContribution()
  for (const one of contributions) {
    for (const name of Object.keys(sum) as (keyof Contribution)[]) {
      sum[name] = name === 'slowest' ? Math.max(sum.slowest, one.slowest) : sum[name] + one[name]
    }
  }
  return sum
}

/**
 * Adds up all that one webinar contributes, by day.
 * @param audience of the day on which it begins
 * @param drift of the days on which reviews ended
 */
export function contributionsOf(
  byDay: ReadonlyMap<string, TimedCounts>,
  audience: Audience & { day: string | undefined },
  drift: Readonly<Record<string, DriftCounts>>,
): Map<string, Contribution> {
  const days = new Map<string, Contribution>()
  const of = (day: string) => {
    const known = days.get(day) ?? noContribution()
    days.set(day, known)
    return known
  }
  for (const [day, counts] of byDay) Object.assign(of(day), counts)
  const { day, ...people } = audience
  if (day && people.attendees > 0) Object.assign(of(day), people)
  for (const [reviewed, found] of Object.entries(drift)) if (found.driftFound) Object.assign(of(reviewed), found)
  return days
}

/** A short hash, equal for contributions that say the same: a webinar may have registrations of a thousand days. */
export function contributionHash(contribution: Contribution): string {
  return hashOf(contribution).slice(0, 8)
}
