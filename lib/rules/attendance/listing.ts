import type { Engagement, EngagementAction } from '../../model/engagement.ts'
import type { Attendance } from '../../model/webinar.ts'
import type { Details } from './details.ts'
import type { Match } from './match-attendees.ts'
import { unionOf } from './union-of.ts'

/** An attendee as the provider lists them, with what is known and to whom they belong. */
export type Listing = { attendance: Attendance; details: Details; match: Match }

/** How often each registration is listed, of those that are more than once. */
export function listedOften(matches: readonly Match[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const match of matches) {
    if ('registration' in match) counts.set(match.registration.id, (counts.get(match.registration.id) ?? 0) + 1)
  }
  return new Map([...counts].filter(([, count]) => count > 1))
}

/** A person whom the provider lists twice: the larger of each number, from the first sight to the last. */
export function unionOfListings(one: Listing, other: Listing): Listing {
  return {
    attendance: unionOf(one.attendance, other.attendance),
    details: {
      person: one.details.person ?? other.details.person,
      engagement: unionOfEngagement(one.details.engagement, other.details.engagement),
      actions: unionOfActions(one.details.actions, other.details.actions),
      isErased: one.details.isErased && other.details.isErased,
    },
    match: one.match,
  }
}

function unionOfEngagement(one: Engagement, other: Engagement): Engagement {
  const facts: Record<string, number | string | boolean> = { ...other, ...one }
  for (const [field, first] of Object.entries(one)) {
    const second = other[field as keyof Engagement]
    if (typeof first === 'number' && typeof second === 'number') facts[field] = Math.max(first, second)
    if (typeof first !== 'string' || typeof second !== 'string') continue
    // Times are texts that sort as they follow one another.
    if (/^first/.test(field) && second < first) facts[field] = second
    else if (/^last/.test(field) && second > first) facts[field] = second
  }
  return facts as Engagement
}

function unionOfActions(one: readonly EngagementAction[], other: readonly EngagementAction[]): EngagementAction[] {
  const name = ({ kind, key }: EngagementAction) => `${kind} ${key}`
  return [...new Map([...other, ...one].map((action) => [name(action), action])).values()]
}
