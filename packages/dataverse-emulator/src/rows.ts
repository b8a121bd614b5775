import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { badRequest, duplicate, noSuchRow, versionMismatch, wrongMethod } from './fault.ts'
import { jsonObject, rowValues } from './payload.ts'
import { preferences } from './prefer.ts'
import { etagOf, present, shapeOf } from './present.ts'
import { parseOptions } from './query-options.ts'
import { readMany } from './read-many.ts'
import { removeRow } from './remove.ts'
import type { Store } from './store.ts'
import type { Table } from './types.ts'
import { isGuid } from './value.ts'
import { createRow, updateRow } from './write.ts'

/** Answers a request to a whole table: query or create. */
export function answerSet(store: Store, table: Table, request: ApiRequest): ApiResponse {
  if (request.method === 'GET') return readMany(store, table, request)
  if (request.method !== 'POST') throw wrongMethod(request.method)
  const id = createRow(store, table, rowValues(store, table, jsonObject(request.body)), 'api')
  return written(store, table, id, request, 201)
}

/** Answers a request to one row: read, upsert or delete. */
export function answerRow(store: Store, table: Table, key: string, request: ApiRequest): ApiResponse {
  const id = key.toLowerCase()
  if (!isGuid(id)) throw badRequest(`No alternate key of '${table.name}' matches '${key}'.`, '0x80060888')
  switch (request.method) {
    case 'GET':
      if (!store.get(table.name, id)) throw noSuchRow(table.name, id)
      return shown(store, table, id, request, 200)
    case 'PATCH':
      return upsert(store, table, id, request)
    case 'DELETE':
      checkMatch(store, table, id, request)
      removeRow(store, table, id, 'api')
      return { status: 204, headers: {} }
    default:
      throw wrongMethod(request.method)
  }
}

/** Address of a row. */
function addressOf(request: ApiRequest, table: Table, id: string): string {
  return `${request.base}${table.set}(${id})`
}

function upsert(store: Store, table: Table, id: string, request: ApiRequest): ApiResponse {
  checkMatch(store, table, id, request)
  const exists = store.get(table.name, id) !== undefined
  if (exists && request.headers.get('if-none-match') === '*') throw duplicate()
  const values = rowValues(store, table, jsonObject(request.body))
  if (exists) updateRow(store, table, id, values, 'api')
  else createRow(store, table, { ...values, [table.id]: id }, 'api')
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
  const shape = shapeOf(store.schema, table, select, expand)
  const row = present(
    store,
    shape,
    store.get(table.name, id) ?? {},
    preferences(request.headers.get('prefer')).annotated,
  )
  const context = `${request.base}$metadata#${table.set}${select ? `(${select})` : ''}/$entity`
  return json(status, { '@odata.context': context, ...row })
}
