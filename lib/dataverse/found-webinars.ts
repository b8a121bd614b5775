import type { FoundWebinar } from '../model/found-webinar.ts'
import type { Dataverse } from './client.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { createOwnRows } from './own-rows.ts'
import { mapped, select } from './selection.ts'
import { keysOf } from './table-definition.ts'
import { tables } from './tables.ts'
import { fitting } from './text-length.ts'

const table = tables.foundWebinar

const found = mapped(
  select(table, ['id', ...keysOf(table.columns)]),
  (row): FoundWebinar => ({
    id: row.id,
    configuration: row._wbc_configurationid_value ?? '',
    webinarId: row.wbc_webinarid,
    title: row.wbc_name,
    start: row.wbc_startson ?? new Date(0),
    end: row.wbc_endson ?? new Date(0),
    registrants: row.wbc_registrants,
    link: row.wbc_link ?? undefined,
    format: row.wbc_format,
  }),
)

/** Webinars that exist at their provider only. An environment may lack the table: then there are none. */
export function createFoundWebinars(
  dataverse: Pick<Dataverse, 'row' | 'rows'>,
  { isComplete }: OwnDefinitions,
  { upsertRows, deleteRows }: ReturnType<typeof createOwnRows>,
) {
  return {
    /** Whether the environment has a place for them. */
    keepsFoundWebinars: () => isComplete(table),

    /** One of them; undefined if it is not there. */
    foundWebinar: (id: string): Promise<FoundWebinar | undefined> => dataverse.row(found, id),

    /**
     * Shows exactly these of an account: what changed is written, and rows of others go. One that Dataverse refuses is
     * tried again the next time.
     * @returns how many rows were written, and how many deleted
     */
    async showFoundWebinars(configuration: string, rows: readonly FoundWebinar[]) {
      if (!(await isComplete(table))) return { written: 0, deleted: 0 }
      const standing = new Map<string, FoundWebinar>()
      const filter = `_wbc_configurationid_value eq ${configuration}`
      for await (const row of dataverse.rows(found, { filter })) standing.set(row.id, row)
      const changed = rows.map(asKept).filter((row) => !isSame(row, standing.get(row.id)))
      const kept = new Set(rows.map(({ id }) => id))
      const gone = [...standing.keys()].filter((id) => !kept.has(id))
      await upsertRows(
        table,
        changed.map((row) => ({ id: row.id, values: toRow(row) })),
      )
      await deleteRows(table, gone)
      return { written: changed.length, deleted: gone.length }
    },
  }
}

/** A row as its columns can hold it. A link that is cut off leads nowhere. */
function asKept({ link, title, format, ...rest }: FoundWebinar): FoundWebinar {
  return {
    ...rest,
    title: fitting(title, 200) ?? rest.webinarId,
    format: fitting(format, 100) ?? '',
    link: link !== undefined && link.length <= 1000 ? link : undefined,
  }
}

function isSame(row: FoundWebinar, other: FoundWebinar | undefined) {
  return other !== undefined && JSON.stringify(toRow(row)) === JSON.stringify(toRow(other))
}

function toRow(row: FoundWebinar) {
  return {
    wbc_name: row.title,
    'wbc_ConfigurationId@odata.bind': `/${tables.configuration.set}(${row.configuration})`,
    wbc_webinarid: row.webinarId,
    wbc_startson: row.start.toISOString(),
    wbc_endson: row.end.toISOString(),
    wbc_registrants: row.registrants,
    wbc_link: row.link ?? null,
    wbc_format: row.format || null,
  }
}
