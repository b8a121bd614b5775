import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badRequest, unknownProperty, wrongMethod } from '../fault.ts'
import { jsonObject } from '../payload.ts'
import { parseOptions, type Query } from '../query-options.ts'
import type { Store } from '../store.ts'
import type { Table } from '../types.ts'
import { changeTable } from './change-definition.ts'
import { membersOf } from './column-types.ts'
import { dropTable } from './drop-column.ts'
import { checkPropagated, enterCustomization } from './gate.ts'
import { shownKeys } from './keys.ts'
import { makeTable } from './make-table.ts'
import { byKey, filtered, selected } from './query.ts'
import { relationshipsOf } from './relationship-list.ts'
import { metadataId } from './show-column.ts'
import { columnsOf, tableDefinition } from './show-table.ts'
import { addStandardComponents } from './standard-components.ts'
import type { Json } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api

const WITHIN = ['Attributes', 'Keys', 'ManyToOneRelationships', 'OneToManyRelationships']

/** Answers a request to the definitions of all tables: query, or a new one. */
export function answerTables(store: Store, request: ApiRequest): ApiResponse {
  if (request.method === 'GET') {
    const query = parseOptions(request.search, ['$select', '$expand', '$filter'])
    const tables = store.schema.tables().map((table) => ({ table, definition: tableDefinition(store, table) }))
    const found = filtered(
      tables.map(({ definition }) => definition),
      query,
    )
    const value = tables
      .filter(({ definition }) => found.includes(definition))
      .map(({ table }) => shown(store, table, query))
    return json(200, { '@odata.context': `${request.base}$metadata#EntityDefinitions`, value })
  }
  if (request.method !== 'POST') throw wrongMethod(request.method)
  enterCustomization(store)
  const table = store.transaction(() => makeTable(store, request, jsonObject(request.body)))
  addStandardComponents(store, table)
  const id = metadataId(store, 'table', table.name)
  return { status: 204, headers: { 'odata-entityid': `${request.base}EntityDefinitions(${id})` } }
}

/** Answers a request to the definition of one table. */
export function answerTable(store: Store, request: ApiRequest, table: Table): ApiResponse {
  switch (request.method) {
    case 'GET': {
      checkPropagated(store, table.name, request)
      const context = `${request.base}$metadata#EntityDefinitions/$entity`
      return json(200, {
        '@odata.context': context,
        ...shown(store, table, parseOptions(request.search, ['$select', '$expand'])),
      })
    }
    case 'PUT':
      enterCustomization(store)
      changeTable(store, table, request, jsonObject(request.body))
      return { status: 204, headers: {} }
    case 'DELETE':
      enterCustomization(store)
      dropTable(store, table)
      return { status: 204, headers: {} }
    case 'PATCH':
      throw badRequest('Definitions are changed by PUT of the whole definition.', '0x80060888')
    default:
      throw wrongMethod(request.method)
  }
}

/** The table that a key of EntityDefinitions names. */
export function tableOfKey(store: Store, key: string): Table {
  const [, name] = /^LogicalName='([^']*)'$/.exec(key) ?? []
  if (name !== undefined) return store.schema.named(name)
  const definition = byKey(
    store.schema.tables().map((table) => tableDefinition(store, table)),
    key,
  )
  return store.schema.named(String(definition.LogicalName))
}

/** The relationships of a table, of which it is the child (`ManyToOne`) or the parent. */
export function relationshipsWith(store: Store, table: Table, member: string): Json[] {
  const end = member === 'ManyToOneRelationships' ? 'ReferencingEntity' : 'ReferencedEntity'
  return relationshipsOf(store).filter((relationship) => relationship[end] === table.name)
}

function shown(store: Store, table: Table, { select, expand }: Pick<Query, 'select' | 'expand'>): Json {
  const definition = tableDefinition(store, table)
  const expanded = expand.map(({ name, select: inner }): [string, Json[]] => {
    if (!WITHIN.includes(name)) throw unknownProperty(name, 'EntityMetadata')
    if (name === 'Keys') return [name, shownKeys(store, table, inner)]
    if (name === 'Attributes') {
      return [
        name,
        columnsOf(store, table).map((column) => selected(plain(column), inner, membersOf(), 'AttributeMetadata')),
      ]
    }
    const found = relationshipsWith(store, table, name)
    return [name, found.map((one) => selected(one, inner, Object.keys(one), 'OneToManyRelationshipMetadata'))]
  })
  return { ...selected(definition, select, Object.keys(definition), 'EntityMetadata'), ...Object.fromEntries(expanded) }
}

/** A column without its choice, which only comes when it is expanded. */
export function plain({ OptionSet: _, GlobalOptionSet: __, ...column }: Json): Json {
  return column
}
