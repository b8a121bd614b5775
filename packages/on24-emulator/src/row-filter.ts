import { bestGuess, isAnonymous } from './best-guess.ts'
import { choice, flag } from './request.ts'
import type { Fields, Registrant } from './types.ts'

const statuses = [...bestGuess.everyStatus, 'deleted', 'forgotten']

/** The filters of all registrant and attendee lists. There is none for "active": deleted registrants stay in the lists. */
export function readFilter(query: Fields): (registrant: Registrant) => boolean {
  const status = choice(query, 'userstatus', statuses, 'any')
  const withoutForgotten = flag(query, 'filterforgotten', 'N')
  const withoutAnonymous = flag(query, 'excludeanonymous', 'N')
  const everyStatus = bestGuess.everyStatus.some((word) => word === status)
  return ({ userstatus, partnerref, email }) =>
    (everyStatus || userstatus === status) &&
    !(withoutForgotten && userstatus === 'forgotten') &&
    !(withoutAnonymous && isAnonymous(email)) &&
    (query.partnerref === undefined || query.partnerref === partnerref)
}

/** True if dates mean the last activity. The other mode has no name: it is chosen by leaving the parameter out. */
export function byLastActivity(query: Fields): boolean {
  return query.datefiltermode !== undefined && choice(query, 'dateFilterMode', ['lastactivity'], '') !== ''
}
