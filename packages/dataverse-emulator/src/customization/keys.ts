import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badPayload, badRequest, notFound, wrongMethod } from '../fault.ts'
import { isObject, jsonObject } from '../payload.ts'
import { parseOptions } from '../query-options.ts'
import type { Store } from '../store.ts'
import type { Column, Table, Values } from '../types.ts'
import { checkPropagated, enterCustomization } from './gate.ts'
import { readLabels, shownLabel } from './label.ts'
import { byKey, selected } from './query.ts'
import { metadataId } from './show-column.ts'
import { COMPONENT, checkPrefix, joinSolution, leaveSolutions } from './solutions.ts'
import type { Json, Key } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/define-alternate-keys-entity

const MEMBERS = ['@odata.type', 'SchemaName', 'LogicalName', 'DisplayName', 'KeyAttributes']
const SHOWN = [
  'MetadataId',
  'SchemaName',
  'LogicalName',
  'EntityLogicalName',
  'DisplayName',
  'KeyAttributes',
  'EntityKeyIndexStatus',
  'IsManaged',
]
const BYTES: Partial<Record<Column['type'], number>> = {
  whole: 4,
  decimal: 17,
  moment: 8,
  date: 8,
  lookup: 16,
  choice: 4,
}

/** Answers a request about the alternate keys of a table. */
export function answerKeys(store: Store, request: ApiRequest, table: Table, key: string | undefined): ApiResponse {
  const context = `${request.base}$metadata#EntityDefinitions('${table.name}')/Keys`
  const keys = store.metadata.keys.get(table.name) ?? []
  if (key === undefined && request.method === 'POST') return make(store, request, table, keys)
  if (request.method === 'DELETE' && key !== undefined) {
    enterCustomization(store)
    const gone = byKey(keys, key)
    store.metadata.keys.set(
      table.name,
      keys.filter((other) => other !== gone),
    )
    leaveSolutions(store, String(gone.MetadataId))
    return { status: 204, headers: {} }
  }
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const { select } = parseOptions(request.search, ['$select'])
  if (key === undefined) return json(200, { '@odata.context': context, value: shownKeys(store, table, select) })
  const one = byKey(keys, key)
  return json(200, {
    '@odata.context': `${context}/$entity`,
    ...selected(read(store, table, one as Key), select, SHOWN, 'EntityKeyMetadata'),
  })
}

/** The keys of a table. Each reading brings the index of a new one nearer to its end. */
export function shownKeys(store: Store, table: Table, select: string[] | undefined): Json[] {
  const keys = store.metadata.keys.get(table.name) ?? []
  return keys.map((key) => selected(read(store, table, key), select, SHOWN, 'EntityKeyMetadata'))
}

/** Answers ReactivateEntityKey: the index of a failed key is built once more. */
export function answerReactivate(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  enterCustomization(store)
  const { EntityLogicalName, EntityKeyLogicalName } = jsonObject(request.body)
  const found = store.metadata.keys
    .get(String(EntityLogicalName))
    ?.find((key) => key.LogicalName === EntityKeyLogicalName)
  if (!found) throw notFound(`There is no key ${EntityKeyLogicalName} of ${EntityLogicalName}.`)
  if (found.EntityKeyIndexStatus !== 'Failed') throw badRequest('Only a failed key can be reactivated.', '0x80040203')
  Object.assign(found, { EntityKeyIndexStatus: 'Pending', readings: 0 })
  return { status: 204, headers: {} }
}

function make(store: Store, request: ApiRequest, table: Table, keys: Key[]): ApiResponse {
  checkPropagated(store, table.name, request)
  enterCustomization(store)
  const raw = jsonObject(request.body)
  const unknown = Object.keys(raw).find((member) => !MEMBERS.includes(member))
  if (unknown)
    throw badPayload(`The property '${unknown}' does not exist on type 'Microsoft.Dynamics.CRM.EntityKeyMetadata'.`)
  const { SchemaName, DisplayName, KeyAttributes } = raw
  if (typeof SchemaName !== 'string' || !isObject(DisplayName))
    throw badPayload('A key needs a SchemaName and a DisplayName.')
  if (!Array.isArray(KeyAttributes) || KeyAttributes.length === 0) throw badPayload('A key needs KeyAttributes.')
  checkPrefix(store, request, SchemaName)
  if (keys.some((key) => key.SchemaName === SchemaName))
    throw badRequest(`The key ${SchemaName} already exists.`, '0x80040237')
  if (keys.length >= 10) throw badRequest(`The table ${table.name} has ten keys already.`, '0x80040203')
  checkSize(table, KeyAttributes)
  const MetadataId = metadataId(store, 'key', `${table.name}.${SchemaName}`)
  const key: Key = {
    ...{ MetadataId, SchemaName, LogicalName: SchemaName.toLowerCase(), EntityLogicalName: table.name },
    DisplayName: shownLabel(store, readLabels(store, DisplayName, false)),
    ...{ KeyAttributes, EntityKeyIndexStatus: 'Pending', IsManaged: false, readings: 0 },
  }
  store.metadata.keys.set(table.name, [...keys, key])
  joinSolution(store, request, COMPONENT.key, MetadataId)
  return {
    status: 204,
    headers: { 'odata-entityid': `${request.base}EntityDefinitions('${table.name}')/Keys(${MetadataId})` },
  }
}

function checkSize(table: Table, names: string[]) {
  const sizes = names.map((name) => {
    const column = table.columns[name]
    const bytes = column?.type === 'text' && !column.memo ? column.max * 2 : column && BYTES[column.type]
    if (!bytes) throw badRequest(`The column ${name} of ${table.name} cannot be part of a key.`, '0x80040203')
    return bytes
  })
  if (names.length <= 16 && sizes.reduce((sum, bytes) => sum + bytes, 0) <= 900) return
  throw badRequest('A key has at most 16 columns and 900 bytes.', '0x80040203')
}

function read(store: Store, table: Table, key: Key): Json {
  const { readings, ...shown } = key
  const status = key.EntityKeyIndexStatus
  if (status === 'Active' || status === 'Failed') return shown
  key.readings += 1
  if (key.readings <= store.metadata.customization.keyReadings) {
    key.EntityKeyIndexStatus = 'InProgress'
    return shown
  }
  key.EntityKeyIndexStatus = repeats(store, table, key) ? 'Failed' : 'Active'
  return { ...shown, EntityKeyIndexStatus: key.EntityKeyIndexStatus }
}

/** Whether two rows have the same values of a key; a row without one of them is exempt. */
function repeats(store: Store, table: Table, key: Key): boolean {
  const seen = new Set<string>()
  for (const { values } of store.entries(table.name)) {
    const found = keyValues(key, values)
    if (found && seen.has(found)) return true
    if (found) seen.add(found)
  }
  return false
}

function keyValues({ KeyAttributes }: Key, row: Values): string | undefined {
  const values = KeyAttributes.map((name) => row[name] ?? null)
  return values.includes(null) ? undefined : JSON.stringify(values).toLowerCase()
}
