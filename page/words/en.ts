import type { Account, ProblemKind, Request, RequestKind } from '../model.ts'
import type { View } from '../rules/route.ts'
import { engagement } from './en/engagement.ts'
import { found } from './en/found.ts'
import { meanings } from './en/meanings.ts'
import { settings } from './en/settings.ts'

const views: Record<View, string> = {
  overview: 'Overview',
  attention: 'Needs attention',
  ahead: 'Webinars ahead',
  past: 'Past webinars',
  accounts: 'Accounts',
  requests: 'Requests',
}

const kinds: Record<RequestKind, string> = {
  check: 'Check',
  resend: 'Send again',
  backfill: 'Backfill',
  attendance: 'Read attendance now',
  types: 'Refresh webinar types',
  revokeLink: 'Revoke the join link',
  makeEvent: 'Make an event',
  purge: 'Delete old attendees',
}

const states: Record<Request['state'], string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
}

const healths: Record<Account['health'], string> = {
  healthy: 'Healthy',
  'not authenticated': 'Credentials refused',
  forbidden: 'Rights are missing',
  unhealthy: 'Out of service',
  unknown: 'Not used yet',
}

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
  requests: 'requests',
}
export type Part = keyof typeof parts

const problems: Record<ProblemKind, (part: Part, said: string) => string> = {
  missing: (part) =>
    `Dynamics has no place for ${parts[part]} yet: an administrator brings it with “npm run crm -- apply” of the connector’s newest version.`,
  forbidden: (part) =>
    `Your roles in Dynamics do not include ${parts[part]}: ask an administrator for the role “Webinar connector planner” or for rights to these rows.`,
  'too many': (part) =>
    `There are more than 50,000 rows of ${parts[part]}, too many to be added up here: the app “Webinars” has views and charts of them.`,
  'signed out': () => 'You are no longer signed in to Dynamics: sign in there, then load this page again.',
  unreachable: () => 'Dynamics cannot be reached, or you are no longer signed in: load this page again.',
  busy: () => 'Dynamics is busy or out of service: this page tries again by itself within a minute.',
  refused: (_, said) => `Dynamics refused: ${said || 'it gave no reason.'}`,
}

const { format: n } = new Intl.NumberFormat('en')

/** All that the page says, in English. */
export const en = {
  title: 'Webinars',
  navigation: 'Parts of this page',
  views,
  kinds,
  states,
  healths,
  problem: (kind: ProblemKind, part: Part, said: string) => problems[kind](part, said),
  failed: 'This part of the page has failed: load the page again. If that does not help, tell an administrator.',
  loading: 'Loading…',
  refresh: 'Refresh',
  asOf: (time: string) => `As of ${time}`,
  refreshed: (time: string) => `Refreshed at ${time}.`,
  open: (name: string) => `Open “${name}” in Dynamics`,
  unnamed: '(no name)',
  showNumbers: 'Show the numbers',
  whatItMeans: 'What the numbers mean',
  meanings,
  engagement,
  found,
  settings,

  // Overview
  yesterday: 'Yesterday',
  today: 'Today',
  nextDays: 'Next seven days',
  due: 'Registrations',
  sent: 'At the provider',
  waiting: 'Waiting',
  refused: 'Refused',
  cancelled: 'Cancelled',
  meanTime: 'Time to the provider, on average',
  slowestTime: 'Slowest',
  webinars: 'Webinars',
  noneRegistered: 'Nobody registered.',
  allThere: (count: number) =>
    count === 1 ? 'The one registration is at the provider.' : `All ${n(count)} registrations are at the provider.`,
  notAll: (missing: number, due: number) =>
    `${n(missing)} of ${n(due)} registrations ${missing === 1 ? 'is' : 'are'} not at the provider.`,
  days: 'Days are those of UTC.',
  byDay: 'Registrations by outcome',
  timeByDay: 'Time to the provider',
  attendance: 'Attendance',
  noDays: 'Nobody has registered in the last 30 days.',
  noPast: 'No webinar has ended in the last 90 days.',
  day: 'Day',

  // Needs attention
  nothingNeeded: 'Nothing needs attention.',
  account: 'Account',
  webinar: 'Webinar',
  registration: 'Registration',
  waitingSince: (count: number, since: string) =>
    count === 1 ? `1 registration waits since ${since}.` : `${n(count)} registrations wait, the oldest since ${since}.`,
  moreRefusals: (shown: number, count: number) => `The newest ${n(shown)} of ${n(count)} registrations are shown.`,
  sendAgain: 'Send again',
  sendAllAgain: 'Send all refused ones again',

  // Webinars
  startsOn: 'Start',
  status: 'Status',
  registrations: 'Registrations',
  sentOfDue: (sent: number, due: number) => `${n(sent)} of ${n(due)} at the provider`,
  lastReview: (time: string) => `Last checked ${time}`,
  noneAhead: 'No webinar lies ahead.',
  check: 'Check',
  showBackfill: 'Show what a backfill would do',
  doBackfill: 'Backfill for real',
  attended: 'Attended',
  minutes: 'Minutes',
  unmatched: 'Without a registration',
  readAttendance: 'Read attendance now',
  lastPull: (time: string) => `Last read ${time}`,
  showUnmatched: (count: number) => `Who attended without a registration (${n(count)})`,
  person: 'Person',
  reason: 'Reason',
  notCounted: 'Not counted yet',

  // Accounts
  noAccounts:
    'There is no webinar configuration: an administrator makes one in Dynamics, under Settings > Event management.',
  terms: 'Terms of the provider',
  termsAccepted: (by: string, on: string) => `Accepted by ${by || 'somebody'} on ${on}.`,
  termsOpen: 'Not accepted yet. Until somebody accepts them for your organisation, nothing is sent to the provider.',
  acceptTerms: 'Accept for the organisation',
  termsRow: 'Terms of the webinar provider accepted',
  clientId: 'Client ID',
  accessTokenKey: 'Access token key',
  accessTokenSecret: 'Access token secret',
  enterCredentials: 'Enter credentials',
  saveCredentials: 'Save and prove them',
  credentialsHint:
    'The connector proves them at the provider, keeps them encrypted, and takes both secrets off the row within seconds.',
  credentialsChecked: 'The credentials are being proven.',
  credentialsSaved: 'Saved. The message of the account says within seconds whether the provider accepts them.',
  incomplete: 'Fill in all three fields.',
  lastUse: 'Last use',
  lastMetrics: 'Attendance last read',
  refreshTypes: 'Refresh webinar types',

  // Requests
  noRequests: 'Nothing has been ordered yet.',
  orderedBy: (by: string, on: string) => `${by}, ${on}`,
  dryRun: 'show only',
  answer: 'Answer',
  progress: 'Progress',
  ordered: (kind: string) => `${kind}: ordered.`,
  orderState: (kind: string, state: string) => `${kind}: ${state}.`,
}

export type Words = typeof en
