import type { KnownRow, RowPlace, UnmatchedAttendee } from '../model/attendee-rows.ts'
import type { Owner, WebinarKind } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { options } from './options.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { createOwnRows } from './own-rows.ts'
import { select } from './selection.ts'
import { tables } from './tables.ts'
import { fitting } from './text-length.ts'

const unmatched = select(tables.unmatchedAttendee, ['id', 'wbc_digest'])

/** The connector's own rows of attendees. Where the environment lacks a table, it has no rows of it. */
export function createAttendees(
  dataverse: Pick<Dataverse, 'rows'>,
  { isComplete }: OwnDefinitions,
  { upsertRows, deleteRows }: ReturnType<typeof createOwnRows>,
) {
  return {
    /** Whether the environment has a place for more than check-ins. */
    keepsAttendees: (): Promise<boolean> => isComplete(tables.unmatchedAttendee),

    /** The unmatched attendees of an event or session that stand in CRM. */
    async *unmatchedOf(kind: WebinarKind, webinarRow: string): AsyncGenerator<KnownRow> {
      for await (const { id, wbc_digest: digest } of dataverse.rows(unmatched, { filter: ofWebinar(kind, webinarRow) }))
        yield { id, digest }
    },

    /** Creates or changes unmatched attendees; how each went, or undefined where there is no place for them. */
    writeUnmatched: (rows: readonly UnmatchedAttendee[], owner: Owner | undefined) =>
      upsertRows(
        tables.unmatchedAttendee,
        rows.map((row) => ({ id: row.id, values: toUnmatchedRow(row), owner })),
      ),

    deleteUnmatched: (ids: readonly string[]) => deleteRows(tables.unmatchedAttendee, ids),
  }
}

/** The rows of an event's own webinar have no session. */
function ofWebinar(kind: WebinarKind, webinarRow: string) {
  return kind === 'session'
    ? `_wbc_sessionid_value eq ${webinarRow}`
    : `_wbc_eventid_value eq ${webinarRow} and _wbc_sessionid_value eq null`
}

function placeColumns({ eventId, sessionId, configuration }: RowPlace) {
  return {
    'wbc_EventId@odata.bind': `/${tables.event.set}(${eventId})`,
    ...(sessionId && { 'wbc_SessionId@odata.bind': `/${tables.session.set}(${sessionId})` }),
    'wbc_ConfigurationId@odata.bind': `/${tables.configuration.set}(${configuration})`,
  }
}

function toUnmatchedRow({ email, person, cause, digest, ...row }: UnmatchedAttendee) {
  const { firstName, lastName, company } = person
  return {
    wbc_name: fitting([firstName, lastName].filter(Boolean).join(' ') || email, 200),
    ...placeColumns(row),
    wbc_emailaddress: fitting(email, 320),
    wbc_firstname: fitting(firstName, 200),
    wbc_lastname: fitting(lastName, 200),
    wbc_company: fitting(company, 200),
    wbc_liveminutes: row.liveMinutes ?? null,
    wbc_ondemandminutes: row.onDemandMinutes ?? null,
    wbc_firstjoinedon: row.firstJoinedOn?.toISOString() ?? null,
    wbc_reason: options.unmatchedReason[cause],
    wbc_digest: digest,
  }
}
