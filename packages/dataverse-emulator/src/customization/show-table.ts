import { PRIVILEGE_TYPES, privilegeId, privilegeName } from '../privileges.ts'
import type { Store } from '../store.ts'
import type { Table } from '../types.ts'
import { plainLabel } from './label.ts'
import { columnDefinition, managed, metadataId } from './show-column.ts'
import type { Json } from './state.ts'

const CAN = [
  'IsCustomizable',
  'CanCreateAttributes',
  'CanCreateForms',
  'CanCreateViews',
  'CanCreateCharts',
  'CanModifyAdditionalSettings',
  'CanBeRelatedEntityInRelationship',
  'CanBePrimaryEntityInRelationship',
  'CanChangeTrackingBeEnabled',
]

/** True for a table that a client made. */
export function isMade(store: Store, table: string): boolean {
  return store.metadata.tables.get(table)?.IsCustomEntity === true
}

/** The definition of a table without its columns, keys and relationships. */
export function tableDefinition(store: Store, table: Table): Json {
  return {
    MetadataId: metadataId(store, 'table', table.name),
    LogicalName: table.name,
    SchemaName: table.name,
    EntitySetName: table.set,
    LogicalCollectionName: table.set,
    ObjectTypeCode: objectTypeCode(store, table),
    OwnershipType: table.owned ? 'UserOwned' : 'OrganizationOwned',
    TableType: 'Standard',
    PrimaryIdAttribute: table.id,
    PrimaryNameAttribute: table.title,
    DisplayName: plainLabel(store, table.name),
    DisplayCollectionName: plainLabel(store, table.set),
    Description: plainLabel(store, ''),
    IsActivity: false,
    HasActivities: false,
    HasNotes: false,
    IsCustomEntity: false,
    IsManaged: true,
    IsAuditEnabled: managed(false, 'canmodifyauditsettings'),
    ...Object.fromEntries(CAN.map((name) => [name, managed(true, name.toLowerCase())])),
    ...store.metadata.tables.get(table.name),
    ChangeTrackingEnabled: store.tracked.has(table.name),
    Privileges: privilegesOf(store, table),
  }
}

/** The definitions of a table's columns. */
export function columnsOf(store: Store, table: Table): Json[] {
  return Object.entries(table.columns).map(([name, column]) => columnDefinition(store, table, name, column))
}

/** A table's number, which differs from environment to environment for tables that are not Dataverse's own. */
export function objectTypeCode(store: Store, table: Table): number {
  const given = store.metadata.tables.get(table.name)?.ObjectTypeCode
  return typeof given === 'number' ? given : 10_000 + store.schema.tables().findIndex(({ name }) => name === table.name)
}

function privilegesOf(store: Store, table: Table): Json[] {
  return PRIVILEGE_TYPES.flatMap((PrivilegeType) => {
    const given = store.metadata.tables.get(table.name)?.SchemaName
    const Name = privilegeName(PrivilegeType, String(given ?? table.name))
    const PrivilegeId = privilegeId(store, Name)
    const lower = { CanBeBasic: table.owned, CanBeLocal: table.owned, CanBeDeep: table.owned }
    return PrivilegeId ? [{ PrivilegeType, Name, PrivilegeId, ...lower, CanBeGlobal: true }] : []
  })
}
