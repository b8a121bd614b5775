import type { Sum } from './rules/engagement.ts'

/** A row of Dynamics that something is about, with its name for people. */
export type Subject = { table: Table; id: string; name: string }

export type Table =
  | 'msevtmgt_event'
  | 'msevtmgt_session'
  | 'msevtmgt_eventregistration'
  | 'msevtmgt_sessionregistration'
  | 'msevtmgt_webinarconfiguration'
  | 'wbc_foundwebinar'
  | 'wbc_unmatchedattendee'

/** A webinar as its planner sees it. Times are of the wall clock that the event has. */
export type Webinar = Subject & {
  table: 'msevtmgt_event' | 'msevtmgt_session'
  startsOn: string
  endsOn: string
  status: string
  reason: string
  webinarId: string
  /** Id of its account. */
  account: string
}

/** The counts that the connector keeps of a webinar; its times are instants. */
export type WebinarLedger = {
  subject: Subject & { table: Webinar['table'] }
  startsOn: Date | undefined
  endsOn: Date | undefined
  due: number
  sent: number
  waiting: number
  waitingSince: Date | undefined
  refused: number
  /** Reasons in groups, one a line. */
  refusals: string
  attendees: number
  matched: number
  unmatched: number
  minutes: number
  reviewedOn: Date | undefined
  pulledOn: Date | undefined
  needsAttention: boolean
}

/** The outcome of the registrations that were made on one day (UTC) for one account. */
export type DailyLedger = {
  /** As in 2026-11-26. */
  day: string
  due: number
  sent: number
  waiting: number
  refused: number
  cancelled: number
  /** Seconds from the row to the provider, of those that are there. */
  meanSeconds: number | undefined
  slowestSeconds: number | undefined
  attendees: number
}

/** A registration whose row says that it did not get through. */
export type Refusal = Subject & {
  table: 'msevtmgt_eventregistration' | 'msevtmgt_sessionregistration'
  sentence: string
  /** Given up or refused; else the connector tries again by itself. */
  isFinal: boolean
  createdOn: Date
  webinar: string
  /** When the webinar ends by the event's wall clock. */
  webinarEndsOn: string
}

export type Account = Subject & {
  table: 'msevtmgt_webinarconfiguration'
  clientId: string
  authorized: 'yes' | 'no' | 'expired'
  health: 'healthy' | 'not authenticated' | 'forbidden' | 'unhealthy' | 'unknown'
  message: string
  metricsOn: Date | undefined
  /** Secrets that the connector has not taken off the row yet. */
  hasSecrets: boolean
}

export type RequestKind =
  | 'check'
  | 'resend'
  | 'backfill'
  | 'attendance'
  | 'types'
  | 'purge'
  | 'makeEvent'
  | 'revokeLink'
  | 'thisContact'
  | 'makeContact'
  | 'ignore'
  | 'fields'
  | 'preview'

/** Work that a person orders. `contact`: the one whom an attendee is. */
export type Order = { kind: RequestKind; subject: Subject; dryRun: boolean; contact?: Person }

/** A contact whom somebody looked for. */
export type Person = { id: string; name: string; email: string }

/** An order as it stands in Dynamics, with what came of it. */
export type Request = {
  id: string
  kind: RequestKind | undefined
  state: 'waiting' | 'running' | 'done' | 'failed'
  name: string
  /** The row that it is about. */
  subject: string | undefined
  dryRun: boolean
  answer: string
  progress: number
  createdOn: Date
  createdBy: string
  finishedOn: Date | undefined
}

/** The choices of an account; `id`: that of its webinar configuration. */
export type AccountSettings = {
  id: string
  engagement: boolean
  actions: boolean
  monthsKept: number | undefined
  liveCheckIns: boolean
  loginOnly: boolean
  mailsFrom: 'provider' | 'crm'
  blockLate: boolean
  templateTag: string
  registeredThere: 'list' | 'knownContacts' | 'allContacts'
  consentPurpose: string
  eraseDeleted: boolean
}

/** A webinar that exists at the provider only; `startsOn` is an instant. */
export type FoundWebinar = Subject & {
  table: 'wbc_foundwebinar'
  startsOn: Date | undefined
  registrants: number
  /** The audience page; empty where none is known. */
  link: string
  format: string
  account: string
}

/** An attendee who belongs to no registration. */
export type Unmatched = Subject & { table: 'wbc_unmatchedattendee'; email: string; minutes: number; reason: string }

/** Attendees of a webinar who have the same score, added up. */
export type ScoreGroup = Record<Sum, number> & { score: number | undefined }

/** All that one person answered to one question of a poll or survey, one answer a line. */
export type PollAnswer = { isSurvey: boolean; question: string; answer: string }

/** A question that an attendee asked; `answer`: the presenter’s, or empty. */
export type Asked = {
  id: string
  question: string
  answer: string
  askedOn: Date | undefined
  attendee: { id: string; name: string }
}

export type ProblemKind =
  | 'missing'
  | 'changed'
  | 'too many'
  | 'forbidden'
  | 'signed out'
  | 'unreachable'
  | 'busy'
  | 'refused'
