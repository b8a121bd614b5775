param suffix string
param location string
param tags { *: string }
param principalId string
param dailyGigabytes int

// learn.microsoft.com/azure/role-based-access-control/built-in-roles
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

// Who read which secret, and the lines in which the app reports what somebody ordered.
var auditTables = ['AZKVAuditLogs', 'AppTraces']

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: 'log-connector-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    // Long enough to look back at a webinar, short for a log: it names rows, never people.
    retentionInDays: 30
    // Whoever makes the app write, may it be by wrong keys, spends this and no more.
    workspaceCapping: { dailyQuotaGb: dailyGigabytes }
  }

  // One after the other: the workspace refuses a change while another one is under way.
  @batchSize(1)
  resource audit 'tables' = [
    for name in auditTables: {
      name: name
      properties: { retentionInDays: 365 }
    }
  ]
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-connector-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // The connection string names where to send; only the identity may. So the string is no secret.
    DisableLocalAuth: true
  }
}

// An assignment cannot pass to another principal: one for an identity made anew needs a name of its own.
resource mayPublish 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, principalId, monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

output workspaceId string = workspace.id
output insightsId string = insights.id
output connectionString string = insights.properties.ConnectionString
