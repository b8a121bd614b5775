import { bestGuess, isAnonymous } from './best-guess.ts'
import { choice, flag } from './request.ts'
import type { Fields, Registrant } from './types.ts'

const statuses = [...bestGuess.everyStatus, 'deleted', 'forgotten']

/** The filters all registrant and attendee lists share. There is none for "active": deleted people stay in the lists. */
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

/** Whether dates mean the last activity. The other mode has no name: it is what happens without the parameter. */
export function byLastActivity(query: Fields): boolean {
  return query.datefiltermode !== undefined && choice(query, 'dateFilterMode', ['lastactivity'], '') !== ''
}
