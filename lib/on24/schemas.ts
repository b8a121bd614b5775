import * as v from 'valibot'
import type { Metrics } from '../model/webinar.ts'

/**
 * ON24 leaves out what is empty or unknown, so every field but the ids is optional, and its own examples have numbers as
 * text and text as numbers (openapi.json of api.on24.com). A value that cannot be read counts as left out.
 */
const Id = v.pipe(v.union([v.number(), v.string()]), v.transform(String), v.trim(), v.nonEmpty())
const Text = v.fallback(
  v.optional(v.nullable(v.union([v.string(), v.pipe(v.number(), v.transform(String))]))),
  undefined,
)
/** A whole number: a fraction is rounded. */
const Count = v.fallback(
  v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite(), v.transform(Math.round)),
  0,
)
const flags = new Map(
  Object.entries({ true: true, y: true, yes: true, 1: true, false: false, n: false, no: false, 0: false }),
)
/** Yes, no, or undefined where ON24 says neither. */
const Flag = v.pipe(
  v.optional(v.unknown()),
  v.transform((value) => flags.get(String(value).trim().toLowerCase())),
)

/** The readable rows of a list: one that is not costs itself only. */
const rows = <Row extends v.GenericSchema>(row: Row) =>
  v.pipe(
    v.array(v.unknown()),
    v.transform((all) => all.filter((one) => v.is(row, one)).map((one) => v.parse(row, one))),
  )

export const On24Registered = v.object({ eventuserid: Id })
/** The answer to a change of somebody in one webinar. */
export const On24Patched = v.object({ eventuserid: Id, isblocked: Flag })

export const On24Registrant = v.object({
  eventuserid: Id,
  email: Text,
  exteventusercd: Text,
  userstatus: v.optional(v.unknown()),
  isblocked: Flag,
})

/** The fields of an attendee that make up each metric, live and on demand. */
export const metricFields = {
  minutes: ['liveminutes', 'archiveminutes'],
  questions: ['askedquestions'],
} as const satisfies Record<keyof Metrics, readonly string[]>
type MetricField = (typeof metricFields)[keyof Metrics][number]
const metricEntries = Object.fromEntries(
  Object.values(metricFields).flatMap((fields) => fields.map((field) => [field, Count])),
) as Record<MetricField, typeof Count>

export const On24Attendee = v.object({
  eventuserid: Id,
  email: Text,
  exteventusercd: Text,
  ...metricEntries,
  firstliveactivity: Text,
  lastliveactivity: Text,
  firstarchiveactivity: Text,
  lastarchiveactivity: Text,
})

/** An attendee in the list of the whole account. */
export const On24LiveAttendee = v.object({ ...On24Attendee.entries, eventid: Id })
/** One page of that list. An empty one may come without its array, as that of events. */
export const On24Attendees = v.union([
  v.object({ attendees: v.array(v.unknown()) }),
  v.pipe(
    v.object({ totalattendees: v.unknown() }),
    v.transform(() => ({ attendees: [] as unknown[] })),
  ),
])

/** One page of events, as they came: an empty one may come without its array, which is documented nowhere, but has its total. */
export const On24Events = v.union([
  v.object({ events: v.array(v.unknown()) }),
  v.pipe(
    v.object({ totalevents: v.unknown() }),
    v.transform(() => ({ events: [] as unknown[] })),
  ),
])
export const On24Activity = v.object({ eventid: Id, lastupdated: Text, liveend: Text, archiveend: Text })
/** The columns of the event list in which a change of an event or of its registrants shows. */
export const On24Listed = v.object({
  eventid: Id,
  description: Text,
  goodafter: Text,
  liveend: Text,
  lastmodified: Text,
  lastupdated: Text,
  eventanalytics: v.fallback(v.optional(v.object({ totalregistrants: Count })), undefined),
})
/** Further columns of the event list. Labels of customers may be of any type. */
export const On24ListedFacts = v.object({
  description: Text,
  goodafter: Text,
  liveend: Text,
  audienceurl: Text,
  eventtype: Text,
  contenttype: Text,
  istestevent: Flag,
  campaigncode: Text,
  tags: v.fallback(v.optional(v.array(v.string()), []), []),
  eventanalytics: v.fallback(v.optional(v.object({ totalregistrants: Count })), undefined),
})
/** An event with an external id, whatever else can be read of it. */
export const On24Marked = v.object({ campaigncode: v.string() })

export const On24Webinar = v.object({
  eventid: Id,
  isactive: Flag,
  goodafter: Text,
  liveend: Text,
  audienceurl: Text,
  pmurl: Text,
  campaigncode: Text,
  description: Text,
  promotionalsummary: Text,
  displaytimezonecd: Text,
  localelanguagecd: Text,
  localecountrycd: Text,
  eventtype: Text,
})

/** An event that others may be copied from. */
export const On24Template = v.object({
  eventid: Id,
  description: Text,
  contenttype: Text,
  campaigncode: Text,
  tags: v.fallback(v.optional(v.array(v.string()), []), []),
})

/** The answer to a creation is wrapped, and in camel case. */
export const On24Created = v.object({
  wccevent: v.object({ eventId: Id, audienceUrl: Text, PMUrl: Text, pmurl: Text }),
})

/** An e-mail that ON24 sends for an event, and all of an event's. */
export const On24Email = v.object({ emailid: Id, emailtype: Text, activated: Flag })
export const On24Emails = v.object({ emails: rows(On24Email) })

/** The answers to a change of a webinar, and of a person in all webinars of the account. */
export const On24Changed = v.object({ wccevent: v.looseObject({}) })
export const On24Updated = v.object({ updatedregistrants: v.array(v.unknown()) })

export const On24Forgotten = v.object({ deletedregistrants: v.object({ eventuserids: v.array(v.unknown()) }) })

export const On24EventTypes = v.object({ eventtypes: rows(v.object({ label: v.string(), value: v.string() })) })
export const On24Languages = v.object({
  languagecodes: rows(v.object({ label: Text, languagecd: v.string(), countrycd: Text })),
})
export const On24TimeZones = v.object({ timezones: rows(v.object({ value: v.string() })) })

export const On24RegistrationFields = v.object({
  registrationfields: rows(
    v.object({
      fieldid: v.string(),
      fieldcaption: Text,
      required: Text,
      /** Empty where a field takes any value. */
      options: v.fallback(v.optional(rows(v.pipe(v.string(), v.trim(), v.nonEmpty())), []), []),
    }),
  ),
})

export type On24Registrant = v.InferOutput<typeof On24Registrant>
export type On24Webinar = v.InferOutput<typeof On24Webinar>
export type On24Attendee = v.InferOutput<typeof On24Attendee>
