import type { Store } from '../store.ts'
import type { Table } from '../types.ts'
import { metadataId } from './show-column.ts'
import type { Json } from './state.ts'

/** The one type of relationship that is served: a lookup. */
export const ONE_TO_MANY = 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata'
/** Operations that a relationship hands on to the rows of the child. */
export const CASCADES = ['Assign', 'Share', 'Unshare', 'Reparent', 'Merge', 'RollupView', 'Delete']

/** All relationships: those that were made, and the lookups of built-in tables under names of their own. */
export function relationshipsOf(store: Store): Json[] {
  const made = new Set(
    Array.from(store.metadata.relationships.values(), (one) => `${one.ReferencingEntity}.${one.ReferencingAttribute}`),
  )
  const builtIn = store.schema
    .tables()
    .flatMap((table) =>
      Object.entries(table.columns).flatMap(([name, column]) =>
        column.type !== 'lookup' || made.has(`${table.name}.${name}`)
          ? []
          : Object.entries(column.targets).map(([target, property]) =>
              builtInRelationship(store, table, name, column.onDelete, target, property),
            ),
      ),
    )
  return [...store.metadata.relationships.values(), ...builtIn]
}

function builtInRelationship(
  store: Store,
  table: Table,
  name: string,
  onDelete: string,
  target: string,
  property: string,
): Json {
  const SchemaName = `${target}_${table.name}_${name}`
  const Delete = { cascade: 'Cascade', restrict: 'Restrict', clear: 'RemoveLink' }[onDelete]
  return {
    ...{ '@odata.type': `#${ONE_TO_MANY}`, MetadataId: metadataId(store, 'relationship', SchemaName), SchemaName },
    ...{ RelationshipType: 'OneToManyRelationship', IsCustomRelationship: false, IsManaged: true },
    ...{
      ReferencedEntity: target,
      ReferencedAttribute: `${target}id`,
      ReferencingEntity: table.name,
      ReferencingAttribute: name,
    },
    CascadeConfiguration: { ...Object.fromEntries(CASCADES.map((member) => [member, 'NoCascade'])), Delete },
    ...{ ReferencingEntityNavigationPropertyName: property, ReferencedEntityNavigationPropertyName: SchemaName },
    AssociatedMenuConfiguration: { Behavior: 'DoNotDisplay' },
  }
}
