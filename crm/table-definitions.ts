import * as v from 'valibot'
import type { Crm } from './api.ts'
import { needed, tracked } from './desired-state.ts'
import { RefusedError } from './errors.ts'
import type { Item } from './planned-change.ts'

const Definition = v.object({
  LogicalName: v.string(),
  ChangeTrackingEnabled: v.boolean(),
  CanChangeTrackingBeEnabled: v.nullish(v.object({ Value: v.boolean() })),
  Privileges: v.array(v.object({ PrivilegeType: v.string(), Name: v.string(), PrivilegeId: v.string() })),
  Attributes: v.array(v.object({ LogicalName: v.string() })),
})
export type Definition = v.InferOutput<typeof Definition>

/**
 * The definitions of the tables the connector needs.
 * @throws Refused with everything that is missing
 */
export async function readDefinitions(crm: Crm): Promise<Definition[]> {
  const query =
    '?$select=LogicalName,ChangeTrackingEnabled,CanChangeTrackingBeEnabled,Privileges&$expand=Attributes($select=LogicalName)'
  const found = await Promise.all(
    Array.from(needed.keys(), async (table) => ({
      table,
      is: await crm.read(Definition, `${address(table)}${query}`),
    })),
  )
  const missing = found.flatMap(({ table, is }) => missingIn(table, is))
  if (found.every(({ table, is }) => !is || !table.startsWith('msevtmgt_'))) {
    throw new RefusedError(
      `${crm.url} has no event management: install Dynamics 365 Customer Insights - Journeys there, or choose the environment that has it with --url.`,
    )
  }
  if (missing.length) {
    throw new RefusedError(
      `${crm.url} lacks ${missing.join(', ')}: update Dynamics 365 Customer Insights - Journeys there, then try again.`,
    )
  }
  return found.flatMap(({ is }) => is ?? [])
}

function missingIn(table: string, definition: Definition | undefined) {
  if (!definition) return [table]
  const there = new Set(definition.Attributes.map((attribute) => attribute.LogicalName))
  return (needed.get(table) ?? []).filter((column) => !there.has(column)).map((column) => `${table}.${column}`)
}

/** Change tracking, on for the tables that the sweep follows. */
export function trackingItems(crm: Crm, definitions: readonly Definition[]): Item[] {
  const followed = definitions.filter(({ LogicalName }) => tracked.some((table) => table === LogicalName))
  return followed.map((definition) => {
    const { LogicalName: table, ChangeTrackingEnabled, CanChangeTrackingBeEnabled } = definition
    const name = `change tracking of ${table}`
    if (ChangeTrackingEnabled) return { name }
    if (CanChangeTrackingBeEnabled?.Value === false)
      return { name, as: 'off, and Dataverse does not let it be turned on' }
    const needs = ['prvWriteEntity', 'prvPublishCustomization']
    return { name, todo: { does: 'turn on', needs, make: () => turnOn(crm, table) } }
  })
}

/**
 * A definition is only ever replaced as a whole, so all of it goes back with the one change; merging keeps the labels
 * of other languages (learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api).
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
