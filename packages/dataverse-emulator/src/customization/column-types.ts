import type { Column } from '../types.ts'

/** Kind of a column in definitions: `String` stands for `StringAttributeMetadata`, `StringType` and so on. */
export type Kind =
  | 'String'
  | 'Memo'
  | 'Integer'
  | 'BigInt'
  | 'Decimal'
  | 'Boolean'
  | 'Picklist'
  | 'State'
  | 'Status'
  | 'DateTime'
  | 'Lookup'
  | 'UniqueIdentifier'

const COMMON = [
  'MetadataId',
  'LogicalName',
  'SchemaName',
  'EntityLogicalName',
  'AttributeType',
  'AttributeTypeName',
  'DisplayName',
  'Description',
  'RequiredLevel',
  'IsPrimaryId',
  'IsPrimaryName',
  'IsCustomAttribute',
  'IsManaged',
  'IsAuditEnabled',
  'IsCustomizable',
  'IsValidForAdvancedFind',
  'IsSecured',
  'IsValidForRead',
  'AttributeOf',
]

const OWN: Record<Kind, string[]> = {
  String: ['MaxLength', 'FormatName', 'Format', 'ImeMode', 'DatabaseLength'],
  Memo: ['MaxLength', 'FormatName', 'Format', 'ImeMode'],
  Integer: ['MinValue', 'MaxValue', 'Format'],
  BigInt: ['MinValue', 'MaxValue'],
  Decimal: ['MinValue', 'MaxValue', 'Precision', 'ImeMode'],
  Boolean: ['DefaultValue', 'OptionSet'],
  Picklist: ['DefaultFormValue', 'SourceTypeMask', 'OptionSet', 'GlobalOptionSet'],
  State: ['OptionSet'],
  Status: ['OptionSet'],
  DateTime: ['Format', 'DateTimeBehavior', 'ImeMode', 'CanChangeDateTimeBehavior'],
  Lookup: ['Targets'],
  UniqueIdentifier: [],
}

/** Members that a definition of that kind may have; those of every column if no kind is given. */
export function membersOf(kind?: Kind): string[] {
  return kind ? [...COMMON, ...OWN[kind]] : COMMON
}

/** The kind that `#Microsoft.Dynamics.CRM.StringAttributeMetadata` and the like name. */
export function kindNamed(type: unknown): Kind | undefined {
  const [, kind = ''] = /^#?Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata$/.exec(String(type)) ?? []
  return kind in OWN ? (kind as Kind) : undefined
}

/** The kind of a column. */
export function kindOf(name: string, column: Column): Kind {
  switch (column.type) {
    case 'id':
      return 'UniqueIdentifier'
    case 'text':
      return column.memo || column.max > 4000 ? 'Memo' : 'String'
    case 'whole':
      return column.max > 2_147_483_647 ? 'BigInt' : 'Integer'
    case 'decimal':
      return 'Decimal'
    case 'yesNo':
      return 'Boolean'
    case 'choice':
      return name === 'statecode' ? 'State' : name === 'statuscode' ? 'Status' : 'Picklist'
    case 'moment':
    case 'date':
      return 'DateTime'
    case 'lookup':
      return 'Lookup'
  }
}

/** `AttributeType` of a kind: what the older enumeration calls it. */
export function attributeType(name: string, kind: Kind): string {
  if (kind === 'Lookup' && name === 'ownerid') return 'Owner'
  return kind === 'UniqueIdentifier' ? 'Uniqueidentifier' : kind
}
