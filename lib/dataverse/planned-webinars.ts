import type { PlannedWebinar, WebinarKind, WebinarPatch, WebinarPlace } from '../model/crm.ts'
import { type Dataverse, quoted } from './client.ts'
import { languageOf, options } from './options.ts'
import { ownerColumns, toOwner } from './owner.ts'
import { mapped, maybeRelated, select } from './selection.ts'
import { webinarStatus } from './shared-columns.ts'
import { keysOf } from './table-definition.ts'
import { tables } from './tables.ts'
import { eventColumns, eventOfSession, ofEvent, ofSession, sessionColumns } from './webinars.ts'

const statusColumns = keysOf(webinarStatus)
const planColumns = [
  'statecode',
  'createdon',
  'msevtmgt_name',
  'msevtmgt_language',
  ...statusColumns,
  ...ownerColumns,
] as const
const typeOfWebinar = { type: maybeRelated('msevtmgt_WebinarType', select(tables.webinarType, ['msevtmgt_value'])) }

const plannedEvent = mapped(
  select(tables.event, [...eventColumns, ...planColumns, 'msevtmgt_description', 'msevtmgt_istemplate'], typeOfWebinar),
  (row): PlannedWebinar => ({
    ...ofEvent(row),
    ...ofEither(row),
    active: isActive(row),
    hybrid: row.msevtmgt_eventformat === options.format.hybrid,
    description: row.msevtmgt_description,
  }),
)

const plannedSession = mapped(
  select(
    tables.session,
    [...sessionColumns, ...planColumns, 'msevtmgt_detaileddescription', 'msevtmgt_sessionsummary'],
    { ...typeOfWebinar, ...eventOfSession },
  ),
  (row): PlannedWebinar => ({
    ...ofSession(row),
    ...ofEither(row),
    active: row.statecode === 0 && (!row.event || isActive(row.event)),
    hybrid: row.msevtmgt_sessionformat === options.format.hybrid,
    description: row.msevtmgt_detaileddescription || row.msevtmgt_sessionsummary,
  }),
)

/** The most characters that the columns of links take. */
const urlLength = { event: 200, session: 100 }
const presenterUrlLength = 200

export type PlannedWebinars = ReturnType<typeof createPlannedWebinars>

/** Events and sessions as their planners want them held, and what is said of the webinar on their rows. */
export function createPlannedWebinars(dataverse: Dataverse) {
  return {
    /** One event or session, or undefined if it is not there. */
    async plannedWebinar(row: { table: string; id: string }): Promise<PlannedWebinar | undefined> {
      if (row.table === tables.event.name) return dataverse.row(plannedEvent, row.id)
      return row.table === tables.session.name ? dataverse.row(plannedSession, row.id) : undefined
    },

    /** Events and sessions in whose webinar id this one stands, in use or not: the id itself, or a link with it. */
    async webinarsNaming({ configuration, webinarId }: WebinarPlace): Promise<PlannedWebinar[]> {
      const named = `contains(msevtmgt_webinarid,${quoted(webinarId)})`
      const condition = { filter: `_msevtmgt_webinarconfigurationid_value eq ${configuration} and ${named}` }
      const found: PlannedWebinar[] = []
      for (const kind of [plannedEvent, plannedSession]) {
        for await (const row of dataverse.rows(kind, condition)) found.push(row)
      }
      return found
    },

    /** How many characters of a link the row has room for where people look for it. */
    webinarUrlRoom: (kind: WebinarKind) => urlLength[kind],

    /**
     * Says something of the webinar on the row, over this version of it; what stands already is not written, because
     * each write wakes the webhook again. Answers the version that the row has then.
     */
    async writeWebinar(webinar: PlannedWebinar, news: WebinarPatch): Promise<string> {
      const another = news.webinarId !== undefined && news.webinarId !== webinar.webinarId
      const values = { ...(another && noLinks), ...toColumns(news, urlLength[webinar.kind]) }
      const { columns } = webinar.shown
      const changed = Object.entries(values).filter(([column, value]) => columns[column] !== (value ?? ''))
      if (changed.length === 0) return webinar.etag
      return dataverse.updateVersion(tables[webinar.kind], webinar.id, Object.fromEntries(changed), webinar.etag)
    },
  }
}

/** Links that stood there led to another webinar. */
const noLinks = { msevtmgt_webinarurl: null, msevtmgt_presentationmanagerurl: null }

/** A link that the column has no room for goes to the attendees' column, which takes a thousand characters. */
function toColumns({ webinarId, audienceUrl = '', presenterUrl = '', status, reason }: WebinarPatch, longest: number) {
  const long = audienceUrl.length > longest
  return {
    ...(webinarId && { msevtmgt_webinarid: webinarId }),
    ...(audienceUrl && !long && { msevtmgt_webinarurl: audienceUrl }),
    ...(long && { msevtmgt_webinarurl: null, msevtmgt_attendeeurl: audienceUrl.slice(0, 1000) }),
    ...(presenterUrl && presenterUrl.length <= presenterUrlLength && { msevtmgt_presentationmanagerurl: presenterUrl }),
    ...(status !== undefined && { msevtmgt_webinarstatus: status || null }),
    ...(reason !== undefined && { msevtmgt_webinarstatusreason: reason || null }),
  }
}

/** Columns as they stand on the row; the webinar id as it was typed. */
const shownColumns = [...statusColumns, 'msevtmgt_webinarid'] as const

type Row = Record<(typeof shownColumns)[number], string> & {
  etag: string
  createdon: Date
  msevtmgt_name: string
  msevtmgt_language: number | null
  msevtmgt_publishstatus: number | null
  type: { msevtmgt_value: string } | null
} & Parameters<typeof toOwner>[0]

function ofEither(row: Row) {
  return {
    createdOn: row.createdon,
    title: row.msevtmgt_name,
    owner: toOwner(row),
    type: row.type?.msevtmgt_value.trim() || undefined,
    draft: row.msevtmgt_publishstatus === options.publish.draft,
    language: languageOf(row.msevtmgt_language),
    shown: {
      links: [row.msevtmgt_webinarurl, row.msevtmgt_attendeeurl].filter((link) => link !== ''),
      columns: Object.fromEntries(shownColumns.map((column) => [column, row[column]])),
    },
    etag: row.etag,
  }
}

function isActive({ statecode, msevtmgt_istemplate }: { statecode: number; msevtmgt_istemplate: number | null }) {
  return statecode === 0 && msevtmgt_istemplate !== options.template.yes
}
