import * as v from 'valibot'
import type { PlannedWebinar, WebinarPatch } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { languageOf, options, tables } from './tables.ts'
import { EventRow, eventColumns, SessionRow, sessionColumns, sessionExpand, wallClock } from './webinars.ts'

const Text = v.pipe(
  v.optional(v.nullable(v.string()), null),
  v.transform((value) => value?.trim() ?? ''),
)
const shown = [
  'msevtmgt_webinarurl',
  'msevtmgt_attendeeurl',
  'msevtmgt_presentationmanagerurl',
  'msevtmgt_webinarstatus',
  'msevtmgt_webinarstatusreason',
] as const
const common = ['statecode', 'createdon', 'msevtmgt_name', 'msevtmgt_language', ...shown] as const
const typeExpand = 'msevtmgt_WebinarType($select=msevtmgt_value)'
const Standing = { statecode: v.number(), msevtmgt_istemplate: v.optional(v.nullable(v.number()), null) }

const Common = v.object({
  '@odata.etag': v.optional(v.string(), '*'),
  ...Standing,
  msevtmgt_Event: v.optional(v.nullable(v.object(Standing)), null),
  createdon: v.pipe(v.string(), v.toDate()),
  msevtmgt_name: Text,
  msevtmgt_language: v.optional(v.nullable(v.number()), null),
  msevtmgt_WebinarType: v.optional(v.nullable(v.object({ msevtmgt_value: Text })), null),
  msevtmgt_webinarurl: Text,
  msevtmgt_attendeeurl: Text,
  msevtmgt_presentationmanagerurl: Text,
  msevtmgt_webinarstatus: Text,
  msevtmgt_webinarstatusreason: Text,
  msevtmgt_description: Text,
  msevtmgt_eventstartdate: Text,
  msevtmgt_detaileddescription: Text,
  msevtmgt_sessionsummary: Text,
  msevtmgt_starttime: Text,
})

const places = {
  event: {
    set: 'msevtmgt_events',
    Row: v.intersect([EventRow, Common]),
    columns: [...eventColumns, ...common, 'msevtmgt_description', 'msevtmgt_eventstartdate', 'msevtmgt_istemplate'],
    expand: typeExpand,
    urlRoom: 200,
  },
  session: {
    set: 'msevtmgt_sessions',
    Row: v.intersect([SessionRow, Common]),
    columns: [
      ...[...sessionColumns, ...common],
      ...['msevtmgt_detaileddescription', 'msevtmgt_sessionsummary', 'msevtmgt_starttime'],
    ],
    expand: `${typeExpand},${sessionExpand}`,
    urlRoom: 100,
  },
} as const
const presenterUrlRoom = 200

export type PlannedWebinars = ReturnType<typeof createPlannedWebinars>

/** Events and sessions as their planners want them held, and what is said of the webinar on their rows. */
export function createPlannedWebinars(dataverse: Dataverse) {
  return {
    /** One event or session, or undefined if it is not there. */
    async plannedWebinar(row: { table: string; id: string }): Promise<PlannedWebinar | undefined> {
      if (row.table !== tables.event && row.table !== tables.session) return undefined
      const { set, Row, columns, expand } = places[row.table === tables.session ? 'session' : 'event']
      const found = await dataverse.row(Row, set, row.id, { select: columns, expand })
      return found && toPlannedWebinar(found)
    },

    /** How many characters of a link the row has room for where people look for it. */
    webinarUrlRoom: (kind: 'event' | 'session') => places[kind].urlRoom,

    /**
     * Says something of the webinar on the row, over this version of it; what stands already is not written, because
     * each write wakes the webhook again. True if anything was written.
     */
    async writeWebinar(webinar: PlannedWebinar, news: WebinarPatch): Promise<boolean> {
      const { set, urlRoom } = places[webinar.kind]
      const another = news.webinarId !== undefined && news.webinarId !== webinar.webinarId
      const values = { ...(another && noLinks), ...toColumns(news, urlRoom) }
      const standing: Record<string, string> = { ...webinar.shown.columns, msevtmgt_webinarid: webinar.webinarId ?? '' }
      const changed = Object.entries(values).filter(([column, value]) => standing[column] !== (value ?? ''))
      if (changed.length === 0) return false
      await dataverse.update(set, webinar.id, Object.fromEntries(changed), { etag: webinar.etag })
      return true
    },
  }
}

/** What stood there led to another webinar. */
const noLinks = { msevtmgt_webinarurl: null, msevtmgt_presentationmanagerurl: null }

/** A link that the column has no room for goes to the attendees' column, which takes a thousand characters. */
function toColumns({ webinarId, audienceUrl = '', presenterUrl = '', status, reason }: WebinarPatch, urlRoom: number) {
  const long = audienceUrl.length > urlRoom
  return {
    ...(webinarId && { msevtmgt_webinarid: webinarId }),
    ...(audienceUrl && !long && { msevtmgt_webinarurl: audienceUrl }),
    ...(long && { msevtmgt_webinarurl: null, msevtmgt_attendeeurl: audienceUrl.slice(0, 1000) }),
    ...(presenterUrl && presenterUrl.length <= presenterUrlRoom && { msevtmgt_presentationmanagerurl: presenterUrl }),
    ...(status && { msevtmgt_webinarstatus: status }),
    ...(reason && { msevtmgt_webinarstatusreason: reason }),
  }
}

function toPlannedWebinar(row: v.InferOutput<(typeof places)['event' | 'session']['Row']>): PlannedWebinar {
  const { kind, table, id, online, configuration, webinarId, cancelled, end, eventId, timeZoneCode } = row
  return {
    ...{ kind, table, id, online, configuration, webinarId, cancelled, end, eventId, timeZoneCode },
    active: isActive(row) && (!row.msevtmgt_Event || isActive(row.msevtmgt_Event)),
    createdOn: row.createdon,
    title: row.msevtmgt_name,
    description: row.msevtmgt_description || row.msevtmgt_detaileddescription || row.msevtmgt_sessionsummary,
    start: wallClock(row.msevtmgt_eventstartdate || row.msevtmgt_starttime),
    type: row.msevtmgt_WebinarType?.msevtmgt_value || undefined,
    language: languageOf(row.msevtmgt_language),
    shown: {
      linked: row.msevtmgt_webinarurl !== '' || row.msevtmgt_attendeeurl !== '',
      columns: Object.fromEntries(shown.map((column) => [column, row[column]])),
    },
    etag: row['@odata.etag'],
  }
}

function isActive({ statecode, msevtmgt_istemplate }: Pick<v.InferOutput<typeof Common>, keyof typeof Standing>) {
  return statecode === 0 && msevtmgt_istemplate !== options.template.yes
}
