import {
  complexType,
  type Definition,
  definitionType,
  each,
  enumType,
  type Members,
  properties,
} from './csdl-elements.ts'

// Types of definitions, that is of tables, columns, choices and relationships. Each is as the page of its name has it, below
// learn.microsoft.com/power-apps/developer/data-platform/webapi/reference, as far as requests name or carry its members.
// Their alternate keys: learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api

const text = 'Edm.String'
const whole = 'Edm.Int32'
const yesNo = 'Edm.Boolean'
const label = 'mscrm.Label'
const managed = 'mscrm.BooleanManagedProperty'

/** Words that a value may be, with spaces between them. */
const ENUMS: Record<string, string> = {
  EntityKeyIndexStatus: 'Pending InProgress Active Failed',
  OwnershipTypes: 'None UserOwned TeamOwned BusinessOwned OrganizationOwned BusinessParented Filtered',
  AttributeTypeCode:
    'Boolean Customer DateTime Decimal Double Integer Lookup Memo Money Owner PartyList Picklist State Status String Uniqueidentifier CalendarRules Virtual BigInt ManagedProperty EntityName',
  AttributeRequiredLevel: 'None SystemRequired ApplicationRequired Recommended',
  StringFormat: 'Email Text TextArea Url TickerSymbol PhoneticGuide VersionNumber Phone Json RichText',
  IntegerFormat: 'None Duration TimeZone Language Locale',
  DateTimeFormat: 'DateOnly DateAndTime',
  ImeMode: 'Auto Inactive Active Disabled',
  OptionSetType: 'Picklist State Status Boolean',
  RelationshipType: 'OneToManyRelationship ManyToManyRelationship',
  CascadeType: 'NoCascade Cascade Active UserOwned RemoveLink Restrict',
  AssociatedMenuBehavior: 'UseCollectionName UseLabel DoNotDisplay',
  AssociatedMenuGroup: 'Details Sales Service Marketing',
}

const managedBy = { CanBeChanged: `${yesNo}!`, ManagedPropertyLogicalName: text }

const COMPLEX: Record<string, Members> = {
  Label: { LocalizedLabels: 'Collection(mscrm.LocalizedLabel)', UserLocalizedLabel: 'mscrm.LocalizedLabel' },
  LocalizedLabel: {
    Label: text,
    LanguageCode: `${whole}!`,
    IsManaged: yesNo,
    MetadataId: 'Edm.Guid',
    HasChanged: yesNo,
  },
  BooleanManagedProperty: { Value: `${yesNo}!`, ...managedBy },
  AttributeRequiredLevelManagedProperty: { Value: 'mscrm.AttributeRequiredLevel!', ...managedBy },
  AttributeTypeDisplayName: { Value: text },
  StringFormatName: { Value: text },
  MemoFormatName: { Value: text },
  DateTimeBehavior: { Value: text },
  OptionMetadata: { Value: whole, Label: label, Description: label },
  CascadeConfiguration: each('Assign Delete Merge Reparent RollupView Share Unshare', 'mscrm.CascadeType'),
  AssociatedMenuConfiguration: {
    Behavior: 'mscrm.AssociatedMenuBehavior',
    Group: 'mscrm.AssociatedMenuGroup',
    Label: label,
    Order: whole,
  },
}

const inDecimals = each('MinValue MaxValue', 'Edm.Decimal')
const inText = { Format: 'mscrm.StringFormat', ImeMode: 'mscrm.ImeMode', MaxLength: whole }

const COLUMNS: Record<string, Definition> = {
  AttributeMetadata: {
    key: 'LogicalName',
    members: {
      ...each('LogicalName SchemaName EntityLogicalName AttributeOf', text),
      ...each('DisplayName Description', label),
      AttributeType: 'mscrm.AttributeTypeCode',
      AttributeTypeName: 'mscrm.AttributeTypeDisplayName',
      RequiredLevel: 'mscrm.AttributeRequiredLevelManagedProperty',
      ...each('IsPrimaryId IsPrimaryName IsCustomAttribute IsManaged IsSecured IsValidForRead', yesNo),
      ...each('IsAuditEnabled IsCustomizable IsValidForAdvancedFind', managed),
    },
  },
  StringAttributeMetadata: column({ ...inText, FormatName: 'mscrm.StringFormatName', DatabaseLength: whole }),
  MemoAttributeMetadata: column({ ...inText, FormatName: 'mscrm.MemoFormatName' }),
  IntegerAttributeMetadata: column({ MinValue: whole, MaxValue: whole, Format: 'mscrm.IntegerFormat' }),
  DecimalAttributeMetadata: column({ ...inDecimals, Precision: whole, ImeMode: 'mscrm.ImeMode' }),
  DateTimeAttributeMetadata: column({
    Format: 'mscrm.DateTimeFormat',
    DateTimeBehavior: 'mscrm.DateTimeBehavior',
    ImeMode: 'mscrm.ImeMode',
    CanChangeDateTimeBehavior: managed,
  }),
  LookupAttributeMetadata: column({ Targets: `Collection(${text})` }),
  BooleanAttributeMetadata: column({ DefaultValue: yesNo }, { OptionSet: 'mscrm.BooleanOptionSetMetadata' }),
  EnumAttributeMetadata: column(
    { DefaultFormValue: whole },
    each('OptionSet GlobalOptionSet', 'mscrm.OptionSetMetadata'),
  ),
  PicklistAttributeMetadata: { base: 'EnumAttributeMetadata', members: { SourceTypeMask: whole } },
  StatusAttributeMetadata: { base: 'EnumAttributeMetadata' },
}

const CHOICES: Record<string, Definition> = {
  OptionSetMetadataBase: {
    key: 'Name',
    members: {
      Name: text,
      ...each('DisplayName Description', label),
      OptionSetType: 'mscrm.OptionSetType',
      ...each('IsGlobal IsManaged IsCustomOptionSet', yesNo),
      IsCustomizable: managed,
    },
  },
  OptionSetMetadata: { base: 'OptionSetMetadataBase', members: { Options: 'Collection(mscrm.OptionMetadata)' } },
  BooleanOptionSetMetadata: {
    base: 'OptionSetMetadataBase',
    members: each('TrueOption FalseOption', 'mscrm.OptionMetadata'),
  },
}

const RELATIONSHIPS: Record<string, Definition> = {
  RelationshipMetadataBase: {
    key: 'SchemaName',
    members: {
      SchemaName: text,
      RelationshipType: 'mscrm.RelationshipType',
      ...each('IsCustomRelationship IsManaged', yesNo),
    },
  },
  OneToManyRelationshipMetadata: {
    base: 'RelationshipMetadataBase',
    members: {
      ...each('ReferencedEntity ReferencedAttribute ReferencedEntityNavigationPropertyName', text),
      ...each('ReferencingEntity ReferencingAttribute ReferencingEntityNavigationPropertyName', text),
      CascadeConfiguration: 'mscrm.CascadeConfiguration',
      AssociatedMenuConfiguration: 'mscrm.AssociatedMenuConfiguration',
    },
    links: { Lookup: 'mscrm.LookupAttributeMetadata' },
  },
}

const TABLES: Record<string, Definition> = {
  EntityMetadata: {
    key: 'LogicalName',
    members: {
      ...each('LogicalName LogicalCollectionName SchemaName EntitySetName TableType', text),
      ...each('PrimaryIdAttribute PrimaryNameAttribute', text),
      ...each('DisplayName DisplayCollectionName Description', label),
      ObjectTypeCode: whole,
      OwnershipType: 'mscrm.OwnershipTypes',
      ...each('IsActivity HasActivities HasNotes IsCustomEntity IsManaged ChangeTrackingEnabled', yesNo),
      ...each('IsAuditEnabled IsCustomizable CanModifyAdditionalSettings CanChangeTrackingBeEnabled', managed),
      ...each('CanCreateAttributes CanCreateForms CanCreateViews CanCreateCharts', managed),
      ...each('CanBeRelatedEntityInRelationship CanBePrimaryEntityInRelationship', managed),
      Privileges: 'Collection(mscrm.SecurityPrivilegeMetadata)',
    },
    links: {
      Attributes: 'Collection(mscrm.AttributeMetadata)',
      Keys: 'Collection(mscrm.EntityKeyMetadata)',
      ...each('ManyToOneRelationships OneToManyRelationships', 'Collection(mscrm.OneToManyRelationshipMetadata)'),
    },
  },
  EntityKeyMetadata: {
    members: {
      ...each('LogicalName SchemaName', text),
      DisplayName: label,
      KeyAttributes: `Collection(${text})`,
      EntityKeyIndexStatus: 'mscrm.EntityKeyIndexStatus',
    },
  },
}

export const DEFINITION_TYPES = `
<EntityType Name="crmmodelbaseentity" Abstract="true"/>
<EntityType Name="MetadataBase" BaseType="mscrm.crmmodelbaseentity" Abstract="true">
  <Key><PropertyRef Name="MetadataId"/></Key>${properties({ MetadataId: 'Edm.Guid!', HasChanged: yesNo })}
</EntityType>
${elements({ ...TABLES, ...COLUMNS, ...CHOICES, ...RELATIONSHIPS }, definitionType)}
<ComplexType Name="StatusOptionMetadata" BaseType="mscrm.OptionMetadata">
  ${properties({ State: whole, TransitionData: text })}
</ComplexType>
${elements(COMPLEX, complexType)}
${elements(ENUMS, enumType)}
`

export const DEFINITION_SETS = `
<EntitySet Name="EntityDefinitions" EntityType="mscrm.EntityMetadata"/>
<EntitySet Name="GlobalOptionSetDefinitions" EntityType="mscrm.OptionSetMetadataBase"/>
<EntitySet Name="RelationshipDefinitions" EntityType="mscrm.RelationshipMetadataBase"/>
`

function column(members: Members, links: Members = {}): Definition {
  return { base: 'AttributeMetadata', members, links }
}

function elements<T>(types: Record<string, T>, element: (name: string, type: T) => string): string {
  return Object.entries(types)
    .map(([name, type]) => element(name, type))
    .join('\n')
}
