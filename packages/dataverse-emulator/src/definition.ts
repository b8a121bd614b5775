import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { badPayload, unknownProperty, wrongMethod } from './fault.ts'
import { jsonObject } from './payload.ts'
import { PRIVILEGE_TYPES, privilegeId, privilegeName } from './privileges.ts'
import { parseOptions } from './query-options.ts'
import type { Store } from './store.ts'
import type { Table } from './types.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api

/** The definition of a table. Its list of keys is empty: no alternate key is defined. */
export function answerDefinition(store: Store, request: ApiRequest, name: string, keys: boolean): ApiResponse {
  const table = store.schema.named(name)
  if (request.method === 'PUT' && !keys) return change(store, table, request)
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const { select, expand } = parseOptions(request.search, ['$select', '$expand'])
  const context = `${request.base}$metadata#EntityDefinitions`
  if (keys) return json(200, { '@odata.context': `${context}('${name}')/Keys`, value: [] })
  const definition = definitionOf(store, table)
  const shown = Object.entries(definition).filter(([property]) => !select || select.includes(property))
  const unknown = select?.find((property) => !(property in definition))
  if (unknown) throw unknownProperty(unknown, 'EntityMetadata')
  const columns = expand.find((part) => part.name === 'Attributes') && {
    Attributes: Object.keys(table.columns).map((column) => ({ LogicalName: column })),
  }
  return json(200, { '@odata.context': `${context}/$entity`, ...Object.fromEntries(shown), ...columns })
}

/** Publishing does nothing here: changes of definitions take effect at once. */
export function answerPublish(request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  if (typeof jsonObject(request.body).ParameterXml !== 'string') throw badPayload("'PublishXml' needs a ParameterXml.")
  return { status: 204, headers: {} }
}

// A definition is replaced as a whole: an incomplete one is refused, because its missing members would be lost.
function change(store: Store, table: Table, request: ApiRequest): ApiResponse {
  const given = jsonObject(request.body)
  const lacking = Object.keys(definitionOf(store, table)).find((property) => !(property in given))
  if (lacking) throw badPayload(`The definition of '${table.name}' lacks its ${lacking}.`)
  if (given.ChangeTrackingEnabled === true) store.tracked.add(table.name)
  else store.tracked.delete(table.name)
  return { status: 204, headers: {} }
}

function definitionOf(store: Store, table: Table): Record<string, unknown> {
  return {
    LogicalName: table.name,
    EntitySetName: table.set,
    PrimaryIdAttribute: table.id,
    PrimaryNameAttribute: table.title,
    ChangeTrackingEnabled: store.tracked.has(table.name),
    CanChangeTrackingBeEnabled: { Value: true, CanBeChanged: true },
    Privileges: PRIVILEGE_TYPES.map((PrivilegeType) => {
      const Name = privilegeName(PrivilegeType, table.name)
      return { PrivilegeType, Name, PrivilegeId: privilegeId(store, Name), CanBeGlobal: true }
    }),
  }
}
