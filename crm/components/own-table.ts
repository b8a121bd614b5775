import * as v from 'valibot'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import type { Column, OwnTable } from '../solution/shapes.ts'
import { columnBody } from './column-body.ts'
import { planColumns } from './columns.ts'
import { label, labelDiffers } from './languages.ts'
import { planLookups } from './lookups.ts'
import { inSolution, merging, type Place } from './place.ts'
import { type OwnDefinition, readOwnTable, tableAddress } from './read-table.ts'

/** Dataverse checks these too at the creation of a table, for it makes forms and views with it. */
const needs = ['prvCreateEntity', 'prvCreateAttribute', 'prvCreateSystemForm', 'prvCreateSavedQuery']

/** A table with its columns and lookups. Columns, options and lookups that others have added stay. */
export async function planTable(place: Place, table: OwnTable): Promise<PlannedChange[]> {
  const name = table.schema.toLowerCase()
  const found = await readOwnTable(place.crm, name)
  return [
    found ? planWords(place, table, found) : planCreation(place, table, name),
    ...(await planColumns(place, name, remaining(table, found), found)),
    ...planLookups(place, name, table.lookups, found),
  ]
}

/** Choices come one by one, after the table: only the calls for columns are documented to take them. */
function remaining({ primary, columns }: OwnTable, found: OwnDefinition | undefined): readonly Column[] {
  return found ? [primary, ...columns] : columns.filter(isChoice)
}

function isChoice({ type }: Column) {
  return type === 'choice' || type === 'global choice'
}

function planCreation(place: Place, table: OwnTable, name: string): PlannedChange {
  const { crm, languages } = place
  const plain = table.columns.filter((column) => !isChoice(column))
  const body = {
    '@odata.type': 'Microsoft.Dynamics.CRM.EntityMetadata',
    SchemaName: table.schema,
    DisplayName: label(table.words, languages),
    DisplayCollectionName: label(table.plural, languages),
    Description: label(table.description, languages),
    OwnershipType: table.ownership,
    // These can be turned on later, and never off again.
    ...{ IsActivity: false, HasActivities: false, HasNotes: false },
    ChangeTrackingEnabled: table.tracked,
    IsAuditEnabled: { Value: table.audited, CanBeChanged: true, ManagedPropertyLogicalName: 'canmodifyauditsettings' },
    Attributes: [
      { ...columnBody(table.primary, place), IsPrimaryName: true },
      ...plain.map((column) => columnBody(column, place)),
    ],
  }
  const there = async () => (await crm.read(v.object({}), `${tableAddress(name)}?$select=LogicalName`)) !== undefined
  return plannedChange('Tables and columns', `table ${name}`, {
    does: `create with ${plain.length + 1} columns`,
    needs,
    seconds: 15,
    apply: () => crm.create('EntityDefinitions', body, there, inSolution),
  })
}

function planWords({ crm, languages, outdated }: Place, table: OwnTable, found: OwnDefinition): PlannedChange {
  const { LogicalName: name, OwnershipType } = found
  const named = { kind: 'Tables and columns', name: `table ${name}` } as const
  if (OwnershipType !== table.ownership) {
    const belongs = OwnershipType === 'UserOwned' ? 'to users' : 'to the organisation'
    return { ...named, state: `belongs ${belongs}, which cannot be changed: remove it, then apply again` }
  }
  const wanted = { DisplayName: table.words, DisplayCollectionName: table.plural, Description: table.description }
  const different = (['DisplayName', 'DisplayCollectionName', 'Description'] as const).filter((one) =>
    labelDiffers(found[one], wanted[one], languages, outdated),
  )
  return plannedChange(
    named.kind,
    named.name,
    different.length > 0 && {
      does: 'set its words',
      needs: ['prvWriteEntity'],
      seconds: 8,
      async apply() {
        const whole = await crm.read(v.looseObject({}), tableAddress(name))
        const words = Object.fromEntries(different.map((one) => [one, label(wanted[one], languages)]))
        await crm.write('PUT', tableAddress(name), { ...whole, ...words }, merging)
      },
    },
  )
}
