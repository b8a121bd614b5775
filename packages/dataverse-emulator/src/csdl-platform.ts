// Types, actions and functions that every environment has, as far as they are used. Sources: the pages of
// learn.microsoft.com/power-apps/developer/data-platform/webapi/reference that are named like them. The Recipient of a
// notification is a crmbaseentity there, and an address in all samples.

/** Navigation properties that stand for no column of their table, by table. */
export const PLATFORM_NAVIGATIONS: Record<string, string> = {
  systemuser: '<NavigationProperty Name="systemuserroles_association" Type="Collection(mscrm.role)"/>',
  role: '<NavigationProperty Name="systemuserroles_association" Type="Collection(mscrm.systemuser)"/>',
  appmodule: '<NavigationProperty Name="appmoduleroles_association" Type="Collection(mscrm.role)"/>',
}

const bulk = (name: string, answer = '') => `<Action Name="${name}" IsBound="true">
  <Parameter Name="entityset" Type="Collection(mscrm.crmbaseentity)"/>
  <Parameter Name="Targets" Type="Collection(mscrm.crmbaseentity)" Nullable="false"/>${answer}</Action>`

const option = (name: string, more: string) => `<Action Name="${name}">
  ${['OptionSetName', 'EntityLogicalName', 'AttributeLogicalName', 'SolutionUniqueName'].map((parameter) => `<Parameter Name="${parameter}" Type="Edm.String"/>`).join('')}
  <Parameter Name="Value" Type="Edm.Int32"/><Parameter Name="Label" Type="mscrm.Label"/>${more}</Action>`

export const PLATFORM_TYPES = `
<EntityType Name="crmbaseentity" Abstract="true"/>
<EntityType Name="principal" BaseType="mscrm.crmbaseentity" Abstract="true">
  <Key><PropertyRef Name="ownerid"/></Key><Property Name="ownerid" Type="Edm.Guid" Nullable="false"/>
</EntityType>
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
${['ReplacePrivilegesRole', 'AddPrivilegesRole']
  .map(
    (name) => `<Action Name="${name}" IsBound="true"><Parameter Name="entity" Type="mscrm.role" Nullable="false"/>
  <Parameter Name="Privileges" Type="Collection(mscrm.RolePrivilege)" Nullable="false"/></Action>`,
  )
  .join('')}
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
<Action Name="AddSolutionComponent"><Parameter Name="ComponentId" Type="Edm.Guid" Nullable="false"/>
  <Parameter Name="ComponentType" Type="Edm.Int32" Nullable="false"/>
  <Parameter Name="SolutionUniqueName" Type="Edm.String" Nullable="false"/>
  <Parameter Name="AddRequiredComponents" Type="Edm.Boolean" Nullable="false"/>
  <Parameter Name="DoNotIncludeSubcomponents" Type="Edm.Boolean"/></Action>
${option('InsertOptionValue', '<ReturnType Type="mscrm.InsertOptionValueResponse" Nullable="false"/>')}
${option('UpdateOptionValue', '<Parameter Name="MergeLabels" Type="Edm.Boolean" Nullable="false"/>')}
<ComplexType Name="InsertOptionValueResponse"><Property Name="NewOptionValue" Type="Edm.Int32" Nullable="false"/></ComplexType>
<Function Name="RetrieveUnpublishedMultiple" IsBound="true" IsComposable="true">
  <Parameter Name="entityset" Type="Collection(mscrm.appmodule)" Nullable="false"/>
  <ReturnType Type="Collection(mscrm.appmodule)" Nullable="false"/></Function>
<Action Name="AddAppComponents"><Parameter Name="AppId" Type="Edm.Guid" Nullable="false"/>
  <Parameter Name="Components" Type="Collection(mscrm.crmbaseentity)" Nullable="false"/></Action>
<Function Name="ValidateApp"><Parameter Name="AppModuleId" Type="Edm.Guid" Nullable="false"/>
  <ReturnType Type="mscrm.ValidateAppResponse" Nullable="false"/></Function>
<ComplexType Name="ValidateAppResponse">
  <Property Name="AppValidationResponse" Type="mscrm.AppValidationResponse"/>
</ComplexType>
<ComplexType Name="expando" OpenType="true"/>
<Action Name="SendAppNotification">
  ${['Title', 'Body'].map((name) => `<Parameter Name="${name}" Type="Edm.String" Nullable="false"/>`).join('')}
  <Parameter Name="Recipient" Type="Edm.String" Nullable="false"/>
  ${['IconType', 'ToastType', 'Priority', 'Expiry'].map((name) => `<Parameter Name="${name}" Type="Edm.Int32"/>`).join('')}
  ${['Actions', 'OverrideContent'].map((name) => `<Parameter Name="${name}" Type="mscrm.expando"/>`).join('')}
  <ReturnType Type="mscrm.SendAppNotificationResponse" Nullable="false"/></Action>
<ComplexType Name="SendAppNotificationResponse"><Property Name="NotificationId" Type="Edm.Guid" Nullable="false"/></ComplexType>
<Action Name="SaveSettingValue">
  ${['AppUniqueName', 'SettingName', 'Value'].map((name) => `<Parameter Name="${name}" Type="Edm.String"/>`).join('')}</Action>
<Function Name="RetrieveSetting"><Parameter Name="SettingName" Type="Edm.String" Nullable="false"/>
  <Parameter Name="AppUniqueName" Type="Edm.String"/><ReturnType Type="mscrm.RetrieveSettingResponse" Nullable="false"/></Function>
<ComplexType Name="RetrieveSettingResponse"><Property Name="SettingDetail" Type="mscrm.SettingDetail"/></ComplexType>
<ComplexType Name="SettingDetail"><Property Name="Name" Type="Edm.String"/><Property Name="Value" Type="Edm.String"/></ComplexType>
<ComplexType Name="AppValidationResponse"><Property Name="ValidationSuccess" Type="Edm.Boolean"/></ComplexType>
`

const imported = (kind: 'Action' | 'Function', names: string[]) =>
  names.map((name) => `<${kind}Import Name="${name}" ${kind}="mscrm.${name}"/>`).join('')

export const PLATFORM_IMPORTS = `
${imported('Function', ['WhoAmI', 'RetrieveProvisionedLanguages', 'RetrieveRolePrivilegesRole', 'ValidateApp', 'RetrieveSetting'])}
${imported('Action', [
  ...['GetOrgDbOrgSetting', 'PublishXml', 'PublishAllXml', 'SetLocLabels'],
  ...['AddSolutionComponent', 'InsertOptionValue', 'UpdateOptionValue', 'AddAppComponents'],
  ...['SendAppNotification', 'SaveSettingValue'],
])}
`
