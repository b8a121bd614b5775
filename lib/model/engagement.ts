import type { Attendance, ProviderRegistrant } from './webinar.ts'

/**
 * Facts of an attendee that a provider may know, each with the kind of its value. Another one needs a line here, in
 * `lib/on24/engagement.ts` and in `crm/solution/attendee-fields.ts`.
 */
export const engagementFields = {
  score: 'decimal',
  liveMinutes: 'count',
  onDemandMinutes: 'count',
  firstLiveOn: 'time',
  lastLiveOn: 'time',
  firstOnDemandOn: 'time',
  lastOnDemandOn: 'time',
  questions: 'count',
  polls: 'count',
  surveys: 'count',
  resources: 'count',
  callsToAction: 'count',
  certifications: 'count',
  meetings: 'count',
  reactions: 'count',
  certificateResult: 'text',
  certificateOn: 'time',
  partnerCode: 'text',
  attendancePartnerCode: 'text',
  utmSource: 'text',
  utmMedium: 'text',
  utmCampaign: 'text',
  utmTerm: 'text',
  utmContent: 'text',
  marketingConsent: 'flag',
  profileLink: 'link',
} as const satisfies Record<string, 'count' | 'decimal' | 'time' | 'text' | 'flag' | 'link'>

export type EngagementField = keyof typeof engagementFields
export type EngagementKind = (typeof engagementFields)[EngagementField]

/** A fact that is left out, or cannot be read, is missing. A time is ISO 8601 in UTC, to the second. */
export type Engagement = { [Field in EngagementField]?: ValueOf<(typeof engagementFields)[Field]> }
type ValueOf<Kind extends EngagementKind> = Kind extends 'count' | 'decimal'
  ? number
  : Kind extends 'flag'
    ? boolean
    : string

export const actionKinds = ['poll', 'survey', 'question', 'resource', 'callToAction', 'certification'] as const
export type ActionKind = (typeof actionKinds)[number]

/** Something that an attendee did once: an answer, a question, a click. */
export type EngagementAction = {
  kind: ActionKind
  /** Names it among those of its kind of one attendee. */
  key: string
  /** The question that was asked or answered; the name of what was opened. */
  subject: string
  answer: string | undefined
  /** ISO 8601 in UTC, to the second. */
  at: string | undefined
  /** How often it was opened, where that is counted. */
  times: number | undefined
  link: string | undefined
}

/** A person as they gave their name to the provider; empty where they did not. */
export type Person = { firstName: string; lastName: string; company: string }

/** A registrant with what else the provider knows: of the person, and of where they came from. */
export type DetailedRegistrant = ProviderRegistrant & { person: Person; engagement: Engagement }

/** An attendee with all that the provider knows of what they did. `isErased`: the provider has forgotten who it was. */
export type DetailedAttendance = Attendance & {
  engagement: Engagement
  actions: readonly EngagementAction[]
  isErased: boolean
}
