targetScope = 'subscription'

@description('Names everything that is made here: one connector for each name.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Azure region; it must offer Flex Consumption.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Address of the Dynamics 365 environment, such as https://contoso.crm.dynamics.com')
@minLength(9)
param dataverseUrl string

@description('Who is told when something needs a person.')
@minLength(3)
param alertEmail string

@description('ON24 for accounts in North America.')
param on24ApiUrlNa string = 'https://api.on24.com/v2'

@description('ON24 for accounts in Europe.')
param on24ApiUrlEu string = 'https://api.eu.on24.com/v2'

@description('When to look for webinars whose attendance is due; six fields, UTC.')
param metricsSchedule string = '0 */5 * * * *'

@description('When to look for rows that CRM and ON24 disagree about; six fields, UTC.')
param reconcileSchedule string = '0 */2 * * * *'

@description('How status reasons of registrations are read where their label does not tell, e.g. event:533240001=waitlisted.')
param registrationStatusReasons string = ''

@description('Organization ID of the Dynamics 365 environment that is meant; needed only where the app moves to another one.')
param dataverseOrganizationId string = ''

@description('For how many days after the end of a webinar\'s archive the connector keeps its records of it.')
param recordsKeptDays string = '400'

@description('For how many days the connector keeps its audit trail.')
param auditKeptDays string = '730'

@description('Language of what people are told: en, de, or empty for the base language of the Dynamics 365 environment.')
@allowed(['', 'en', 'de'])
param messageLanguage string = ''

@description('Client id of the app registration with which people and applications sign in; empty: nobody can. azd makes it (app-registration.ts).')
param entraClientId string = ''

@description('Whether a function key opens the routes; the webhook keeps its own either way.')
@allowed(['on', 'off'])
param keyRoutes string = 'on'

@description('Name of the secret, or of the key, whose versions seal ON24 credentials.')
param credentialKeyName string = 'webinar-credential-key'

@description('secret: the app reads the key. key: it stays in the vault, which wraps and unwraps.')
@allowed(['secret', 'key'])
param credentialKeyKind string = 'secret'

@description('premium: a key lies in a hardware security module.')
@allowed(['standard', 'premium'])
param keyVaultSku string = 'standard'

@description('For how many minutes after its last answer a vault that is out is bridged, 60 at most.')
param keyVaultOutageMinutes string = '60'

@description('Node.js that runs the app. azd chooses 24 where Flex Consumption offers it (choose-node.ts).')
@allowed(['22', '24'])
param nodeVersion string = '22'

@description('How many instances each function group may have. Every region takes 40; some refuse less.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Closes storage and vault to the internet: the app reaches them through a virtual network of its own.')
param virtualNetwork bool = false

@description('Networks that may call the app, beside Dynamics: CIDR ranges, separated by commas. Empty: everybody may.')
param allowedNetworks string = ''

@description('Service tags of the addresses that Dynamics calls from, separated by commas, eight at most.')
param webhookServiceTags string = 'PowerPlatformInfra,PowerPlatformPlex'

@description('Keeps storage in three zones of the region instead of one. To be chosen before the first deployment.')
param zoneRedundantStorage bool = false

@description('Gigabytes of logs a day, after which the workspace takes no more until the next; -1 for no limit.')
@minValue(-1)
param dailyLogGigabytes int = 2

@description('Alert on a webinar of whose registrations more than so many of a hundred are refused.')
@minValue(0)
@maxValue(100)
param refusedAlertPercent int = 10

@description('Alert on no webinar with fewer refused registrations than these.')
@minValue(1)
param refusedAlertLeast int = 5

@description('What the resource group may cost a month, in the currency of the bill, before somebody is told; 0 for no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the month in which the budget is made, such as 2027-01-01. Azure lets nobody change it afterwards.')
param budgetStart string = ''

@description('Instances that always run for the HTTP functions.')
@minValue(0)
@maxValue(20)
param alwaysReadyHttp int = 0

@description('Instances that always run for the worker of registrations.')
@minValue(0)
@maxValue(20)
param alwaysReadyRegistrations int = 0

@description('Address of the zip of a release, where no azd uploads it. Azure has to reach it without signing in.')
param packageUri string = ''

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-connector-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    suffix: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    dailyGigabytes: dailyLogGigabytes
  }
}

module budget 'budget.bicep' = if (monthlyBudget > 0) {
  name: 'budget'
  scope: group
  params: {
    amount: monthlyBudget
    start: empty(budgetStart) ? fail('MONTHLY_BUDGET needs BUDGET_START: the first day of this month') : budgetStart
    email: alertEmail
  }
}

module storage 'storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'stwc${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    open: !virtualNetwork
    zoneRedundant: zoneRedundantStorage
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-wc-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    open: !virtualNetwork
    sku: keyVaultSku
    keyKind: credentialKeyKind
  }
}

module network 'network.bicep' = if (virtualNetwork) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-connector-${token}'
    location: location
    tags: tags
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
  }
}

module app 'app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: 'func-connector-${token}'
    location: location
    tags: union(tags, { 'azd-service-name': 'connector' })
    nodeVersion: nodeVersion
    maximumInstances: maximumInstances
    alwaysReady: { http: alwaysReadyHttp, 'function:registrations-worker': alwaysReadyRegistrations }
    allowedNetworks: allowedNetworks
    webhookServiceTags: webhookServiceTags
    identityId: identity.outputs.id
    packageContainerUrl: storage.outputs.packageContainerUrl
    packageUri: packageUri
    subnetId: virtualNetwork ? network!.outputs.appSubnetId : ''
    settings: {
      DATAVERSE_URL: dataverseUrl
      DATAVERSE_ORGANIZATION_ID: dataverseOrganizationId
      KEY_VAULT_URL: vault.outputs.url
      CREDENTIAL_KEY_NAME: credentialKeyName
      CREDENTIAL_KEY_KIND: credentialKeyKind
      KEY_VAULT_OUTAGE_MINUTES: keyVaultOutageMinutes
      ON24_API_URL_NA: on24ApiUrlNa
      ON24_API_URL_EU: on24ApiUrlEu
      METRICS_SCHEDULE: metricsSchedule
      RECONCILE_SCHEDULE: reconcileSchedule
      REGISTRATION_STATUS_REASONS: registrationStatusReasons
      RECORDS_KEPT_DAYS: recordsKeptDays
      AUDIT_KEPT_DAYS: auditKeptDays
      MESSAGE_LANGUAGE: messageLanguage
      ENTRA_URL: environment().authentication.loginEndpoint
      ENTRA_TENANT_ID: tenant().tenantId
      ENTRA_CLIENT_ID: entraClientId
      KEY_ROUTES: keyRoutes
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.outputs.clientId
      AzureWebJobsStorage__blobServiceUri: storage.outputs.blobUrl
      AzureWebJobsStorage__queueServiceUri: storage.outputs.queueUrl
      AzureWebJobsStorage__tableServiceUri: storage.outputs.tableUrl
      // Four times the largest body that the app takes. Above it the host answers without calling the app; its default of
      // 100 MB would be held several times over, in host and worker, before the app could refuse it.
      FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '4194304'
      // The only identity to look for; without it each cold start would try developers' sign-ins as well.
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
    }
  }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    location: location
    tags: tags
    email: alertEmail
    insightsId: monitoring.outputs.insightsId
    workspaceId: monitoring.outputs.workspaceId
    refusedPercent: refusedAlertPercent
    refusedLeast: refusedAlertLeast
  }
}

module workbook 'workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
  }
}

// For azd.
output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name

// For the script credential-key.ts.
output AZURE_RESOURCE_MANAGER_URL string = environment().resourceManager
output AZURE_KEY_VAULT_ID string = vault.outputs.id
output CREDENTIAL_KEY_NAME string = credentialKeyName
output CREDENTIAL_KEY_KIND string = credentialKeyKind
output KEY_VAULT_SKU string = keyVaultSku

// For `npm run connector`, with which operators sign in.
output ENTRA_CLIENT_ID string = entraClientId

// For `npm run crm`, which connects Dynamics with what was made here, and `npm run connector`.
output DATAVERSE_URL string = dataverseUrl
output FUNCTION_APP_URL string = app.outputs.url
output FUNCTION_APP_RESOURCE_ID string = app.outputs.id
output IDENTITY_CLIENT_ID string = identity.outputs.clientId
