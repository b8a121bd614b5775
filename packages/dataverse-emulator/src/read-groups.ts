import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { badRequest } from './fault.ts'
import { matching } from './matching.ts'
import { preferences } from './prefer.ts'
import { labelOf } from './present.ts'
import { propertyOf, queried } from './schema.ts'
import { checkPrivilege } from './session/access.ts'
import type { Entry, Store } from './store.ts'
import type { Column, Table, Value } from './types.ts'

/** Of more rows nothing is added up. */
const MOST = 50_000
const FORMATTED = 'OData.Community.Display.V1.FormattedValue'
const SHAPE =
  /^(?:filter\((?<filter>.+)\)\/)?(?:groupby\(\((?<by>[\w, ]+)\)(?:,aggregate\((?<each>[^()]+)\))?\)|aggregate\((?<all>[^()]+)\))$/
const SUM = /^(?:\$count|(?<column>\w+) with (?<method>sum|average|min|max|countdistinct)) as (?<alias>\w+)$/

type Sum = { alias: string; of: (rows: readonly Entry[]) => Value }

const methods: Record<string, (values: number[]) => number | null> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  countdistinct: (values) => new Set(values).size,
}

/** Answers a query with `$apply`: groups of rows, and sums of each (learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data). */
export function readGroups(store: Store, table: Table, request: ApiRequest): ApiResponse {
  const options = new URLSearchParams(request.search)
  const { filter, by, each, all } = SHAPE.exec(options.get('$apply') ?? '')?.groups ?? {}
  if (options.size > 1 || (!by && !all)) throw badRequest(`Syntax error in '${request.search}'.`)
  checkPrivilege(store, 'Read', table)
  const keys = listed(by).map((property) => groupable(table, property))
  const sums = listed(each ?? all).map((source) => parseSum(table, source))
  const found = matching(store, table, filter)
  if (found.length > MOST)
    throw badRequest('The maximum record limit is exceeded. Reduce the number of records.', '0x8004E023')
  const { annotated } = preferences(request.headers.get('prefer'))
  const groups = by
    ? [...Map.groupBy(found, ({ values }) => JSON.stringify(keys.map(([name]) => values[name] ?? null))).values()]
    : [found]
  return json(200, {
    '@odata.context': `${request.base}$metadata#${table.set}`,
    value: groups.map((rows) => ({
      ...Object.assign({}, ...keys.map(([name, column]) => shown(name, column, rows, annotated(FORMATTED)))),
      ...Object.fromEntries(sums.map(({ alias, of }) => [alias, of(rows)])),
    })),
  })
}

function groupable(table: Table, property: string): [name: string, column: Column] {
  const [name, column] = queried(table, property)
  if (column.type === 'moment' || column.type === 'date')
    throw badRequest(`Grouping by '${property}' is not supported.`)
  return [name, column]
}

function shown(name: string, column: Column, [first]: readonly Entry[], isAnnotated: boolean) {
  const [property, value] = [propertyOf(name, column), first?.values[name] ?? null]
  const label = isAnnotated ? labelOf(column, value) : undefined
  return { [property]: value, ...(label !== undefined && { [`${property}@${FORMATTED}`]: label }) }
}

/** A sum of each group. Empty columns do not count; of nothing the sum is null. */
function parseSum(table: Table, source: string): Sum {
  const { column, method = '', alias } = SUM.exec(source)?.groups ?? {}
  if (!alias) throw badRequest(`Syntax error in $apply at '${source}'.`)
  if (!column) return { alias, of: (rows) => rows.length }
  const [name] = queried(table, column)
  return {
    alias,
    of(rows) {
      const values = rows.flatMap(({ values }) => (values[name] === null ? [] : (values[name] ?? []))) as number[]
      return values.length ? (methods[method]?.(values) ?? null) : null
    },
  }
}

function listed(source: string | undefined) {
  return source ? source.split(',').map((part) => part.trim()) : []
}
