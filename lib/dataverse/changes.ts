import * as v from 'valibot'
import { RefusedError } from '../core/errors.ts'
import { day, minute } from '../core/time.ts'
import type { Dataverse } from './client.ts'
import type { Table } from './table-definition.ts'
import { allTables, type tables } from './tables.ts'

/**
 * A row that changed, or was deleted (then without a version). `listed`: it came in a whole round over the table, and is
 * news only to those who remember another version of it.
 */
export type ChangedRow = { table: string; id: string; version: string | undefined; listed: boolean }

/** The logical name of a table whose changes are looked for. */
export type WatchedTable = Extract<(typeof tables)[keyof typeof tables], { tracked: true }>['name']

export const watchedTables = allTables.filter(({ tracked }) => tracked).map(({ name }) => name as WatchedTable)

/** A webhook that was sent late, and clocks that differ, must not fall between two looks. */
const overlap = 5 * minute

/**
 * A link is used for so long. Dataverse keeps it for seven days by default, and then may take it for a first one and
 * tell of all rows (ExpireChangeTrackingInDays, “Constraints” of the article below).
 */
const linkLife = 6 * day

/** Every table has this column, so the list of tables leaves it out. */
const Modified = v.looseObject({ modifiedon: v.string() })
const Tracking = v.object({ ChangeTrackingEnabled: v.boolean() })

/**
 * Where the next look begins: at a link of Dataverse's change tracking, or at a time of change. While a whole round over
 * the table lasts, `fresh` leaves its rows out and `again` reports them as listed. `at` is when this look was taken.
 */
const Cursor = v.object({
  at: v.string(),
  link: v.optional(v.string()),
  fresh: v.optional(v.boolean(), false),
  again: v.optional(v.boolean(), false),
  since: v.optional(v.string()),
})
type Cursor = v.InferOutput<typeof Cursor>
const CursorText = v.fallback(v.pipe(v.string(), v.parseJson(), Cursor), { at: '', fresh: false, again: false })

type Next = Partial<Omit<Cursor, 'at'>>

/** Changes in CRM since the last look: by change tracking where it is on, else by time of change. */
export function createChanges(dataverse: Dataverse) {
  /**
   * A page of changes. Change tracking also tells of deletions
   * (learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems).
   */
  async function tracked(table: Table, start: string, listed: boolean) {
    const { value, delta, next } = await dataverse.changes(start)
    const rows = value.map((row) => toChange(table, row, listed))
    return { rows, link: delta ?? next ?? start, ended: delta !== undefined }
  }

  async function modified(table: Table, since: string, most: number) {
    const rows: ChangedRow[] = []
    let last = since
    const selection = { table, schema: Modified, columns: [table.key, 'modifiedon'], related: {} }
    const condition = { filter: `modifiedon ge ${since}`, orderBy: 'modifiedon' }
    for await (const row of dataverse.rows(selection, condition)) {
      rows.push(toChange(table, row, false))
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
    /** Until when all changes were told to those who have this cursor. */
    toldUntil: (cursor: string | undefined) => new Date(v.parse(CursorText, cursor ?? '').at || 0),

    /**
     * Rows of a table that changed since the look that gave this cursor, at most about `most`, and the next cursor. The
     * first look only finds out where to begin: what was there before is for a backfill, not for a sweep.
     *
     * A link that expired, or that a restored backup of the environment does not know, is replaced by itself: rows that
     * changed since the last look come by their time of change, and then all rows as `listed`, because a backup takes
     * rows back to older versions without a change of today. Deletions of that time are not told.
     * @returns `ended`: there is no more now; `anew`: the link was replaced, so that deletions may be unknown
     */
    async changesSince(name: WatchedTable, cursor: string | undefined, now: Date, most: number) {
      const table = tableOf(name)
      const last = v.parse(CursorText, cursor ?? '')
      const look = (rows: ChangedRow[], ended: boolean, where: Next, anew = false) => ({
        ...{ rows, ended, anew },
        // Should the link be lost while pages are left, they are looked for from before the first one.
        cursor: JSON.stringify({ at: ended || !last.at ? now.toISOString() : last.at, ...where }),
      })
      const before = (time: number) => new Date(time - overlap).toISOString()
      if (last.link) {
        const page = isExpired(last, now) ? undefined : await tracked(table, last.link, last.again).catch(ifRefused)
        if (page && !isRestored(last.link, page.link)) {
          const { rows, link, ended } = page
          return look(last.fresh ? [] : rows, ended, {
            ...{ link, fresh: last.fresh && !ended, again: last.again && !ended },
          })
        }
      }
      const since = last.since ?? (last.link && before(Date.parse(last.at)))
      // Tracked anew from before the times of change are read, so that nothing falls between the two.
      const start = (await isTracked(table))
        ? await tracked(table, `${table.set}?$select=${table.key}`, true)
        : undefined
      const round = start && { link: start.link, [since ? 'again' : 'fresh']: !start.ended }
      if (!since) return look([], start?.ended ?? true, round ?? { since: before(now.getTime()) })
      const { rows, last: reached, ended } = await modified(table, since, most)
      // Within a long list the look goes on exactly where it ended, or it would never get further.
      if (!ended) return look(rows, false, { since: reached })
      if (!start || !round) return look(rows, true, { since: before(now.getTime()) })
      return look([...rows, ...start.rows], start.ended, round, true)
    },
  }
}

/** Of a delta link: what it tells is one position later each time, unless the environment is an older one. */
const position = (link: string) => Number(/deltatoken=(\d+)/i.exec(link)?.[1] ?? Number.NaN)

function isRestored(before: string, after: string) {
  return position(after) < position(before)
}

function isExpired({ at, link = '' }: Cursor, now: Date) {
  return !Number.isNaN(position(link)) && now.getTime() - Date.parse(at) > linkLife
}

function ifRefused(error: unknown): undefined {
  if (!(error instanceof RefusedError)) throw error
}

function tableOf(name: WatchedTable) {
  const table = allTables.find((one) => one.name === name)
  if (!table) throw new Error(`There is no table ${name}.`)
  return table
}

function toChange({ name, key }: Table, row: Record<string, unknown>, listed: boolean): ChangedRow {
  const deleted = typeof row.id === 'string' ? row.id : undefined
  const etag = row['@odata.etag']
  const id = deleted ?? row[key]
  const version = typeof etag === 'string' && !deleted ? etag : undefined
  return { table: name, id: String(id).toLowerCase(), version, listed }
}
