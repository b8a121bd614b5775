import { table as completed } from '../column.ts'
import type { ApiRequest } from '../exchange.ts'
import { badPayload, badRequest } from '../fault.ts'
import { isObject } from '../payload.ts'
import { PRIVILEGE_TYPES, privilegeName } from '../privileges.ts'
import type { Store } from '../store.ts'
import type { Column, Table } from '../types.ts'
import { createRow } from '../write.ts'
import { readLabels, shownLabel, textOf } from './label.ts'
import { type NewColumn, readColumn } from './read-column.ts'
import { managed, metadataId } from './show-column.ts'
import { COMPONENT, checkPrefix, joinSolution } from './solutions.ts'
import type { Json } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api

const REQUIRED = [
  'SchemaName',
  'DisplayName',
  'DisplayCollectionName',
  'OwnershipType',
  'IsActivity',
  'HasActivities',
  'HasNotes',
]
const OPTIONAL = [
  '@odata.type',
  'LogicalName',
  'Description',
  'ChangeTrackingEnabled',
  'IsAuditEnabled',
  'Attributes',
  'TableType',
]

/** Makes a table with its plain columns, its privileges and its messages; returns it with what was given for it. */
export function makeTable(store: Store, request: ApiRequest, raw: Json): Table {
  checkMembers(raw)
  const { SchemaName } = raw
  if (typeof SchemaName !== 'string' || !/^[A-Za-z]\w*$/.test(SchemaName)) throw badPayload('SchemaName is no name.')
  checkPrefix(store, request, SchemaName)
  const name = SchemaName.toLowerCase()
  if (store.schema.find(name)) throw badRequest(`An entity with the name ${name} already exists.`, '0x80040237')
  const columns = readColumns(store, request, raw.Attributes)
  const primary = primaryOf(columns)
  const label = (given: unknown) => shownLabel(store, given ? readLabels(store, given, false) : [])
  const table = completed(name, {
    set: setName(name),
    title: primary.name,
    owned: owned(raw.OwnershipType),
    columns: Object.fromEntries(columns.map(({ name, column }): [string, Column] => [name, column])),
  })
  store.define(table)
  for (const column of columns) keepColumn(store, name, column)
  store.metadata.tables.set(name, {
    SchemaName,
    DisplayName: label(raw.DisplayName),
    DisplayCollectionName: label(raw.DisplayCollectionName),
    Description: label(raw.Description),
    OwnershipType: raw.OwnershipType,
    ObjectTypeCode: store.metadata.nextObjectTypeCode++,
    IsCustomEntity: true,
    IsManaged: false,
    HasNotes: raw.HasNotes,
    HasActivities: raw.HasActivities,
    IsAuditEnabled: managed(
      isObject(raw.IsAuditEnabled) && raw.IsAuditEnabled.Value === true,
      'canmodifyauditsettings',
    ),
  })
  if (raw.ChangeTrackingEnabled === true) store.tracked.add(name)
  addMessagesAndPrivileges(store, name, SchemaName)
  store.metadata.unseen.set(name, store.metadata.customization.unseenCalls)
  joinSolution(store, request, COMPONENT.table, metadataId(store, 'table', name))
  return table
}

/** Keeps what was given for a new column. */
export function keepColumn(store: Store, table: string, { name, definition }: NewColumn) {
  store.metadata.columns.set(`${table}.${name}`, definition)
}

function checkMembers(raw: Json) {
  const unknown = Object.keys(raw).find((member) => ![...REQUIRED, ...OPTIONAL].includes(member))
  if (unknown)
    throw badPayload(`The property '${unknown}' does not exist on type 'Microsoft.Dynamics.CRM.EntityMetadata'.`)
  const lacking = REQUIRED.find((member) => raw[member] === undefined)
  if (lacking) throw badRequest(`Required field '${lacking}' is missing.`, '0x80040203')
  if (raw.IsActivity !== false) throw badRequest('Tables of activities are not served here.', '0x80040203')
}

function readColumns(store: Store, request: ApiRequest, raw: unknown): NewColumn[] {
  if (!Array.isArray(raw)) throw badRequest("Required field 'Attributes' is missing.", '0x80040203')
  const columns = raw.map((column) => {
    // It is not documented whether a global choice may be bound here.
    if (isObject(column) && 'GlobalOptionSet@odata.bind' in column)
      throw badPayload('A global choice is bound afterwards.')
    return readColumn(store, request, column)
  })
  const twice = columns.find(({ name }, at) => columns.findIndex((other) => other.name === name) !== at)
  if (twice) throw badRequest(`An attribute with the name ${twice.name} already exists.`, '0x80040237')
  return columns
}

function primaryOf(columns: NewColumn[]): NewColumn {
  const [primary, ...others] = columns.filter(({ definition }) => definition.IsPrimaryName)
  const { FormatName } = primary?.definition ?? {}
  const isText = primary?.column.type === 'text' && isObject(FormatName) && FormatName.Value === 'Text'
  if (primary && isText && others.length === 0) return primary
  throw badRequest('A table needs exactly one column of text with IsPrimaryName and the format Text.', '0x80040203')
}

function owned(type: unknown): boolean {
  if (type === 'UserOwned' || type === 'OrganizationOwned') return type === 'UserOwned'
  throw badPayload(`The value '${type}' is not a valid value of OwnershipTypes for a table.`)
}

/** The name of the entity set, which Dataverse makes: the plural of English nouns. */
function setName(name: string): string {
  if (/(s|x|z|ch|sh)$/.test(name)) return `${name}es`
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`
}

function addMessagesAndPrivileges(store: Store, table: string, schemaName: string) {
  for (const { id } of [...store.entries('sdkmessage')]) {
    createRow(store, store.schema.named('sdkmessagefilter'), { primaryobjecttypecode: table, sdkmessageid: id }, 'user')
  }
  for (const type of PRIVILEGE_TYPES) {
    createRow(store, store.schema.named('privilege'), { name: privilegeName(type, schemaName) }, 'user')
  }
}

/** The plural name of a table, as its views are called by. */
export function pluralOf(definition: Json): string {
  return textOf(definition.DisplayCollectionName)
}
