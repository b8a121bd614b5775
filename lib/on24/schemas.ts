import * as v from 'valibot'
import type { Metrics } from '../model/webinar.ts'

/** ON24 leaves out what is empty or unknown, so every field but the ids is optional (openapi.json of api.on24.com). */
const Id = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform((value) => String(value)),
)
const Text = v.optional(v.nullable(v.string()))
const Count = v.optional(v.nullable(v.number()), 0)

export const On24Registered = v.object({ eventuserid: Id })

export const On24Registrant = v.object({
  eventuserid: Id,
  email: v.optional(v.nullable(v.string()), ''),
  exteventusercd: Text,
  userstatus: Text,
  isblocked: Text,
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
  email: v.optional(v.nullable(v.string()), ''),
  exteventusercd: Text,
  ...metricEntries,
  firstliveactivity: Text,
  lastliveactivity: Text,
  firstarchiveactivity: Text,
  lastarchiveactivity: Text,
})

export const On24Events = v.object({
  events: v.optional(v.array(v.object({ eventid: Id, lastupdated: Text, liveend: Text, archiveend: Text })), []),
})

export const On24Webinar = v.object({
  eventid: Id,
  isactive: v.optional(v.nullable(v.boolean()), true),
  goodafter: Text,
  liveend: Text,
  audienceurl: Text,
  pmurl: Text,
  campaigncode: Text,
})
export const On24Webinars = v.object({ events: v.optional(v.array(On24Webinar), []) })

/** The answer to a creation is wrapped, and in camel case. */
export const On24Created = v.object({
  wccevent: v.object({ eventId: Id, audienceUrl: Text, PMUrl: Text, pmurl: Text }),
})

export const On24EventTypes = v.object({
  eventtypes: v.optional(v.array(v.object({ label: v.string(), value: v.string() })), []),
})
export const On24Languages = v.object({
  languagecodes: v.optional(v.array(v.object({ label: Text, languagecd: v.string(), countrycd: Text })), []),
})
export const On24TimeZones = v.object({ timezones: v.optional(v.array(v.object({ value: v.string() })), []) })

export const On24RegistrationFields = v.object({
  registrationfields: v.optional(v.array(v.object({ fieldid: v.string(), fieldcaption: Text, required: Text })), []),
})

export type On24Registrant = v.InferOutput<typeof On24Registrant>
export type On24Webinar = v.InferOutput<typeof On24Webinar>
export type On24Attendee = v.InferOutput<typeof On24Attendee>
