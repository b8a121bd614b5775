import { randomUUID } from 'node:crypto'
import { rowByKey } from './alternate-keys.ts'
import { createForClient, removeForClient, updateForClient } from './customization/client-writes.ts'
import { publishedRows } from './customization/publish.ts'
import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { duplicate, noSuchRow, versionMismatch, wrongMethod } from './fault.ts'
import { jsonObject, rowValues } from './payload.ts'
import { preferences } from './prefer.ts'
import { etagOf, present, shapeOf } from './present.ts'
import { parseOptions } from './query-options.ts'
import { readMany } from './read-many.ts'
import { checkAccess } from './session/access.ts'
import type { Store } from './store.ts'
import type { Table, Values } from './types.ts'
import { isGuid } from './value.ts'

/** Answers a request to a whole table: query or create. */
export function answerSet(store: Store, table: Table, request: ApiRequest): ApiResponse {
  if (request.method === 'GET') return readMany(publishedRows(store, table), table, request)
  if (request.method !== 'POST') throw wrongMethod(request.method)
  const id = createForClient(store, table, rowValues(store, table, jsonObject(request.body)), request)
  return written(store, table, id, request, 201)
}

/** Answers a request to one row: read, upsert or delete. */
export function answerRow(store: Store, table: Table, key: string, request: ApiRequest): ApiResponse {
  const keyed = isGuid(key) ? { id: key.toLowerCase(), values: {} } : rowByKey(store, table, key)
  // A row that is not there yet gets its id when it is made.
  const id = keyed.id ?? randomUUID()
  switch (request.method) {
    case 'GET':
      return answerOne(publishedRows(store, table), table, id, request)
    case 'PATCH':
      return upsert(store, table, id, keyed.values, request)
    case 'DELETE':
      checkMatch(store, table, id, request)
      removeForClient(store, table, id)
      return { status: 204, headers: {} }
    default:
      throw wrongMethod(request.method)
  }
}

/** Answers RetrieveUnpublished and RetrieveUnpublishedMultiple: rows with the changes that are not published. */
export function answerUnpublished(
  store: Store,
  table: Table,
  key: string | undefined,
  request: ApiRequest,
): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  return key === undefined ? readMany(store, table, request) : answerOne(store, table, key.toLowerCase(), request)
}

function answerOne(store: Store, table: Table, id: string, request: ApiRequest): ApiResponse {
  const row = store.get(table.name, id)
  if (!row) throw noSuchRow(table.name, id)
  checkAccess(store, 'Read', table, row)
  return shown(store, table, id, request, 200)
}

/** Address of a row. */
function addressOf(request: ApiRequest, table: Table, id: string): string {
  return `${request.base}${table.set}(${id})`
}

function upsert(store: Store, table: Table, id: string, keys: Values, request: ApiRequest): ApiResponse {
  checkMatch(store, table, id, request)
  const exists = store.get(table.name, id) !== undefined
  if (exists && request.headers.get('if-none-match') === '*') throw duplicate()
  const values = rowValues(store, table, jsonObject(request.body))
  if (exists) updateForClient(store, table, id, values, request)
  else createForClient(store, table, { ...keys, ...values, [table.id]: id }, request)
  return written(store, table, id, request, exists ? 200 : 201)
}

function checkMatch(store: Store, table: Table, id: string, request: ApiRequest) {
  const wanted = request.headers.get('if-match')
  if (wanted === null) return
  const row = store.get(table.name, id)
  if (!row) throw noSuchRow(table.name, id)
  if (wanted !== '*' && wanted !== etagOf(row)) throw versionMismatch()
}

function written(store: Store, table: Table, id: string, request: ApiRequest, status: number): ApiResponse {
  const headers = { 'odata-entityid': addressOf(request, table, id) }
  const { representation } = preferences(request.headers.get('prefer'))
  if (!representation) return { status: 204, headers }
  const answer = shown(store, table, id, request, status)
  return { ...answer, headers: { ...answer.headers, ...headers, 'preference-applied': 'return=representation' } }
}

function shown(store: Store, table: Table, id: string, request: ApiRequest, status: number): ApiResponse {
  const { select, expand } = parseOptions(request.search, ['$select', '$expand'])
  const shape = shapeOf(store, table, select, expand)
  const row = present(
    store,
    shape,
    store.get(table.name, id) ?? {},
    preferences(request.headers.get('prefer')).annotated,
  )
  const context = `${request.base}$metadata#${table.set}${select ? `(${select})` : ''}/$entity`
  return json(status, { '@odata.context': context, ...row })
}
