import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { badRequest } from './fault.ts'
import type { Preferences } from './prefer.ts'
import { present, shapeOf } from './present.ts'
import type { Query } from './query-options.ts'
import type { Store } from './store.ts'
import { pageLink, readToken, writeToken } from './token.ts'
import type { Table, Values } from './types.ts'

// learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems

const DAYS_VALID = 7

type ChangedRow = { version: number; row?: Values; removed?: string }

/** The versions that a reading covers: after `seen`, up to `until`; the first reading has no removals. */
type Range = { seen: number; until: number; removals: boolean }

/** True if the client asks for changes instead of rows. */
export function isTracking(query: Query, preferred: Preferences): boolean {
  return query.deltatoken !== undefined || preferred.trackChanges
}

/** All rows at first; with a delta link, the rows that were changed or deleted since it was given. */
export function readChanges(
  store: Store,
  table: Table,
  request: ApiRequest,
  query: Query,
  preferred: Preferences,
): ApiResponse {
  if (!store.tracked.has(table.name)) throw badRequest(`Change tracking is not enabled for entity ${table.name}.`)
  if (query.filter || query.orderby.length || query.expand.length || query.top || query.count) {
    throw badRequest('Change tracking takes no $filter, $orderby, $expand, $top or $count.')
  }
  const range = rangeOf(store, query)
  const changed = changedRows(store, table, range)
  const page = changed.slice(0, preferred.pageSize)
  const last = changed.length > page.length ? page.at(-1) : undefined
  const shape = shapeOf(store, table, query.select, [])
  const context = `${request.base}$metadata#${table.set}`
  return json(200, {
    '@odata.context': `${context}${query.select ? `(${query.select})` : ''}/$delta`,
    value: page.map(({ row, removed }) =>
      row
        ? present(store, shape, row, preferred.annotated)
        : { '@odata.context': `${context}/$deletedEntity`, id: removed, reason: 'deleted' },
    ),
    ...(last
      ? { '@odata.nextLink': pageLink(request, '$skiptoken', writeToken([last.version, range.until, range.removals])) }
      : {
          '@odata.deltaLink': pageLink(request, '$deltatoken', `${range.until}!${new Date(store.now()).toISOString()}`),
        }),
  })
}

function rangeOf(store: Store, query: Query): Range {
  if (query.skiptoken !== undefined) {
    const [seen, until, removals] = readToken(query.skiptoken)
    return { seen: Number(seen), until: Number(until), removals: removals === true }
  }
  if (query.deltatoken === undefined) return { seen: 0, until: store.version(), removals: false }
  const [version, given] = query.deltatoken.split('!')
  const age = store.now() - Date.parse(given ?? '')
  if (!(age <= DAYS_VALID * 86_400_000) || !Number(version)) {
    throw badRequest('Version stamp associated with the client has expired. Please perform a full sync.', '0x80044352')
  }
  return { seen: Number(version), until: store.version(), removals: true }
}

function changedRows(store: Store, table: Table, { seen, removals }: Range): ChangedRow[] {
  const changed: ChangedRow[] = []
  for (const { values } of store.entries(table.name)) {
    if (Number(values.versionnumber) > seen) changed.push({ version: Number(values.versionnumber), row: values })
  }
  for (const { id, version } of removals ? store.removed(table.name) : []) {
    if (version > seen) changed.push({ version, removed: id })
  }
  return changed.sort((one, other) => one.version - other.version)
}
