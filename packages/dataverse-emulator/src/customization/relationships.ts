import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badPayload, badRequest, wrongMethod } from '../fault.ts'
import { isObject, jsonObject } from '../payload.ts'
import { parseOptions } from '../query-options.ts'
import type { Store } from '../store.ts'
import type { Column, Table } from '../types.ts'
import { changedLabels } from './change-definition.ts'
import { dropColumn } from './drop-column.ts'
import { checkPropagated, enterCustomization } from './gate.ts'
import { readLabels, shownLabel } from './label.ts'
import { definitionChanged } from './publish.ts'
import { byKey, filtered, selected } from './query.ts'
import { readCommon } from './read-column.ts'
import { CASCADES, ONE_TO_MANY, relationshipsOf } from './relationship-list.ts'
import { metadataId } from './show-column.ts'
import { isMade } from './show-table.ts'
import { COMPONENT, checkPrefix, joinSolution, leaveSolutions } from './solutions.ts'
import type { Json } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-relationships-using-web-api

const CASCADE_VALUES = ['Cascade', 'Active', 'UserOwned', 'NoCascade', 'RemoveLink', 'Restrict']
const ON_DELETE = { Cascade: 'cascade', Restrict: 'restrict' } as const

/** Answers a request about relationships, each of which is a lookup column. */
export function answerRelationships(store: Store, request: ApiRequest, key: string | undefined): ApiResponse {
  const context = `${request.base}$metadata#RelationshipDefinitions`
  if (key === undefined && request.method === 'POST') return make(store, request)
  if (key === undefined && request.method === 'GET') {
    const query = parseOptions(request.search, ['$select', '$filter'])
    return json(200, {
      '@odata.context': context,
      value: filtered(relationshipsOf(store), query).map((one) => shown(one, query.select)),
    })
  }
  const relationship = byKey(relationshipsOf(store), key ?? '')
  switch (request.method) {
    case 'GET': {
      const { select } = parseOptions(request.search, ['$select'])
      return json(200, { '@odata.context': `${context}/$entity`, ...shown(relationship, select) })
    }
    case 'PUT':
      // Found by name, a relationship can only be read.
      if (key?.includes('='))
        throw badRequest(`The key '${key}' is not valid for the resource RelationshipMetadataBase.`)
      return change(store, request, relationship)
    case 'DELETE':
      enterCustomization(store)
      if (relationship.IsCustomRelationship !== true)
        throw badRequest('A managed relationship cannot be deleted.', '0x8004F01F')
      dropColumn(store, String(relationship.ReferencingEntity), String(relationship.ReferencingAttribute))
      store.metadata.relationships.delete(String(relationship.SchemaName))
      leaveSolutions(store, String(relationship.MetadataId))
      return { status: 204, headers: {} }
    default:
      throw wrongMethod(request.method)
  }
}

function make(store: Store, request: ApiRequest): ApiResponse {
  enterCustomization(store)
  const raw = jsonObject(request.body)
  if (raw['@odata.type'] !== ONE_TO_MANY)
    throw badPayload(`Only relationships of the type ${ONE_TO_MANY} are made here.`)
  const { SchemaName, Lookup } = raw
  if (typeof SchemaName !== 'string' || !isObject(Lookup))
    throw badPayload('A relationship needs a SchemaName and a Lookup.')
  checkPrefix(store, request, SchemaName)
  const [parent, child] = [
    tableOf(store, request, raw.ReferencedEntity),
    tableOf(store, request, raw.ReferencingEntity),
  ]
  if (relationshipsOf(store).some((other) => other.SchemaName === SchemaName)) {
    throw badRequest(`A relationship with the name ${SchemaName} already exists.`, '0x80040237')
  }
  if (raw.ReferencedAttribute !== undefined && raw.ReferencedAttribute !== parent.id) {
    throw badRequest(`The referenced attribute of ${parent.name} is ${parent.id}.`, '0x80040203')
  }
  const cascade = readCascade(raw.CascadeConfiguration)
  if (cascade.Delete === 'Cascade') checkParental(store, parent, child)
  const common = readCommon(store, request, Lookup, 'Lookup')
  const name = String(common.LogicalName)
  if (child.columns[name]) throw badRequest(`An attribute with the name ${name} already exists.`, '0x80040237')
  const property = String(common.SchemaName)
  const onDelete = ON_DELETE[cascade.Delete as keyof typeof ON_DELETE] ?? 'clear'
  const column: Column = { type: 'lookup', targets: { [parent.name]: property }, onDelete }
  const menu = readMenu(store, raw.AssociatedMenuConfiguration)
  store.define({ ...child, columns: { ...child.columns, [name]: column } })
  store.metadata.columns.set(`${child.name}.${name}`, { ...common, Targets: [parent.name] })
  const MetadataId = metadataId(store, 'relationship', SchemaName)
  store.metadata.relationships.set(SchemaName, {
    ...{ '@odata.type': `#${ONE_TO_MANY}`, MetadataId, SchemaName, RelationshipType: 'OneToManyRelationship' },
    ...{ IsCustomRelationship: true, IsManaged: false, ReferencedEntity: parent.name, ReferencedAttribute: parent.id },
    ...{ ReferencingEntity: child.name, ReferencingAttribute: name, CascadeConfiguration: cascade },
    ...{ ReferencingEntityNavigationPropertyName: property, ReferencedEntityNavigationPropertyName: SchemaName },
    AssociatedMenuConfiguration: menu,
  })
  joinSolution(store, request, COMPONENT.relationship, MetadataId)
  joinSolution(store, request, COMPONENT.column, metadataId(store, 'column', `${child.name}.${name}`))
  return { status: 204, headers: { 'odata-entityid': `${request.base}RelationshipDefinitions(${MetadataId})` } }
}

function change(store: Store, request: ApiRequest, before: Json): ApiResponse {
  enterCustomization(store)
  const given = jsonObject(request.body)
  if (before.IsCustomRelationship !== true)
    throw badRequest('A managed relationship cannot be changed here.', '0x80040203')
  const CascadeConfiguration = readCascade(given.CascadeConfiguration)
  const menu = isObject(given.AssociatedMenuConfiguration) ? given.AssociatedMenuConfiguration : {}
  const labels = changedLabels(store, request, before.AssociatedMenuConfiguration as Json, menu, ['Label'], true)
  const child = store.schema.named(String(before.ReferencingEntity))
  const name = String(before.ReferencingAttribute)
  const onDelete = ON_DELETE[CascadeConfiguration.Delete as keyof typeof ON_DELETE] ?? 'clear'
  store.define({ ...child, columns: { ...child.columns, [name]: { ...child.columns[name], onDelete } as Column } })
  const changed = { ...before, CascadeConfiguration, AssociatedMenuConfiguration: { ...menu, ...labels } }
  store.metadata.relationships.set(String(before.SchemaName), changed)
  definitionChanged(store, 'entity', child.name)
  joinSolution(store, request, COMPONENT.relationship, String(before.MetadataId))
  return { status: 204, headers: {} }
}

function shown(relationship: Json, select: string[] | undefined): Json {
  return selected(relationship, select, Object.keys(relationship), 'OneToManyRelationshipMetadata')
}

function tableOf(store: Store, request: ApiRequest, name: unknown): Table {
  checkPropagated(store, String(name), request)
  return store.schema.named(String(name))
}

function readCascade(raw: unknown): Json {
  if (!isObject(raw)) throw badPayload('A relationship needs a CascadeConfiguration.')
  for (const [member, value] of Object.entries(raw)) {
    const known = CASCADES.includes(member) && CASCADE_VALUES.includes(String(value))
    if (!known && !member.startsWith('@')) throw badPayload(`The cascade ${member}: ${value} is not valid.`)
  }
  return { ...Object.fromEntries(CASCADES.map((member) => [member, 'NoCascade'])), ...raw }
}

/** Refuses a second parent, and a made table as the parent of a built-in one. */
function checkParental(store: Store, parent: Table, child: Table) {
  if (isMade(store, parent.name) && !isMade(store, child.name)) {
    throw badRequest(`The custom table ${parent.name} cannot be the parent of ${child.name}.`, '0x80040203')
  }
  const others = relationshipsOf(store).filter(({ ReferencingEntity }) => ReferencingEntity === child.name)
  if (others.some(({ CascadeConfiguration }) => (CascadeConfiguration as Json).Delete === 'Cascade')) {
    throw badRequest(`The table ${child.name} already has a parental relationship.`, '0x80047007')
  }
}

function readMenu(store: Store, raw: unknown): Json {
  const given = isObject(raw) ? raw : { Behavior: 'UseCollectionName', Group: 'Details', Order: 10_000 }
  return { ...given, Label: shownLabel(store, given.Label ? readLabels(store, given.Label, true) : []) }
}
