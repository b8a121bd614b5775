@minLength(3)
@maxLength(24)
param name string
param location string
param tags { *: string }
param principalId string
param workspaceId string

@description('False: reachable through a private endpoint only.')
param open bool

// Reading secrets, and no more. learn.microsoft.com/azure/role-based-access-control/built-in-roles
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

// The key itself is not in this template: a secret here would get a new value with every deployment, and that value
// would have to come from a parameter. The script credential-key.ts, run after this, makes it once.
resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Without the key no kept credential opens: nobody, by mistake or not, may destroy it within those 90 days.
    enablePurgeProtection: true
    publicNetworkAccess: open ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: open ? 'Allow' : 'Deny'
    }
  }
}

@description('Who read, changed or deleted which secret.')
#disable-next-line use-recent-api-versions // The only stable version, of 2016, allows one setting a resource.
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    // Into the table AZKVAuditLogs, which is kept for a year (monitoring.bicep).
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

output id string = vault.id
output url string = vault.properties.vaultUri
