import type { ActionRow, AttendeeRow, RowPlace, UnmatchedAttendee } from '../model/attendee-rows.ts'
import { type EngagementField, engagementFields, type Person } from '../model/engagement.ts'
import { engagementColumn } from './attendee-tables.ts'
import { options } from './options.ts'
import { keysOf } from './table-definition.ts'
import { tables } from './tables.ts'
import { fitting } from './text-length.ts'

/** The columns of an unmatched attendee. */
export function toUnmatchedRow({ email, person, cause, digest, ...row }: UnmatchedAttendee) {
  return {
    wbc_name: nameOf(person, email),
    ...placeColumns(row),
    wbc_emailaddress: fitting(email, 320),
    wbc_firstname: fitting(person.firstName, 200),
    wbc_lastname: fitting(person.lastName, 200),
    wbc_company: fitting(person.company, 200),
    wbc_liveminutes: row.liveMinutes ?? null,
    wbc_ondemandminutes: row.onDemandMinutes ?? null,
    wbc_firstjoinedon: row.firstJoinedOn?.toISOString() ?? null,
    wbc_reason: options.unmatchedReason[cause],
    wbc_digest: digest,
  }
}

/** The columns of an attendee. What is not known any more is emptied. */
export function toAttendeeRow({ email, person, engagement, matchedBy, cause, ...row }: AttendeeRow) {
  const facts = keysOf(engagementFields).map((field) => [engagementColumn(field), factOf(field, engagement[field])])
  return {
    wbc_name: nameOf(person, email),
    ...placeColumns(row),
    'wbc_EventRegistrationId@odata.bind': addressOf(tables.eventRegistration, row.eventRegistrationId),
    'wbc_SessionRegistrationId@odata.bind': addressOf(tables.sessionRegistration, row.sessionRegistrationId),
    'wbc_ContactId@odata.bind': addressOf(tables.contact, row.contactId),
    wbc_emailaddress: fitting(email, 320),
    wbc_company: fitting(person.company, 200),
    wbc_matchedby: matchedBy ? options.matchedBy[matchedBy] : null,
    wbc_reason: cause ? options.unmatchedReason[cause] : null,
    wbc_nolongerlisted: false,
    ...(Object.fromEntries(facts) as Record<ReturnType<typeof engagementColumn>, string | number | boolean | null>),
    wbc_digest: row.digest,
    wbc_actionsdigest: row.actionsDigest || null,
  }
}

/** The columns of an action. */
export function toActionRow({ attendeeId, subject, kind, ...row }: ActionRow) {
  return {
    wbc_name: fitting(subject, 200),
    'wbc_AttendeeId@odata.bind': addressOf(tables.attendee, attendeeId),
    'wbc_EventId@odata.bind': addressOf(tables.event, row.eventId),
    'wbc_SessionId@odata.bind': addressOf(tables.session, row.sessionId),
    wbc_kind: options.actionKind[kind],
    wbc_subject: fitting(subject, 4000),
    wbc_answer: fitting(row.answer, 4000),
    wbc_actedon: row.at ?? null,
    wbc_times: row.times ?? null,
    wbc_link: linkOf(row.link),
    wbc_nolongerlisted: false,
    wbc_digest: row.digest,
  }
}

function placeColumns({ eventId, sessionId, configuration }: RowPlace) {
  return {
    'wbc_EventId@odata.bind': addressOf(tables.event, eventId),
    'wbc_SessionId@odata.bind': addressOf(tables.session, sessionId),
    'wbc_ConfigurationId@odata.bind': addressOf(tables.configuration, configuration),
  }
}

/** Null takes a link to a row away (learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api). */
function addressOf({ set }: { set: string }, id: string | undefined) {
  return id ? `/${set}(${id})` : null
}

function nameOf({ firstName, lastName }: Person, email: string) {
  return fitting([firstName, lastName].filter(Boolean).join(' ') || email, 200)
}

function factOf(field: EngagementField, value: string | number | boolean | undefined) {
  if (typeof value !== 'string') return value ?? null
  return engagementFields[field] === 'link' ? linkOf(value) : fitting(value, 400)
}

/** A link that is cut off leads nowhere. */
function linkOf(link: string | undefined) {
  return link !== undefined && link.length <= 1000 ? link : null
}
