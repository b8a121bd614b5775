import * as v from 'valibot'
import type { Crm } from '../api.ts'
import { Options } from './choices.ts'
import { Label } from './languages.ts'

const Definition = v.object({
  MetadataId: v.string(),
  LogicalName: v.string(),
  EntitySetName: v.string(),
  OwnershipType: v.string(),
  DisplayName: Label,
  DisplayCollectionName: Label,
  Description: Label,
  Attributes: v.array(
    v.object({
      LogicalName: v.string(),
      AttributeTypeName: v.nullish(v.object({ Value: v.string() })),
      DisplayName: Label,
      Description: Label,
    }),
  ),
  ManyToOneRelationships: v.array(v.object({ SchemaName: v.string() })),
})
export type OwnDefinition = v.InferOutput<typeof Definition>

const select =
  '$select=MetadataId,LogicalName,EntitySetName,OwnershipType,DisplayName,DisplayCollectionName,Description'
const expand =
  '$expand=Attributes($select=LogicalName,AttributeTypeName,DisplayName,Description),ManyToOneRelationships($select=SchemaName)'

/** The definition of one of the connector's own tables; undefined if it is not there. */
export function readOwnTable(crm: Crm, table: string): Promise<OwnDefinition | undefined> {
  return crm.read(Definition, `${tableAddress(table)}?${select}&${expand}`)
}

const Lengths = v.object({ value: v.array(v.object({ LogicalName: v.string(), MaxLength: v.nullish(v.number()) })) })
const Choices = v.object({
  value: v.array(v.object({ LogicalName: v.string(), OptionSet: v.nullish(v.omit(Options, ['MetadataId'])) })),
})

/** The lengths of text columns: a definition shows them by cast only. */
export async function readLengths(crm: Crm, table: string): Promise<Map<string, number>> {
  const kinds = ['String', 'Memo'].map((kind) => cast(crm, Lengths, table, kind, '?$select=LogicalName,MaxLength'))
  const columns = (await Promise.all(kinds)).flat()
  return new Map(columns.map(({ LogicalName, MaxLength }) => [LogicalName, MaxLength ?? 0]))
}

/** The options of choice columns. */
export async function readOptions(crm: Crm, table: string) {
  const columns = await cast(crm, Choices, table, 'Picklist', '?$select=LogicalName&$expand=OptionSet,GlobalOptionSet')
  return new Map(columns.map(({ LogicalName, OptionSet }) => [LogicalName, OptionSet?.Options ?? []]))
}

async function cast<S extends v.GenericSchema<unknown, { value: unknown[] }>>(
  crm: Crm,
  schema: S,
  table: string,
  kind: string,
  query: string,
) {
  const path = `${tableAddress(table)}/Attributes/Microsoft.Dynamics.CRM.${kind}AttributeMetadata${query}`
  const answer: { value: unknown[] } | undefined = await crm.read(schema, path)
  return (answer?.value ?? []) as v.InferOutput<S>['value']
}

export function tableAddress(table: string) {
  return `EntityDefinitions(LogicalName='${table}')`
}

/** The number that this environment has for a table. */
export async function tableNumber(crm: Crm, table: string): Promise<number> {
  const Code = v.object({ ObjectTypeCode: v.number() })
  return (await crm.read(Code, `${tableAddress(table)}?$select=ObjectTypeCode`))?.ObjectTypeCode ?? 0
}
