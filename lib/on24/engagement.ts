import { type Engagement, type EngagementField, type EngagementKind, engagementFields } from '../model/engagement.ts'
import { instant } from './to-attendance.ts'

/** A row of a list as it came. Its types are mixed in ON24's own examples, so each value is read for itself. */
export type Raw = Readonly<Record<string, unknown>>
/** Where a fact stands: in a field of that name, or in what is made of several. */
type Source = string | ((raw: Raw) => unknown)
type Sources = Partial<Record<EngagementField, Source>>

/** Facts in the list of attendees (openapi.json of api.on24.com, `GET /event/{eventId}/attendee`). */
const ofAttendee = {
  score: 'engagementscore',
  liveMinutes: 'liveminutes',
  onDemandMinutes: 'archiveminutes',
  firstLiveOn: 'firstliveactivity',
  lastLiveOn: 'lastliveactivity',
  firstOnDemandOn: 'firstarchiveactivity',
  lastOnDemandOn: 'lastarchiveactivity',
  questions: 'askedquestions',
  polls: 'answeredpolls',
  surveys: 'answeredsurveys',
  resources: 'resourcesdownloaded',
  callsToAction: (raw) => rowsOf(raw.calltoactions).length,
  certifications: (raw) => rowsOf(raw.certifications).length,
  meetings: (raw) => rowsOf(raw.calendly).reduce((sum, one) => sum + (count(one.meetingsbooked) ?? 0), 0),
  reactions: (raw) => rowsOf(raw.reactions).length,
  certificateResult: 'certificationwidgetresult',
  certificateOn: 'certificationtimestamp',
  partnerCode: 'partnerref',
  attendancePartnerCode: 'attendancepartnerref',
  profileLink: 'userprofileurl',
} as const satisfies Sources

/** Facts in the list of registrants (`GET /event/{eventId}/registrant`). */
const ofRegistrant = {
  partnerCode: 'partnerref',
  utmSource: 'utmsource',
  utmMedium: 'utmmedium',
  utmCampaign: 'utmcampaign',
  utmTerm: 'utmterm',
  utmContent: 'utmcontent',
  marketingConsent: 'marketingemail',
} as const satisfies Sources

/** Of the facts of the model none is without a source. */
const sources: Record<EngagementField, Source> = { ...ofRegistrant, ...ofAttendee }

const readers: Record<EngagementKind, (value: unknown) => number | string | boolean | undefined> = {
  count,
  decimal: numberOf,
  time,
  text,
  flag,
  link,
}

/** All facts of an attendee. A fact that is left out, or of a type that it should not be, costs itself only. */
export function engagementOfAttendee(raw: Raw): Engagement {
  return read(raw, Object.keys(ofAttendee))
}

/** Where a registrant came from. */
export function engagementOfRegistrant(raw: Raw): Engagement {
  return read(raw, Object.keys(ofRegistrant))
}

function read(raw: Raw, fields: readonly string[]): Engagement {
  const known = (fields as EngagementField[]).flatMap((field) => {
    const source = sources[field]
    const value = typeof source === 'string' ? raw[source] : source(raw)
    const fact = readers[engagementFields[field]](value)
    return fact === undefined ? [] : [[field, fact] as const]
  })
  return Object.fromEntries(known)
}

/** The rows of a list inside a row; what is no object counts as left out. */
export function rowsOf(value: unknown): Raw[] {
  if (!Array.isArray(value)) return []
  return value.filter((one): one is Raw => typeof one === 'object' && one !== null && !Array.isArray(one))
}

/** Text without the blanks around it, also where a number was given; undefined if there is none. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  return typeof value === 'string' ? value.trim() || undefined : undefined
}

/** A moment in UTC, to the second; undefined if it is none. */
export function time(value: unknown): string | undefined {
  return instant(text(value))
    ?.toISOString()
    .replace(/\.\d+Z$/, 'Z')
}

/** An address of the web; undefined if it is none. */
export function link(value: unknown): string | undefined {
  const found = text(value)
  return found && /^https?:\/\//.test(found) ? found : undefined
}

/** Yes or no, as `Y` or `N`; undefined if it is neither. */
function flag(value: unknown): boolean | undefined {
  const found = text(value)?.toUpperCase()
  return found === 'Y' || found === 'N' ? found === 'Y' : undefined
}

/** A whole number, not below zero. */
export function count(value: unknown): number | undefined {
  const found = numberOf(value)
  return found === undefined ? undefined : Math.round(found)
}

function numberOf(value: unknown): number | undefined {
  const found = Number(text(value) ?? Number.NaN)
  return Number.isFinite(found) ? Math.min(Math.max(0, found), 1_000_000) : undefined
}
