import * as v from 'valibot'
import type { Crm } from './api.ts'
import { optionalTables, privileges, requiredColumns, trackedTables } from './desired-state.ts'
import { RefusedError } from './errors.ts'
import type { PlannedChange } from './planned-change.ts'
import { ownTables } from './solution/desired-solution.ts'

const Definition = v.object({
  LogicalName: v.string(),
  ChangeTrackingEnabled: v.boolean(),
  CanChangeTrackingBeEnabled: v.nullish(v.object({ Value: v.boolean() })),
  Privileges: v.array(v.object({ PrivilegeType: v.string(), Name: v.string(), PrivilegeId: v.string() })),
  Attributes: v.array(v.object({ LogicalName: v.string() })),
})
export type Definition = v.InferOutput<typeof Definition>

/**
 * The definitions of the tables the connector needs, and the tables and columns that are missing. Its own tables are not
 * among these: they are made by `apply`, and an environment may lack them, as those that only some environments have.
 * @throws RefusedError if no table of event management is there
 */
export async function readDefinitions(crm: Crm): Promise<{ definitions: Definition[]; missing: string[] }> {
  const query =
    '?$select=LogicalName,ChangeTrackingEnabled,CanChangeTrackingBeEnabled,Privileges&$expand=Attributes($select=LogicalName)'
  const found = await Promise.all(
    [...new Set([...privileges.keys(), ...ownTables])].map(async (table) => ({
      table,
      definition: await crm.read(Definition, `${address(table)}${query}`),
    })),
  )
  const needed = found.filter(({ table }) => ![...ownTables, ...optionalTables].includes(table))
  const missing = needed.flatMap(({ table, definition }) => missingIn(table, definition))
  if (found.every(({ table, definition }) => !definition || !table.startsWith('msevtmgt_'))) {
    throw new RefusedError(
      `${crm.url} has no event management: install Dynamics 365 Customer Insights - Journeys there, or choose the environment that has it with --url.`,
    )
  }
  return { definitions: found.flatMap(({ definition }) => definition ?? []), missing }
}

/** The sentence for tables and columns that are missing. */
export function lacking(crm: Crm, missing: readonly string[]) {
  return `${crm.url} lacks ${missing.join(', ')}: update Dynamics 365 Customer Insights - Journeys there, then try again.`
}

function missingIn(table: string, definition: Definition | undefined) {
  if (!definition) return [table]
  const there = new Set(definition.Attributes.map((attribute) => attribute.LogicalName))
  return requiredColumns(table)
    .filter((column) => !there.has(column))
    .map((column) => `${table}.${column}`)
}

/**
 * Change tracking is on for the tables that the sweep follows.
 * @param blocked whether the environment takes no customizations
 */
export function planChangeTracking(crm: Crm, definitions: readonly Definition[], blocked: boolean): PlannedChange[] {
  const followed = definitions.filter(({ LogicalName }) => trackedTables.includes(LogicalName))
  return followed.map((definition) => {
    const { LogicalName: table, ChangeTrackingEnabled, CanChangeTrackingBeEnabled } = definition
    const named = { kind: 'Change tracking', name: `change tracking of ${table}` } as const
    if (ChangeTrackingEnabled) return named
    if (CanChangeTrackingBeEnabled?.Value === false)
      return { ...named, state: 'off, and Dataverse does not let it be turned on' }
    if (blocked) return { ...named, state: 'off, and the environment blocks customizations' }
    const needs = ['prvWriteEntity', 'prvPublishCustomization']
    return { ...named, change: { does: 'turn on', needs, apply: () => turnOn(crm, table) } }
  })
}

/**
 * Dataverse replaces a definition only as a whole, so all of it is sent back with the one change. Merging keeps the
 * labels of other languages (learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api).
 */
async function turnOn(crm: Crm, table: string) {
  const whole = await crm.read(v.looseObject({}), address(table))
  await crm.write('PUT', address(table), { ...whole, ChangeTrackingEnabled: true }, { 'mscrm.mergelabels': 'true' })
  const entities = `<entities><entity>${table}</entity></entities>`
  await crm.write('POST', 'PublishXml', { ParameterXml: `<importexportxml>${entities}</importexportxml>` })
}

function address(table: string) {
  return `EntityDefinitions(LogicalName='${table}')`
}
