import * as v from 'valibot'
import { RefusedError } from '../core/errors.ts'
import { minute } from '../core/time.ts'
import type { Dataverse } from './client.ts'
import type { Table } from './table-definition.ts'
import { allTables, type tables } from './tables.ts'

/** A row that changed, or was deleted (then without a version). */
export type ChangedRow = { table: string; id: string; version: string | undefined }

/** The logical name of a table whose changes are looked for. */
export type WatchedTable = Extract<(typeof tables)[keyof typeof tables], { tracked: true }>['name']

export const watchedTables = allTables.filter(({ tracked }) => tracked).map(({ name }) => name as WatchedTable)

/** A webhook that was sent late, and clocks that differ, must not fall between two looks. */
const overlap = 5 * minute

/** Every table has this column, so the list of tables leaves it out. */
const Modified = v.looseObject({ modifiedon: v.string() })
const Tracking = v.object({ ChangeTrackingEnabled: v.boolean() })

/**
 * Where the next look begins: at a link of Dataverse's change tracking (`fresh` while the first, whole round lasts), or
 * at a time of change. `at` is when this look was taken.
 */
const Cursor = v.object({
  at: v.string(),
  link: v.optional(v.string()),
  fresh: v.optional(v.boolean(), false),
  since: v.optional(v.string()),
})
type Cursor = v.InferOutput<typeof Cursor>
const CursorText = v.fallback(v.pipe(v.string(), v.parseJson(), Cursor), { at: '', fresh: false })

export type Changes = ReturnType<typeof createChanges>

/** Changes in CRM since the last look: by change tracking where it is on, else by time of change. */
export function createChanges(dataverse: Dataverse) {
  /** Change tracking also tells of deletions (learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems). */
  async function tracked(table: Table, start: string, most: number) {
    const rows: ChangedRow[] = []
    let link: string | undefined = start
    while (link && rows.length < most) {
      const page = await dataverse.changes(link)
      for (const row of page.value) rows.push(toChange(table, row))
      if (page.delta) return { rows, link: page.delta, ended: true }
      link = page.next
    }
    return { rows, link: link ?? start, ended: false }
  }

  async function modified(table: Table, since: string, most: number) {
    const rows: ChangedRow[] = []
    let last = since
    const selection = { table, schema: Modified, columns: [table.key, 'modifiedon'], related: {} }
    const condition = { filter: `modifiedon ge ${since}`, orderBy: 'modifiedon' }
    for await (const row of dataverse.rows(selection, condition)) {
      rows.push(toChange(table, row))
      last = row.modifiedon
      if (rows.length >= most) return { rows, last, ended: false }
    }
    return { rows, last, ended: true }
  }

  async function isTracked(table: Table) {
    const definition = await dataverse.read(
      Tracking,
      `EntityDefinitions(LogicalName='${table.name}')?$select=ChangeTrackingEnabled`,
    )
    return definition.ChangeTrackingEnabled
  }

  return {
    /**
     * Rows of a table that changed since the look that gave this cursor, at most about `most`, and the next cursor. The
     * first look only finds out where to begin: what was there before is for a backfill, not for a sweep.
     */
    async changesSince(name: WatchedTable, cursor: string | undefined, now: Date, most: number) {
      const table = tableOf(name)
      const last = v.parse(CursorText, cursor ?? '')
      const at = now.toISOString()
      const next = (rows: ChangedRow[], where: Omit<Cursor, 'at' | 'fresh'> & { fresh?: boolean }) => ({
        rows,
        cursor: JSON.stringify({ at, ...where }),
      })
      if (last.link) {
        try {
          const { rows, link, ended } = await tracked(table, last.link, most)
          return next(last.fresh ? [] : rows, { link, fresh: last.fresh && !ended })
        } catch (error) {
          // The token lives seven days; what was missed since the last look is found by time of change.
          if (!(error instanceof RefusedError)) throw error
          last.since = new Date(Date.parse(last.at) - overlap).toISOString()
        }
      }
      const first = async () =>
        (await isTracked(table)) ? tracked(table, `${table.set}?$select=${table.key}`, most) : undefined
      if (last.since) {
        // Tracked anew from before the times of change are read, so that nothing falls between the two.
        const start = await first()
        const { rows, last: reached, ended } = await modified(table, last.since, most)
        if (ended && start) return next(rows, { link: start.link, fresh: !start.ended })
        // Within a long list the look goes on exactly where it ended, or it would never get further.
        return next(rows, { since: ended ? new Date(now.getTime() - overlap).toISOString() : reached })
      }
      const start = await first()
      if (!start) return next([], { since: new Date(now.getTime() - overlap).toISOString() })
      return next([], { link: start.link, fresh: !start.ended })
    },
  }
}

function tableOf(name: WatchedTable) {
  const table = allTables.find((one) => one.name === name)
  if (!table) throw new Error(`There is no table ${name}.`)
  return table
}

function toChange({ name, key }: Table, row: Record<string, unknown>): ChangedRow {
  const deleted = typeof row.id === 'string' ? row.id : undefined
  const etag = row['@odata.etag']
  const id = deleted ?? row[key]
  const version = typeof etag === 'string' && !deleted ? etag : undefined
  return { table: name, id: String(id).toLowerCase(), version }
}
