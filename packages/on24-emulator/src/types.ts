import type { textFields } from './text-fields.ts'

/** The access levels of a token; one token may hold several. */
export type Level = 'event-management' | 'account-analytics' | 'event-analytics' | 'registration' | 'helper'

export type EventType = { label: string; value: string }

export type Language = { label: string; languagecd: string; countrycd?: string }

/** A client with its API token. Everything but the id may be changed while the emulator runs. */
export type Account = {
  readonly clientId: string
  accessTokenKey: string
  accessTokenSecret: string
  /** Off: the quotas of the API do not apply to this client. */
  quotas: boolean
  /** A quota's minute is one of the clock, or the last sixty seconds. */
  quotaWindow: 'clock minute' | 'sliding minute'
  /** Milliseconds that an answer takes. */
  latency: number
  /** Off: the token is deactivated. */
  enabled: boolean
  /** Off: the client is inactive. */
  active: boolean
  contractExpired: boolean
  levels: Set<Level>
  /** Event types and languages that events may have. */
  eventTypes: EventType[]
  languages: Language[]
}

/** Personal data of a registrant; `partnerref`, where the person came from, is fixed by the first registration. */
export type Person = { [Field in (typeof textFields)[number] | 'partnerref']?: string }

type YesNo = 'Y' | 'N'

/** A registrant as stored: the wire's names and values, nothing that is empty. */
export type Registrant = Person & {
  readonly eventuserid: number
  readonly eventid: number
  /** Identity within the event, without regard to case. */
  email: string
  userstatus: 'active' | 'deleted' | 'forgotten'
  isblocked: YesNo
  marketingemail: YesNo
  eventemail: YesNo
  emailformat: string
  userprofileurl: string
  createtimestamp: string
  lastactivity: string
}

/** The registrants of one event, in the order they came; an e-mail occurs once, whatever its case. */
export type Roster = { byId: Map<number, Registrant>; byEmail: Map<string, Registrant> }

/** Facts about an attendee; all of them optional, as in ON24's answers. */
export type AttendeeFacts = {
  engagementscore?: number
  liveminutes?: number
  liveviewed?: number
  firstliveactivity?: string
  lastliveactivity?: string
  archiveminutes?: number
  archiveviewed?: number
  firstarchiveactivity?: string
  lastarchiveactivity?: string
  askedquestions?: number
  resourcesdownloaded?: number
  answeredpolls?: number
  answeredsurveys?: number
  answeredsurveyquestions?: number
  cumulativeliveminutes?: number
  cumulativearchiveminutes?: number
  livemediaplayerminutes?: number
  archivemediaplayerminutes?: number
  attendeesessions?: number
  launchmode?: string
  attendancepartnerref?: string
  questions?: object[]
  polls?: object[]
  surveys?: object[]
  resources?: object[]
  calltoactions?: object[]
}

/** An attendee: the registrant, the facts, and when they were last added to. */
export type Attendee = { registrant: Registrant; facts: AttendeeFacts; updatedAt: Date }

/** An e-mail that ON24 sends to the registrants of an event. */
export type Email = {
  readonly emailid: number
  emailtype: string
  activated: YesNo
  whentosend: string
  subject: string
}

/** A webinar as stored; everything but the ids may be changed while the emulator runs. */
export type Event = {
  readonly eventid: number
  readonly clientid: string
  title: string
  /** The scheduled start of the presentation. */
  goodafter: Date
  durationMinutes: number
  timeZone: string
  archiveDays: number
  /** Registration fields besides the e-mail, by their ids in the registration form, e.g. `job_title`. */
  requiredFields: string[]
  /** Registration fields that take only certain values. */
  dropdowns: Record<string, string[]>
  active: boolean
  /** Gone for every call; only a second deletion still knows it. */
  deleted: boolean
  eventType: string
  languageCd: string
  countryCd: string
  promotionalSummary: string
  eventAbstract: string
  campaignCode: string
  tags: string[]
  /** The kind of content, e.g. `webcast` or `golive`. */
  contentType: string
  /** In-person place of a hybrid event. */
  hybrid: boolean
  venue: string
  address: string
  testEvent: boolean
  emails: Email[]
  /** A query that a customer's settings append to the audience link. */
  audienceQuery: string
  createtimestamp: Date
  /** Moved by a change of the event itself. */
  lastmodified: Date
  /** Moved by the audience. */
  lastupdated: Date
  registrants: Roster
  /** Registrants that the list shows in place of the real ones: at ON24 it may lag by a quarter of an hour. */
  listed: Registrant[] | undefined
  attendees: Map<number, Attendee>
}

/** A minute of a quota: when it began (milliseconds since 1970), calls taken and calls refused. */
export type QuotaUse = { begins: number; taken: number; refused: number }

/** The state of one ON24 region. */
export type World = {
  now: () => Date
  accounts: Map<string, Account>
  events: Map<number, Event>
  /** By client and endpoint: the use of the quota by minute, and the times of the calls taken in the last minute. */
  spent: Map<string, { minutes: QuotaUse[]; taken: number[] }>
  lastEventId: number
  lastEventUserId: number
  lastEmailId: number
}

/** Query parameters or form fields; names in lower case. */
export type Fields = Record<string, string>

/** A call that has passed every check the contract knows. */
export type Call = {
  world: World
  account: Account
  /** The named parts of the path, decoded. */
  path: Fields
  query: Fields
  form: Fields
}

/** Answers a call with a body for 200, or with a response of its own; refuses by throwing. */
export type Handler = (call: Call) => object
