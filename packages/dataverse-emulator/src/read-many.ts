import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { badRequest } from './fault.ts'
import { compareValues } from './filter.ts'
import { matching } from './matching.ts'
import { preferences } from './prefer.ts'
import { present, shapeOf } from './present.ts'
import { parseOptions, type Query } from './query-options.ts'
import { isTracking, readChanges } from './read-changes.ts'
import { readGroups } from './read-groups.ts'
import { queried } from './schema.ts'
import { checkPrivilege } from './session/access.ts'
import type { Entry, Store } from './store.ts'
import { pageLink, readToken, writeToken } from './token.ts'
import type { Table, Value, Values } from './types.ts'

const OPTIONS = ['$select', '$expand', '$filter', '$orderby', '$top', '$count', '$skiptoken', '$deltatoken'] as const
const MAX_COUNTED = 5000

/** Answers a query on a table, page by page. */
export function readMany(store: Store, table: Table, request: ApiRequest): ApiResponse {
  if (new URLSearchParams(request.search).has('$apply')) return readGroups(store, table, request)
  const query = parseOptions(request.search, [...OPTIONS])
  const preferred = preferences(request.headers.get('prefer'))
  checkPrivilege(store, 'Read', table)
  if (isTracking(query, preferred)) return readChanges(store, table, request, query, preferred)

  const shape = shapeOf(store, table, query.select, query.expand)
  const order = ordering(table, query)
  const found = matching(store, table, query.filter).sort(order.compare)
  const rest = query.skiptoken === undefined ? found : after(found, order, readToken(query.skiptoken))
  // With $top the page size is ignored.
  const page = rest.slice(0, query.top === undefined ? preferred.pageSize : Math.min(query.top, 5000))
  const last = query.top === undefined && rest.length > page.length ? page.at(-1) : undefined
  return json(200, {
    '@odata.context': `${request.base}$metadata#${table.set}${query.select ? `(${query.select})` : ''}`,
    ...(query.count ? { '@odata.count': Math.min(found.length, MAX_COUNTED) } : {}),
    value: page.map((entry) => present(store, shape, entry.values, preferred.annotated)),
    ...(last ? { '@odata.nextLink': pageLink(request, '$skiptoken', writeToken(order.key(last))) } : {}),
  })
}

type Ordering = {
  /** The position of a row: the values it is ordered by, then the order of creation, which is unique. */
  key(entry: Entry): Value[]
  compare(one: Entry, other: Entry): number
  compareKeys(one: Value[], other: Value[]): number
}

function ordering(table: Table, query: Query): Ordering {
  const columns = query.orderby.map(({ property, descending }) => {
    const [name] = queried(table, property)
    return { read: (row: Values) => row[name] ?? null, sign: descending ? -1 : 1 }
  })
  const key = (entry: Entry) => [...columns.map(({ read }) => read(entry.values)), entry.order]
  const compareKeys = (one: Value[], other: Value[]) => {
    for (const [at, value] of one.entries()) {
      const order = compareValues(value, other[at] ?? null) * (columns[at]?.sign ?? 1)
      if (order !== 0) return order
    }
    return 0
  }
  const compare = columns.length
    ? (one: Entry, other: Entry) => compareKeys(key(one), key(other))
    : (one: Entry, other: Entry) => one.order - other.order
  return { key, compare, compareKeys }
}

function after(found: Entry[], order: Ordering, token: Value[]): Entry[] {
  if (token.length !== order.key({ id: '', order: 0, values: {} }).length)
    throw badRequest('The paging cookie is malformed.')
  const start = found.findIndex((entry) => order.compareKeys(order.key(entry), token) > 0)
  return start < 0 ? [] : found.slice(start)
}
