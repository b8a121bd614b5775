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

type News = { version: number; row?: Values; removed?: string }

/** How far a walk has come: past `seen`; it began at `until`, and tells of removals only if it is no first walk. */
type Walk = { seen: number; until: number; removals: boolean }

/** Whether the client wants changes rather than rows. */
export function isTracking(query: Query, wishes: Preferences): boolean {
  return query.deltatoken !== undefined || wishes.trackChanges
}

/** All rows at first, later what has changed and what is gone since the delta link was given. */
export function readChanges(
  store: Store,
  table: Table,
  request: ApiRequest,
  query: Query,
  wishes: Preferences,
): ApiResponse {
  if (!store.tracked.has(table.name)) throw badRequest(`Change tracking is not enabled for entity ${table.name}.`)
  if (query.filter || query.orderby.length || query.expand.length || query.top || query.count) {
    throw badRequest('Change tracking takes no $filter, $orderby, $expand, $top or $count.')
  }
  const walk = walkOf(store, query)
  const news = newsOf(store, table, walk)
  const page = news.slice(0, wishes.pageSize)
  const last = news.length > page.length ? page.at(-1) : undefined
  const shape = shapeOf(table, query.select, [])
  const context = `${request.base}$metadata#${table.set}`
  return json(200, {
    '@odata.context': `${context}${query.select ? `(${query.select})` : ''}/$delta`,
    value: page.map(({ row, removed }) =>
      row
        ? present(store, shape, row, wishes.annotated)
        : { '@odata.context': `${context}/$deletedEntity`, id: removed, reason: 'deleted' },
    ),
    ...(last
      ? { '@odata.nextLink': pageLink(request, '$skiptoken', writeToken([last.version, walk.until, walk.removals])) }
      : { '@odata.deltaLink': pageLink(request, '$deltatoken', `${walk.until}!${new Date().toISOString()}`) }),
  })
}

function walkOf(store: Store, query: Query): Walk {
  if (query.skiptoken !== undefined) {
    const [seen, until, removals] = readToken(query.skiptoken)
    return { seen: Number(seen), until: Number(until), removals: removals === true }
  }
  if (query.deltatoken === undefined) return { seen: 0, until: store.version(), removals: false }
  const [version, given] = query.deltatoken.split('!')
  const age = Date.now() - Date.parse(given ?? '')
  if (!(age <= DAYS_VALID * 86_400_000) || !Number(version)) {
    throw badRequest('Version stamp associated with the client has expired. Please perform a full sync.', '0x80044352')
  }
  return { seen: Number(version), until: store.version(), removals: true }
}

function newsOf(store: Store, table: Table, { seen, removals }: Walk): News[] {
  const news: News[] = []
  for (const { values } of store.entries(table.name)) {
    if (Number(values.versionnumber) > seen) news.push({ version: Number(values.versionnumber), row: values })
  }
  for (const { id, version } of removals ? store.removed(table.name) : []) {
    if (version > seen) news.push({ version, removed: id })
  }
  return news.sort((one, other) => one.version - other.version)
}
