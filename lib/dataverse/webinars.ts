import type { WebinarKind, WebinarRow } from '../model/crm.ts'
import { type Dataverse, quoted } from './client.ts'
import { options } from './options.ts'
import { mapped, maybeRelated, select } from './selection.ts'
import { tables } from './tables.ts'

const online: readonly (number | null)[] = [options.format.webinar, options.format.hybrid]

/** The columns of an event that a `WebinarRow` is made of. */
export const eventColumns = [
  'id',
  'msevtmgt_eventformat',
  'msevtmgt_webinarid',
  '_msevtmgt_webinarconfigurationid_value',
  'msevtmgt_eventstartdate',
  'msevtmgt_eventenddate',
  'msevtmgt_eventtimezone',
  'msevtmgt_publishstatus',
  'msevtmgt_streamingprovider',
] as const
/** The columns of a session that a `WebinarRow` is made of. */
export const sessionColumns = [
  'id',
  'msevtmgt_sessionformat',
  'msevtmgt_webinarid',
  '_msevtmgt_webinarconfigurationid_value',
  'msevtmgt_starttime',
  'msevtmgt_endtime',
  '_msevtmgt_event_value',
  'msevtmgt_publishstatus',
  'msevtmgt_streamingprovider',
] as const
/** A session is cancelled, deactivated or a template if its event is, and goes by the clock of its event. */
export const eventOfSession = {
  event: maybeRelated(
    'msevtmgt_Event',
    select(tables.event, ['msevtmgt_publishstatus', 'msevtmgt_istemplate', 'msevtmgt_eventtimezone', 'statecode']),
  ),
}

export const eventWebinar = mapped(select(tables.event, eventColumns), ofEvent)
export const sessionWebinar = mapped(select(tables.session, sessionColumns, eventOfSession), ofSession)

type Common = {
  id: string
  msevtmgt_webinarid: string
  _msevtmgt_webinarconfigurationid_value: string | null
  msevtmgt_streamingprovider: number | null
}
type Published = { msevtmgt_publishstatus: number | null }
type Event = Common &
  Published & {
    msevtmgt_eventformat: number | null
    msevtmgt_eventstartdate: string
    msevtmgt_eventenddate: string
    msevtmgt_eventtimezone: number | null
  }
type Session = Common &
  Published & {
    msevtmgt_sessionformat: number | null
    msevtmgt_starttime: string
    msevtmgt_endtime: string
    _msevtmgt_event_value: string
    event: (Published & Pick<Event, 'msevtmgt_eventtimezone'>) | null
  }

export function ofEvent(row: Event): WebinarRow {
  return {
    kind: tables.event.kind,
    table: tables.event.name,
    ...ofEither(row),
    online: online.includes(row.msevtmgt_eventformat),
    cancelled: isCancelled(row),
    start: wallClock(row.msevtmgt_eventstartdate),
    end: wallClock(row.msevtmgt_eventenddate),
    eventId: row.id,
    timeZoneCode: row.msevtmgt_eventtimezone ?? undefined,
  }
}

export function ofSession(row: Session): WebinarRow {
  return {
    kind: tables.session.kind,
    table: tables.session.name,
    ...ofEither(row),
    online: online.includes(row.msevtmgt_sessionformat),
    cancelled: isCancelled(row) || isCancelled(row.event),
    start: wallClock(row.msevtmgt_starttime),
    end: wallClock(row.msevtmgt_endtime),
    eventId: row._msevtmgt_event_value,
    timeZoneCode: row.event?.msevtmgt_eventtimezone ?? undefined,
  }
}

function ofEither(row: Common) {
  return {
    id: row.id,
    configuration: row._msevtmgt_webinarconfigurationid_value ?? undefined,
    webinarId: row.msevtmgt_webinarid || undefined,
    streaming: streamingOf(row.msevtmgt_streamingprovider),
  }
}

function streamingOf(option: number | null): WebinarRow['streaming'] {
  if (option === null) return undefined
  return option === options.streaming.other ? 'other' : 'microsoft'
}

/** Webinar ids that are looked for in one call: a URL has room for few thousand characters. */
const idsPerCall = 25

export type Webinars = ReturnType<typeof createWebinars>

/** Events and sessions. */
export function createWebinars(dataverse: Dataverse) {
  async function* all(condition: { event: string; session: string }): AsyncGenerator<WebinarRow> {
    yield* dataverse.rows(eventWebinar, { filter: condition.event })
    yield* dataverse.rows(sessionWebinar, { filter: condition.session })
  }

  const on = `(msevtmgt_publishstatus eq null or msevtmgt_publishstatus ne ${options.publish.cancelled})`
  const held = `statecode eq 0 and _msevtmgt_webinarconfigurationid_value ne null and ${on}`

  return {
    webinarTableOf: (kind: WebinarKind) => tables[kind].name,

    /** One event or session, or undefined if it is not there. */
    async webinar({ table, id }: { table: string; id: string }): Promise<WebinarRow | undefined> {
      if (table === tables.event.name) return dataverse.row(eventWebinar, id)
      return table === tables.session.name ? dataverse.row(sessionWebinar, id) : undefined
    },

    /** Active events and sessions with a configuration, not called off, that end, by their wall clock, between the two instants. */
    webinarsEnding(from: Date, to: Date) {
      const between = (column: string) =>
        `${held} and ${column} ge ${from.toISOString()} and ${column} le ${to.toISOString()}`
      return all({ event: between('msevtmgt_eventenddate'), session: between('msevtmgt_endtime') })
    },

    /** The same that end, by their wall clock, no earlier than `from`, and have begun or ended at `to`. */
    webinarsBegun(from: Date, to: Date) {
      const begun = (start: string, end: string) =>
        `${held} and ${end} ge ${from.toISOString()} and (${start} le ${to.toISOString()} or ${end} le ${to.toISOString()})`
      return all({
        event: begun('msevtmgt_eventstartdate', 'msevtmgt_eventenddate'),
        session: begun('msevtmgt_starttime', 'msevtmgt_endtime'),
      })
    },

    /** Active events and sessions that run with this configuration. */
    webinarsOf(configuration: string) {
      const theirs = `statecode eq 0 and _msevtmgt_webinarconfigurationid_value eq ${configuration}`
      return all({ event: theirs, session: theirs })
    },

    /** Events and sessions of any account, in use or not, in whose webinar id one of these stands: the id, or a link with it. */
    async *webinarsNamingAny(webinarIds: readonly string[]): AsyncGenerator<WebinarRow> {
      for (let at = 0; at < webinarIds.length; at += idsPerCall) {
        const some = webinarIds.slice(at, at + idsPerCall)
        const named = some.map((id) => `contains(msevtmgt_webinarid,${quoted(id)})`).join(' or ')
        yield* all({ event: named, session: named })
      }
    },

    /** The active sessions of an event; a session has none. */
    async *sessionsOf({ table, id }: { table: string; id: string }): AsyncGenerator<WebinarRow> {
      if (table !== tables.event.name) return
      const filter = `statecode eq 0 and _msevtmgt_event_value eq ${id}`
      yield* dataverse.rows(sessionWebinar, { filter })
    },
  }
}

function isCancelled(row: Published | null) {
  return row?.msevtmgt_publishstatus === options.publish.cancelled
}

/** Time-zone-independent columns come with a Z that does not mean UTC. */
function wallClock(value: string): string | undefined {
  return value.replace(/(\.\d+)?Z$/, '') || undefined
}
