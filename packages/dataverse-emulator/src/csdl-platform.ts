// Types, actions and functions that every environment has, as far as they are used. Sources: the pages of
// learn.microsoft.com/power-apps/developer/data-platform/webapi/reference that are named like them; the alternate key of
// definitions: .../webapi/query-metadata-web-api.

/** Navigation properties that stand for no column of their table, by table. */
export const PLATFORM_NAVIGATIONS: Record<string, string> = {
  systemuser: '<NavigationProperty Name="systemuserroles_association" Type="Collection(mscrm.role)"/>',
  role: '<NavigationProperty Name="systemuserroles_association" Type="Collection(mscrm.systemuser)"/>',
}

const keyedBy = (name: string) => `<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection><Record>
  <PropertyValue Property="Key"><Collection><Record><PropertyValue Property="Alias" String="${name}"/>
  <PropertyValue Property="Name" PropertyPath="${name}"/></Record></Collection></PropertyValue>
  </Record></Collection></Annotation>`

const bulk = (name: string, answer = '') => `<Action Name="${name}" IsBound="true">
  <Parameter Name="entityset" Type="Collection(mscrm.crmbaseentity)"/>
  <Parameter Name="Targets" Type="Collection(mscrm.crmbaseentity)" Nullable="false"/>${answer}</Action>`

export const PLATFORM_TYPES = `
<EntityType Name="crmbaseentity" Abstract="true"/>
<EntityType Name="principal" BaseType="mscrm.crmbaseentity" Abstract="true">
  <Key><PropertyRef Name="ownerid"/></Key><Property Name="ownerid" Type="Edm.Guid" Nullable="false"/>
</EntityType>
<EntityType Name="crmmodelbaseentity" Abstract="true"/>
<EntityType Name="MetadataBase" BaseType="mscrm.crmmodelbaseentity" Abstract="true">
  <Key><PropertyRef Name="MetadataId"/></Key>
  <Property Name="MetadataId" Type="Edm.Guid" Nullable="false"/><Property Name="HasChanged" Type="Edm.Boolean"/>
</EntityType>
<EntityType Name="EntityMetadata" BaseType="mscrm.MetadataBase">
  <Property Name="LogicalName" Type="Edm.String"/><Property Name="SchemaName" Type="Edm.String"/>
  <Property Name="EntitySetName" Type="Edm.String"/>
  <Property Name="PrimaryIdAttribute" Type="Edm.String"/><Property Name="PrimaryNameAttribute" Type="Edm.String"/>
  <Property Name="ChangeTrackingEnabled" Type="Edm.Boolean"/>
  <Property Name="CanChangeTrackingBeEnabled" Type="mscrm.BooleanManagedProperty"/>
  <Property Name="Privileges" Type="Collection(mscrm.SecurityPrivilegeMetadata)"/>
  <NavigationProperty Name="Attributes" Type="Collection(mscrm.AttributeMetadata)" ContainsTarget="true"/>
  <NavigationProperty Name="Keys" Type="Collection(mscrm.EntityKeyMetadata)" ContainsTarget="true"/>
  ${keyedBy('LogicalName')}
</EntityType>
<EntityType Name="EntityKeyMetadata" BaseType="mscrm.MetadataBase">
  <Property Name="LogicalName" Type="Edm.String"/><Property Name="KeyAttributes" Type="Collection(Edm.String)"/>
  <Property Name="EntityKeyIndexStatus" Type="mscrm.EntityKeyIndexStatus"/>
</EntityType>
<EntityType Name="AttributeMetadata" BaseType="mscrm.MetadataBase">
  <Property Name="LogicalName" Type="Edm.String"/><Property Name="SchemaName" Type="Edm.String"/>
  ${keyedBy('LogicalName')}
</EntityType>
<EntityType Name="EnumAttributeMetadata" BaseType="mscrm.AttributeMetadata">
  <NavigationProperty Name="OptionSet" Type="mscrm.OptionSetMetadata" ContainsTarget="true"/>
</EntityType>
<EntityType Name="StatusAttributeMetadata" BaseType="mscrm.EnumAttributeMetadata"/>
<EntityType Name="OptionSetMetadata" BaseType="mscrm.MetadataBase">
  <Property Name="Name" Type="Edm.String"/><Property Name="Options" Type="Collection(mscrm.OptionMetadata)"/>
</EntityType>
<EnumType Name="EntityKeyIndexStatus">
  <Member Name="Pending"/><Member Name="InProgress"/><Member Name="Active"/><Member Name="Failed"/>
</EnumType>
<ComplexType Name="OptionMetadata">
  <Property Name="Value" Type="Edm.Int32"/><Property Name="Label" Type="mscrm.Label"/>
</ComplexType>
<ComplexType Name="StatusOptionMetadata" BaseType="mscrm.OptionMetadata">
  <Property Name="State" Type="Edm.Int32"/><Property Name="TransitionData" Type="Edm.String"/>
</ComplexType>
<ComplexType Name="Label">
  <Property Name="LocalizedLabels" Type="Collection(mscrm.LocalizedLabel)"/>
  <Property Name="UserLocalizedLabel" Type="mscrm.LocalizedLabel"/>
</ComplexType>
<ComplexType Name="LocalizedLabel">
  <Property Name="Label" Type="Edm.String"/><Property Name="LanguageCode" Type="Edm.Int32" Nullable="false"/>
  <Property Name="IsManaged" Type="Edm.Boolean"/><Property Name="MetadataId" Type="Edm.Guid"/>
  <Property Name="HasChanged" Type="Edm.Boolean"/>
</ComplexType>
<ComplexType Name="BooleanManagedProperty">
  <Property Name="Value" Type="Edm.Boolean" Nullable="false"/>
  <Property Name="CanBeChanged" Type="Edm.Boolean" Nullable="false"/>
  <Property Name="ManagedPropertyLogicalName" Type="Edm.String"/>
</ComplexType>
<EnumType Name="PrivilegeType">
  ${['None', 'Create', 'Read', 'Write', 'Delete', 'Assign', 'Share', 'Append', 'AppendTo'].map((name) => `<Member Name="${name}"/>`).join('')}
</EnumType>
<EnumType Name="PrivilegeDepth">
  <Member Name="Basic"/><Member Name="Local"/><Member Name="Deep"/><Member Name="Global"/><Member Name="RecordFilter"/>
</EnumType>
<ComplexType Name="SecurityPrivilegeMetadata">
  ${['CanBeBasic', 'CanBeLocal', 'CanBeDeep', 'CanBeGlobal', 'CanBeEntityReference', 'CanBeParentEntityReference'].map((name) => `<Property Name="${name}" Type="Edm.Boolean"/>`).join('')}
  <Property Name="Name" Type="Edm.String"/><Property Name="PrivilegeId" Type="Edm.Guid" Nullable="false"/>
  <Property Name="PrivilegeType" Type="mscrm.PrivilegeType" Nullable="false"/>
</ComplexType>
<ComplexType Name="RolePrivilege">
  <Property Name="PrivilegeId" Type="Edm.Guid" Nullable="false"/><Property Name="PrivilegeName" Type="Edm.String"/>
  <Property Name="Depth" Type="mscrm.PrivilegeDepth" Nullable="false"/>
  <Property Name="BusinessUnitId" Type="Edm.Guid" Nullable="false"/>
</ComplexType>
${['RetrieveUserPrivileges', 'RetrieveRolePrivilegesRole'].map((name) => `<ComplexType Name="${name}Response"><Property Name="RolePrivileges" Type="Collection(mscrm.RolePrivilege)"/></ComplexType>`).join('')}
<ComplexType Name="WhoAmIResponse">
  <Property Name="BusinessUnitId" Type="Edm.Guid" Nullable="false"/>
  <Property Name="UserId" Type="Edm.Guid" Nullable="false"/>
  <Property Name="OrganizationId" Type="Edm.Guid" Nullable="false"/>
</ComplexType>
<ComplexType Name="CreateMultipleResponse"><Property Name="Ids" Type="Collection(Edm.Guid)" Nullable="false"/></ComplexType>
${bulk('CreateMultiple', '<ReturnType Type="mscrm.CreateMultipleResponse"/>')}
${bulk('UpdateMultiple')}
${bulk('UpsertMultiple')}
<Action Name="ReplacePrivilegesRole" IsBound="true"><Parameter Name="entity" Type="mscrm.role" Nullable="false"/>
  <Parameter Name="Privileges" Type="Collection(mscrm.RolePrivilege)" Nullable="false"/></Action>
<Function Name="RetrieveUserPrivileges" IsBound="true"><Parameter Name="entity" Type="mscrm.systemuser" Nullable="false"/>
  <ReturnType Type="mscrm.RetrieveUserPrivilegesResponse"/></Function>
<Function Name="RetrieveRolePrivilegesRole"><Parameter Name="RoleId" Type="Edm.Guid" Nullable="false"/>
  <ReturnType Type="mscrm.RetrieveRolePrivilegesRoleResponse"/></Function>
<Function Name="WhoAmI"><ReturnType Type="mscrm.WhoAmIResponse"/></Function>
<Function Name="RetrieveProvisionedLanguages"><ReturnType Type="Collection(Edm.Int32)"/></Function>
<Action Name="GetOrgDbOrgSetting"><Parameter Name="SettingName" Type="Edm.String" Nullable="false"/>
  <ReturnType Type="Edm.String"/></Action>
<Action Name="PublishXml"><Parameter Name="ParameterXml" Type="Edm.String" Nullable="false"/></Action>
<Action Name="PublishAllXml"/>
<Action Name="SetLocLabels"><Parameter Name="EntityMoniker" Type="mscrm.crmbaseentity" Nullable="false"/>
  <Parameter Name="AttributeName" Type="Edm.String" Nullable="false"/>
  <Parameter Name="Labels" Type="Collection(mscrm.LocalizedLabel)" Nullable="false"/></Action>
`

const imported = (kind: 'Action' | 'Function', names: string[]) =>
  names.map((name) => `<${kind}Import Name="${name}" ${kind}="mscrm.${name}"/>`).join('')

export const PLATFORM_IMPORTS = `
<EntitySet Name="EntityDefinitions" EntityType="mscrm.EntityMetadata"/>
${imported('Function', ['WhoAmI', 'RetrieveProvisionedLanguages', 'RetrieveRolePrivilegesRole'])}
${imported('Action', ['GetOrgDbOrgSetting', 'PublishXml', 'PublishAllXml', 'SetLocLabels'])}
`
