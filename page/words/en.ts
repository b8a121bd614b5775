import type { Account, ProblemKind, Request, RequestKind } from '../model.ts'
import type { View } from '../rules/route.ts'
import { engagement } from './en/engagement.ts'
import { fields } from './en/fields.ts'
import { found } from './en/found.ts'
import { meanings } from './en/meanings.ts'
import { type Part, problems } from './en/problems.ts'
import { settings } from './en/settings.ts'

const views: Record<View, string> = {
  overview: 'Overview',
  attention: 'Needs attention',
  ahead: 'Webinars ahead',
  past: 'Past webinars',
  fields: 'Fields',
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
  thisContact: 'This contact',
  makeContact: 'Make a contact',
  ignore: 'Ignore',
  fields: 'Read the fields',
  preview: 'Show what is sent',
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
  fields,
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
  unmatchedDo: 'What to do',
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
