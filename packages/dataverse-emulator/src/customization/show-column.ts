import { randomUUID } from 'node:crypto'
import { statusOptions } from '../status-reasons.ts'
import type { Store } from '../store.ts'
import type { Column, Table } from '../types.ts'
import { attributeType, kindOf } from './column-types.ts'
import { plainLabel } from './label.ts'
import { optionsOf, trueAndFalse } from './options.ts'
import type { Json } from './state.ts'

/** The id of a definition; it gets one when it is asked for first. */
export function metadataId(store: Store, kind: string, name: string): string {
  const key = `${kind} ${name}`
  const id = store.metadata.ids.get(key) ?? randomUUID()
  store.metadata.ids.set(key, id)
  return id
}

/** A managed property, with the name that it has in writing. */
export function managed(Value: boolean, name: string): Json {
  return { Value, CanBeChanged: true, ManagedPropertyLogicalName: name }
}

/** The definition of a column, with what was given for it when it was made or changed. */
export function columnDefinition(store: Store, table: Table, name: string, column: Column): Json {
  const kind = kindOf(name, column)
  const given = store.metadata.columns.get(`${table.name}.${name}`)
  return {
    '@odata.type': `#Microsoft.Dynamics.CRM.${kind}AttributeMetadata`,
    MetadataId: metadataId(store, 'column', `${table.name}.${name}`),
    LogicalName: name,
    SchemaName: name,
    EntityLogicalName: table.name,
    AttributeType: attributeType(name, kind),
    AttributeTypeName: { Value: `${attributeType(name, kind)}Type` },
    DisplayName: plainLabel(store, name),
    Description: plainLabel(store, ''),
    RequiredLevel: {
      ...{ Value: column.required ? 'ApplicationRequired' : 'None', CanBeChanged: true },
      ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
    },
    IsPrimaryId: name === table.id,
    IsPrimaryName: name === table.title,
    IsCustomAttribute: false,
    IsManaged: true,
    IsAuditEnabled: managed(true, 'canmodifyauditsettings'),
    IsCustomizable: managed(true, 'iscustomizable'),
    IsValidForAdvancedFind: managed(true, 'canmodifysearchsettings'),
    IsSecured: false,
    IsValidForRead: !column.writeOnly,
    AttributeOf: null,
    ...ofKind(store, table, name, column),
    ...given,
    ...choiceOf(store, given),
  }
}

function ofKind(store: Store, table: Table, name: string, column: Column): Json {
  switch (column.type) {
    case 'text':
      return { MaxLength: column.max, Format: 'Text', FormatName: { Value: 'Text' }, ImeMode: 'Auto' }
    case 'whole':
      return { MinValue: column.min, MaxValue: column.max, Format: 'None' }
    case 'decimal':
      return {
        MinValue: column.min ?? -100_000_000_000,
        MaxValue: column.max ?? 100_000_000_000,
        Precision: column.places,
      }
    case 'yesNo':
      return { DefaultValue: column.default ?? false, OptionSet: trueAndFalse(store, undefined) }
    case 'moment':
      return { Format: 'DateAndTime', DateTimeBehavior: { Value: column.wall ? 'TimeZoneIndependent' : 'UserLocal' } }
    case 'date':
      return { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } }
    case 'lookup':
      return { Targets: Object.keys(column.targets) }
    case 'choice':
      return { OptionSet: builtInChoice(store, table, name, column.options), DefaultFormValue: column.default ?? -1 }
    case 'id':
      return {}
  }
}

function builtInChoice(store: Store, table: Table, name: string, options: Record<number, string>): Json {
  const common = { IsGlobal: false, Name: `${table.name}_${name}` }
  if (name === 'statuscode') return { ...common, OptionSetType: 'Status', Options: statusOptions(store, table) }
  const Options = optionsOf(store, options)
  if (name !== 'statecode') return { ...common, OptionSetType: 'Picklist', Options }
  const states = Options.map((option) => ({
    ...option,
    '@odata.type': '#Microsoft.Dynamics.CRM.StateOptionMetadata',
    DefaultStatus: option.Value + 1,
    InvariantName: options[option.Value],
  }))
  return { ...common, OptionSetType: 'State', Options: states }
}

// A global choice is read anew, because its options may have changed since the column was made.
function choiceOf(store: Store, given: Json | undefined): Json {
  const set = given?.OptionSet as Json | undefined
  if (!set?.IsGlobal) return {}
  return { OptionSet: set, GlobalOptionSet: store.metadata.choices.get(String(set.Name)) }
}
