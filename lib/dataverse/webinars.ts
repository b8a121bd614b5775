import * as v from 'valibot'
import type { WebinarRow } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { options, tables } from './tables.ts'

const online: readonly (number | null)[] = [options.format.webinar, options.format.hybrid]
const OptionalText = v.optional(v.nullable(v.string()))

/** Columns of an event or session that registrations need beside them. */
export const eventColumns = [
  'msevtmgt_eventid',
  'msevtmgt_eventformat',
  'msevtmgt_webinarid',
  '_msevtmgt_webinarconfigurationid_value',
  'msevtmgt_eventenddate',
  'msevtmgt_eventtimezone',
  'msevtmgt_publishstatus',
] as const
export const sessionColumns = [
  'msevtmgt_sessionid',
  'msevtmgt_sessionformat',
  'msevtmgt_webinarid',
  '_msevtmgt_webinarconfigurationid_value',
  'msevtmgt_endtime',
  '_msevtmgt_event_value',
  'msevtmgt_publishstatus',
] as const

const OptionalNumber = v.optional(v.nullable(v.number()), null)
/** A session goes by its event too: with it, it is called off, deactivated or a template. */
export const sessionExpand = 'msevtmgt_Event($select=msevtmgt_publishstatus,msevtmgt_istemplate,statecode)'
const ParentRow = v.optional(v.nullable(v.object({ msevtmgt_publishstatus: OptionalNumber })), null)
const common = {
  msevtmgt_webinarid: OptionalText,
  _msevtmgt_webinarconfigurationid_value: OptionalText,
  msevtmgt_publishstatus: OptionalNumber,
}

export const EventRow = v.pipe(
  v.object({
    ...common,
    msevtmgt_eventid: v.string(),
    msevtmgt_eventformat: OptionalNumber,
    msevtmgt_eventenddate: OptionalText,
    msevtmgt_eventtimezone: OptionalNumber,
  }),
  v.transform(
    (row): WebinarRow => ({
      kind: 'event',
      table: tables.event,
      id: row.msevtmgt_eventid,
      online: online.includes(row.msevtmgt_eventformat),
      ...place(row),
      end: wallClock(row.msevtmgt_eventenddate),
      eventId: row.msevtmgt_eventid,
      timeZoneCode: row.msevtmgt_eventtimezone ?? undefined,
    }),
  ),
)
export const SessionRow = v.pipe(
  v.object({
    ...common,
    msevtmgt_sessionid: v.string(),
    msevtmgt_sessionformat: OptionalNumber,
    msevtmgt_endtime: OptionalText,
    _msevtmgt_event_value: v.string(),
    msevtmgt_Event: ParentRow,
  }),
  v.transform(
    (row): WebinarRow => ({
      kind: 'session',
      table: tables.session,
      id: row.msevtmgt_sessionid,
      online: online.includes(row.msevtmgt_sessionformat),
      ...place(row),
      cancelled: isCancelled(row) || isCancelled(row.msevtmgt_Event),
      end: wallClock(row.msevtmgt_endtime),
      eventId: row._msevtmgt_event_value,
      timeZoneCode: undefined,
    }),
  ),
)

export type Webinars = ReturnType<typeof createWebinars>

/** Events and sessions. */
export function createWebinars(dataverse: Dataverse) {
  const sessions = { select: sessionColumns, expand: sessionExpand }
  async function* all(condition: { event: string; session: string }): AsyncGenerator<WebinarRow> {
    yield* dataverse.rows(EventRow, 'msevtmgt_events', { select: eventColumns, filter: condition.event })
    yield* dataverse.rows(SessionRow, 'msevtmgt_sessions', { ...sessions, filter: condition.session })
  }

  return {
    /** One event or session, or undefined if it is not there. */
    async webinar({ table, id }: { table: string; id: string }): Promise<WebinarRow | undefined> {
      if (table === tables.event) return dataverse.row(EventRow, 'msevtmgt_events', id, { select: eventColumns })
      if (table !== tables.session) return undefined
      return dataverse.row(SessionRow, 'msevtmgt_sessions', id, sessions)
    },

    /** Active events and sessions with a configuration, not called off, that end, by their wall clock, between the two instants. */
    webinarsEnding(from: Date, to: Date) {
      const on = `(msevtmgt_publishstatus eq null or msevtmgt_publishstatus ne ${options.publish.cancelled})`
      const having = `statecode eq 0 and _msevtmgt_webinarconfigurationid_value ne null and ${on}`
      const between = (column: string) =>
        `${having} and ${column} ge ${from.toISOString()} and ${column} le ${to.toISOString()}`
      return all({ event: between('msevtmgt_eventenddate'), session: between('msevtmgt_endtime') })
    },

    /** Active events and sessions that run with this configuration. */
    webinarsOf(configuration: string) {
      const theirs = `statecode eq 0 and _msevtmgt_webinarconfigurationid_value eq ${configuration}`
      return all({ event: theirs, session: theirs })
    },

    /** The active sessions of an event; a session has none. */
    async *sessionsOf({ table, id }: { table: string; id: string }): AsyncGenerator<WebinarRow> {
      if (table !== tables.event) return
      const filter = `statecode eq 0 and _msevtmgt_event_value eq ${id}`
      yield* dataverse.rows(SessionRow, 'msevtmgt_sessions', { ...sessions, filter })
    },

    /** The time-zone codes of events, by event id: for sessions, which have none of their own. */
    async timeZoneCodes(eventIds: Iterable<string>): Promise<Map<string, number>> {
      const codes = new Map<string, number>()
      const ids = [...new Set(eventIds)]
      for (let at = 0; at < ids.length; at += idsPerQuery) {
        const filter = ids
          .slice(at, at + idsPerQuery)
          .map((id) => `msevtmgt_eventid eq ${id}`)
          .join(' or ')
        const select = ['msevtmgt_eventid', 'msevtmgt_eventtimezone']
        for await (const row of dataverse.rows(ZoneRow, 'msevtmgt_events', { select, filter })) {
          if (row.msevtmgt_eventtimezone !== null) codes.set(row.msevtmgt_eventid, row.msevtmgt_eventtimezone)
        }
      }
      return codes
    },
  }
}

/** Keeps the URL of the query well below what servers take. */
const idsPerQuery = 25
const ZoneRow = v.object({ msevtmgt_eventid: v.string(), msevtmgt_eventtimezone: v.nullable(v.number()) })

function place(row: v.InferOutput<v.ObjectSchema<typeof common, undefined>>) {
  return {
    configuration: row._msevtmgt_webinarconfigurationid_value ?? undefined,
    webinarId: row.msevtmgt_webinarid?.trim() || undefined,
    cancelled: isCancelled(row),
  }
}

function isCancelled(row: v.InferOutput<typeof ParentRow>) {
  return row?.msevtmgt_publishstatus === options.publish.cancelled
}

/** Time-zone-independent columns come with a Z that does not mean UTC. */
export function wallClock(value: string | null | undefined) {
  return value?.replace(/(\.\d+)?Z$/, '') || undefined
}
