import * as v from 'valibot'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import type { LookupColumn } from '../solution/shapes.ts'
import { lookupBody } from './column-body.ts'
import { planWords } from './columns.ts'
import { inSolution, type Place } from './place.ts'
import type { OwnDefinition } from './read-table.ts'

/** Nothing that happens to the other row touches this one, but that its link goes with it, or it itself. */
const cascade = {
  ...{ Assign: 'NoCascade', Share: 'NoCascade', Unshare: 'NoCascade', Reparent: 'NoCascade' },
  ...{ Merge: 'NoCascade', RollupView: 'NoCascade', Delete: 'RemoveLink' },
}
const menu = { Behavior: 'UseCollectionName', Group: 'Details', Order: 10000 }

/** Lookups that are missing, or without words in a language. */
export function planLookups(
  place: Place,
  table: string,
  lookups: readonly LookupColumn[],
  found: OwnDefinition | undefined,
): PlannedChange[] {
  const { crm } = place
  const there = new Set(found?.ManyToOneRelationships.map(({ SchemaName }) => SchemaName))
  return lookups.map((lookup) => {
    const { schema, to, goesAlong } = lookup
    const column = found?.Attributes.find(({ LogicalName }) => LogicalName === schema.toLowerCase())
    const name = `${table}_${schema.toLowerCase()}`
    const address = `RelationshipDefinitions(SchemaName='${name}')/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata`
    if (column && there.has(name)) return planWords(place, table, lookup, 'Lookup', column)
    const body = {
      '@odata.type': 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
      SchemaName: name,
      ReferencedEntity: to,
      ReferencedAttribute: `${to}id`,
      ReferencingEntity: table,
      CascadeConfiguration: { ...cascade, ...(goesAlong && { Delete: 'Cascade' }) },
      AssociatedMenuConfiguration: menu,
      Lookup: lookupBody(lookup, place),
    }
    return plannedChange(
      'Tables and columns',
      `lookup ${table}.${schema.toLowerCase()}`,
      !there.has(name) && {
        does: `create, to ${to}`,
        needs: ['prvCreateRelationship', 'prvCreateAttribute'],
        seconds: 10,
        apply: () =>
          crm.create(
            'RelationshipDefinitions',
            body,
            async () => (await crm.read(v.object({}), address)) !== undefined,
            inSolution,
          ),
      },
    )
  })
}
