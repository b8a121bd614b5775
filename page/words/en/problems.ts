import type { ProblemKind } from '../../model.ts'

/** Names of what parts of the page show, for sentences that say why they cannot. */
const parts = {
  webinars: 'webinars',
  registrations: 'registrations',
  accounts: 'webinar configurations',
  terms: 'the acceptance of terms',
  ledger: 'the connector’s counts',
  unmatched: 'attendees without a registration',
  engagement: 'the attendees and what they did',
  actions: 'answers and questions of attendees',
  found: 'webinars that are at ON24 only',
  settings: 'the settings of accounts',
  mapping: 'fields and what is sent',
  contacts: 'contacts',
  requests: 'requests',
}
export type Part = keyof typeof parts

/** Why a part of the page is not there, and what to do. */
export const problems: Record<ProblemKind, (part: Part, said: string) => string> = {
  missing: (part) =>
    `Dynamics has no place for ${parts[part]} yet, or an older one: an administrator runs “npm run crm -- apply” again, with the connector’s newest version.`,
  changed: () =>
    'Somebody has changed or deleted this meanwhile: cancel, look at it as it is now, and change it again.',
  forbidden: (part) =>
    `Your roles in Dynamics do not include ${parts[part]}: ask an administrator for the role “Webinar connector ${part === 'mapping' ? 'administrator' : 'planner'}” or for rights to these rows.`,
  'too many': (part) =>
    `There are more than 50,000 rows of ${parts[part]}, too many to be added up here: the app “Webinars” has views and charts of them.`,
  'signed out': () => 'You are no longer signed in to Dynamics: sign in there, then load this page again.',
  unreachable: () => 'Dynamics cannot be reached, or you are no longer signed in: load this page again.',
  busy: () => 'Dynamics is busy or out of service: this page tries again by itself within a minute.',
  refused: (_, said) => `Dynamics refused: ${said || 'it gave no reason.'}`,
}
