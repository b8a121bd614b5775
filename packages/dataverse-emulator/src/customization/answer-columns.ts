import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badRequest, notFound, unknownProperty, wrongMethod } from '../fault.ts'
import { jsonObject } from '../payload.ts'
import { parseOptions, type Query } from '../query-options.ts'
import type { Store } from '../store.ts'
import type { Table } from '../types.ts'
import { plain } from './answer-tables.ts'
import { changeColumn } from './change-definition.ts'
import { type Kind, kindNamed, membersOf } from './column-types.ts'
import { dropColumn } from './drop-column.ts'
import { checkPropagated, enterCustomization } from './gate.ts'
import { keepColumn } from './make-table.ts'
import { byKey, filtered, selected } from './query.ts'
import { readColumn } from './read-column.ts'
import { metadataId } from './show-column.ts'
import { columnsOf } from './show-table.ts'
import { COMPONENT, joinSolution } from './solutions.ts'
import type { Json } from './state.ts'

/** Answers a request to the columns of a table, all or one, as any column or as one of a certain type. */
export function answerColumns(
  store: Store,
  request: ApiRequest,
  table: Table,
  key: string | undefined,
  cast: string | undefined,
): ApiResponse {
  if (key === undefined && request.method === 'POST' && !cast) return make(store, request, table)
  const kind = cast === undefined ? undefined : kindNamed(`Microsoft.Dynamics.CRM.${cast}`)
  if (cast !== undefined && !kind) throw notFound(`Resource not found for the segment '${cast}'.`, '0x80060888')
  const type = cast ? `/Microsoft.Dynamics.CRM.${cast}` : ''
  const context = `${request.base}$metadata#EntityDefinitions('${table.name}')/Attributes${type}`
  const columns = columnsOf(store, table).filter((column) => !kind || kindNamed(column['@odata.type']) === kind)
  if (key === undefined) {
    if (request.method !== 'GET') throw wrongMethod(request.method)
    const query = parseOptions(request.search, ['$select', '$expand', '$filter'])
    return json(200, {
      '@odata.context': context,
      value: filtered(columns, query).map((one) => shown(one, query, kind)),
    })
  }
  const definition = byKey(columns, key)
  const name = String(definition.LogicalName)
  switch (request.method) {
    case 'GET': {
      const query = parseOptions(request.search, ['$select', '$expand'])
      return json(200, { '@odata.context': `${context}/$entity`, ...shown(definition, query, kind) })
    }
    case 'PUT': {
      enterCustomization(store)
      const column = table.columns[name]
      if (column) changeColumn(store, table, name, column, request, jsonObject(request.body))
      return { status: 204, headers: {} }
    }
    case 'DELETE':
      enterCustomization(store)
      if (table.columns[name]?.type === 'lookup')
        throw badRequest('A lookup is deleted with its relationship.', '0x80047009')
      dropColumn(store, table.name, name)
      return { status: 204, headers: {} }
    default:
      throw wrongMethod(request.method)
  }
}

function make(store: Store, request: ApiRequest, table: Table): ApiResponse {
  checkPropagated(store, table.name, request)
  enterCustomization(store)
  const column = readColumn(store, request, jsonObject(request.body))
  if (column.definition.IsPrimaryName) throw badRequest(`The table ${table.name} has a primary column.`, '0x80040203')
  if (table.columns[column.name])
    throw badRequest(`An attribute with the name ${column.name} already exists.`, '0x80040237')
  store.define({ ...table, columns: { ...table.columns, [column.name]: column.column } })
  keepColumn(store, table.name, column)
  const id = metadataId(store, 'column', `${table.name}.${column.name}`)
  joinSolution(store, request, COMPONENT.column, id)
  const owner = metadataId(store, 'table', table.name)
  return { status: 204, headers: { 'odata-entityid': `${request.base}EntityDefinitions(${owner})/Attributes(${id})` } }
}

function shown(definition: Json, { select, expand }: Pick<Query, 'select' | 'expand'>, kind: Kind | undefined): Json {
  const { '@odata.type': type, ...members } = selected(plain(definition), select, membersOf(kind), 'AttributeMetadata')
  const choices = expand.map(({ name, select: inner }) => {
    if (!membersOf(kind).includes(name)) throw unknownProperty(name, 'AttributeMetadata')
    const set = definition[name] as Json | undefined
    return [name, set ? selected(set, inner, [...Object.keys(set), 'Options'], 'OptionSetMetadata') : null]
  })
  // A cast leaves no doubt about the type.
  return { ...(kind ? {} : { '@odata.type': type }), ...members, ...Object.fromEntries(choices) }
}
