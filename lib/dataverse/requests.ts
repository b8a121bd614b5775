import { isWithoutPrivilege, RefusedError } from '../core/errors.ts'
import type { RequestPatch, RequestRow, RequestSubject } from '../model/request.ts'
import type { Dataverse } from './client.ts'
import { options } from './options.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import { mapped, maybeRelated, select } from './selection.ts'
import { keysOf } from './table-definition.ts'
import { tables } from './tables.ts'

const table = tables.request
const { requestKind: kinds, requestState: states } = options
const columns = ['id', ...keysOf(table.columns)] as const

const request = mapped(
  select(table, columns, {
    event: maybeRelated('wbc_EventId', select(tables.event, ['msevtmgt_name'])),
    session: maybeRelated('wbc_SessionId', select(tables.session, ['msevtmgt_name'])),
    found: maybeRelated('wbc_FoundWebinarId', select(tables.foundWebinar, ['wbc_name'])),
  }),
  (row): RequestRow => {
    const named = {
      event: row._wbc_eventid_value,
      session: row._wbc_sessionid_value,
      eventRegistration: row._wbc_eventregistrationid_value,
      sessionRegistration: row._wbc_sessionregistrationid_value,
      configuration: row._wbc_configurationid_value,
      foundWebinar: row._wbc_foundwebinarid_value,
      contact: row._wbc_contactid_value,
      unmatchedAttendee: row._wbc_unmatchedattendeeid_value,
    }
    const title = row.event?.msevtmgt_name || row.session?.msevtmgt_name || row.found?.wbc_name || undefined
    const subjects = keysOf(named).flatMap((kind): RequestSubject[] => {
      const id = named[kind]
      return id ? [{ kind, table: tables[kind].name, id, title }] : []
    })
    const ended: readonly (number | null)[] = [states.done, states.failed]
    const isOver = row.statecode !== 0 || row.wbc_finishedon !== null || ended.includes(row.wbc_state)
    const open = row.wbc_state === states.running ? 'running' : 'waiting'
    return {
      ...{ table: table.name, id: row.id, name: row.wbc_name, etag: row.etag },
      kind: keysOf(kinds).find((kind) => kinds[kind] === row.wbc_kind),
      ...{ dryRun: row.wbc_dryrun ?? false, subjects, state: isOver ? 'over' : open },
      ...{ isAnswered: row.wbc_answer !== '', progress: row.wbc_progress, run: row.wbc_runid || undefined },
      ...{ startedOn: row.wbc_startedon ?? undefined, finishedOn: row.wbc_finishedon ?? undefined },
      ...{ createdOn: row.createdon, createdBy: row._createdby_value ?? undefined },
    }
  },
)

/** Lookups of the rows that requests are about. A table that an older release made lacks those of newer kinds. */
const isSubject = (column: string) => column.startsWith('_wbc_')
const withoutSubjects = {
  ...table,
  columns: Object.fromEntries(Object.entries(table.columns).filter(([column]) => !isSubject(column))),
}

/**
 * Rows by which people order work. An environment may lack their table, or have it without a column: then there are none.
 * One that lacks a lookup has no requests about such rows.
 */
export function createRequests(dataverse: Dataverse, { isComplete, readable }: OwnDefinitions) {
  async function readableRequest() {
    const there = new Set(await readable(table))
    const isThere = (column: string) => !isSubject(column) || there.has(column)
    const related = Object.entries(request.related).filter(([lookup]) => isThere(`_${lookup.toLowerCase()}_value`))
    return { ...request, columns: request.columns.filter(isThere), related: Object.fromEntries(related) }
  }

  return {
    /** One request; undefined if it is not there, or lacks a column. */
    async request(id: string): Promise<RequestRow | undefined> {
      try {
        return await dataverse.row(request, id)
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error
        return dataverse.row(await readableRequest(), id).catch(ifRefused)
      }
    },

    /** Requests that have no answer yet, oldest first. None where the role does not open the table yet. */
    async *openRequests(): AsyncGenerator<RequestRow> {
      if (!(await isComplete(withoutSubjects))) return
      const open = ['null', states.waiting, states.running].map((state) => `wbc_state eq ${state}`).join(' or ')
      const filter = `statecode eq 0 and wbc_finishedon eq null and (${open})`
      try {
        yield* dataverse.rows(await readableRequest(), { filter, orderBy: 'createdon' })
      } catch (error) {
        if (!isWithoutPrivilege(error)) throw error
      }
    },

    /** Writes on a row in that very version; answers the next one. @throws Conflict, NotFound */
    writeRequest({ id, etag }: { id: string; etag: string }, news: RequestPatch): Promise<string> {
      return dataverse.updateVersion(
        table,
        id,
        {
          ...(news.name !== undefined && { wbc_name: news.name }),
          ...(news.state && { wbc_state: states[news.state] }),
          ...(news.answer !== undefined && { wbc_answer: news.answer }),
          ...(news.progress !== undefined && { wbc_progress: news.progress }),
          ...(news.run !== undefined && { wbc_runid: news.run }),
          ...(news.startedOn && { wbc_startedon: news.startedOn.toISOString() }),
          ...(news.finishedOn && { wbc_finishedon: news.finishedOn.toISOString() }),
        },
        etag,
      )
    },
  }
}

function ifRefused(error: unknown): undefined {
  if (!(error instanceof RefusedError)) throw error
}
