import type {
  ActionRow,
  AttendeeRow,
  KnownAction,
  KnownAttendee,
  KnownRow,
  UnmatchedAttendee,
  UnmatchedPerson,
} from '../model/attendee-rows.ts'
import type { Owner, WebinarKind } from '../model/crm.ts'
import { toActionRow, toAttendeeRow, toUnmatchedRow } from './attendee-columns.ts'
import type { Dataverse } from './client.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { createOwnRows } from './own-rows.ts'
import { select } from './selection.ts'
import { createStandingRows } from './standing-rows.ts'
import { tables } from './tables.ts'

const unmatched = select(tables.unmatchedAttendee, ['id', 'wbc_digest', 'statecode'])
const unmatchedPerson = select(tables.unmatchedAttendee, [
  ...(['id', 'wbc_emailaddress', 'wbc_firstname', 'wbc_lastname', 'wbc_company'] as const),
  ...(['_wbc_eventid_value', '_wbc_sessionid_value'] as const),
])
const attendee = select(tables.attendee, ['id', 'wbc_digest', 'wbc_actionsdigest', 'wbc_nolongerlisted'])
const action = select(tables.attendeeAction, ['id', 'wbc_digest', 'wbc_nolongerlisted'])

/** Attendees whose actions are asked for in one call: a URL has room for few thousand characters. */
const attendeesPerCall = 25

/**
 * The connector's own rows of attendees. Where the environment lacks a table, or the role does not open it, no row stands,
 * and a write answers undefined.
 */
export function createAttendees(
  dataverse: Pick<Dataverse, 'row' | 'rows' | 'update'>,
  definitions: OwnDefinitions,
  { upsertRows, deleteRows }: ReturnType<typeof createOwnRows>,
) {
  const standing = createStandingRows(dataverse, definitions)

  return {
    /** Whether the environment has a place for more than check-ins. */
    async keepsAttendees(): Promise<boolean> {
      return (await definitions.isComplete(tables.unmatchedAttendee)) || definitions.isComplete(tables.attendee)
    },

    /** The unmatched attendees of an event or session that stand in CRM. */
    async *unmatchedOf(kind: WebinarKind, webinarRow: string): AsyncGenerator<KnownRow> {
      for await (const { id, wbc_digest: digest } of standing(unmatched, ofWebinar(kind, webinarRow)))
        yield { id, digest }
    },

    /** Creates or changes unmatched attendees; answers how each went. */
    writeUnmatched: (rows: readonly UnmatchedAttendee[], owner: Owner | undefined) =>
      upsertRows(
        tables.unmatchedAttendee,
        rows.map((row) => ({ id: row.id, values: toUnmatchedRow(row), owner })),
      ),

    /** An unmatched attendee, and the event or session that they attended; undefined if the row is gone. */
    async unmatchedAttendee(id: string): Promise<UnmatchedPerson | undefined> {
      const row = await dataverse.row(unmatchedPerson, id)
      const kind = row?._wbc_sessionid_value ? 'session' : 'event'
      const webinarRow = row?._wbc_sessionid_value ?? row?._wbc_eventid_value
      if (!row || !webinarRow) return undefined
      const person = { firstName: row.wbc_firstname, lastName: row.wbc_lastname, company: row.wbc_company }
      return { email: row.wbc_emailaddress, person, kind, webinarRow }
    },

    /** Ids of the unmatched attendees of an event or session whom somebody has dealt with. */
    async ignoredAttendees(kind: WebinarKind, webinarRow: string): Promise<string[]> {
      const rows = await Array.fromAsync(standing(unmatched, ofWebinar(kind, webinarRow)))
      return rows.flatMap(({ id, statecode }) => (statecode === 0 ? [] : [id]))
    },

    /** Takes an unmatched attendee off the lists; the row goes when it would have gone. @throws NotFound */
    closeUnmatched: (id: string) => dataverse.update(tables.unmatchedAttendee, id, { statecode: 1, statuscode: 2 }),

    deleteUnmatched: (ids: readonly string[]) => deleteRows(tables.unmatchedAttendee, ids),

    /** All attendees of an event or session that stand in CRM. */
    async *attendeesOf(kind: WebinarKind, webinarRow: string): AsyncGenerator<KnownAttendee> {
      for await (const row of standing(attendee, ofWebinar(kind, webinarRow))) {
        const digests = { digest: row.wbc_digest, actionsDigest: row.wbc_actionsdigest }
        yield { id: row.id, ...digests, isUnlisted: row.wbc_nolongerlisted === true }
      }
    },

    writeAttendees: (rows: readonly AttendeeRow[], owner: Owner | undefined) =>
      upsertRows(
        tables.attendee,
        rows.map((row) => ({ id: row.id, values: toAttendeeRow(row), owner })),
      ),

    /** Marks attendees that stand as ones that the provider lists no more. */
    unlistAttendees: (ids: readonly string[]) => upsertRows(tables.attendee, ids.map(unlisted)),

    /** The actions of these attendees that stand in CRM. */
    async *actionsOf(attendees: readonly string[]): AsyncGenerator<KnownAction> {
      for (let at = 0; at < attendees.length; at += attendeesPerCall) {
        const some = attendees.slice(at, at + attendeesPerCall).map((id) => `_wbc_attendeeid_value eq ${id}`)
        for await (const row of standing(action, some.join(' or '))) {
          yield { id: row.id, digest: row.wbc_digest, isUnlisted: row.wbc_nolongerlisted === true }
        }
      }
    },

    writeActions: (rows: readonly ActionRow[], owner: Owner | undefined) =>
      upsertRows(
        tables.attendeeAction,
        rows.map((row) => ({ id: row.id, values: toActionRow(row), owner })),
      ),

    unlistActions: (ids: readonly string[]) => upsertRows(tables.attendeeAction, ids.map(unlisted)),
  }
}

function unlisted(id: string) {
  return { id, values: { wbc_nolongerlisted: true } }
}

/** The rows of an event's own webinar have no session. */
function ofWebinar(kind: WebinarKind, webinarRow: string) {
  return kind === 'session'
    ? `_wbc_sessionid_value eq ${webinarRow}`
    : `_wbc_eventid_value eq ${webinarRow} and _wbc_sessionid_value eq null`
}
