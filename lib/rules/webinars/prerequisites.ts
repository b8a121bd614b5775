import type { WebinarRow } from '../../model/crm.ts'

/** Why nobody can be registered for this event or session yet, in words for its planner; undefined if all is there. */
export function registrationProblem(
  webinar: WebinarRow,
  has: { credentials: boolean; terms: boolean },
): string | undefined {
  const name = webinar.kind
  if (webinar.cancelled && !webinar.webinarId) return `The ${name} is cancelled.`
  const problem = accountProblem(webinar, has)
  if (problem !== undefined) return problem
  if (!webinar.webinarId) return `The ${name} has no webinar yet; this goes out when it has.`
  return undefined
}

/** Why nothing can be done at the provider for this event or session at all. */
export function accountProblem(webinar: WebinarRow, has: { credentials: boolean; terms: boolean }): string | undefined {
  if (!webinar.configuration) return `The ${webinar.kind} has no webinar configuration; choose one.`
  if (!has.credentials) return 'The webinar configuration has no credentials; enter them.'
  if (!has.terms) return 'The terms of the webinar provider are not accepted; accept them.'
  return undefined
}
