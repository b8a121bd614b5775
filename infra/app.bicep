param name string
param location string
param tags { *: string }
param nodeVersion string
param maximumInstances int
param identityId string
param packageContainerUrl string
param settings { *: string }

@description('Subnet through which the app goes out; empty for none.')
param subnetId string

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: [
        for setting in items(settings): {
          name: setting.key
          value: setting.value
        }
      ]
    }
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        // The work waits for ON24 and Dataverse, not for the processor. The next smaller size, 512 MB, starts slower on a
        // quarter of a core; the next larger costs twice as much to wait.
        instanceMemoryMB: 2048
        // Counts for each function group: the HTTP functions are one, each queue and each timer is one of its own
        // (github.com/Azure/azure-rest-api-specs/pull/45083). An instance works on 64 messages of a queue at once
        // (host.json: 32 and 32), so one fills the 52 requests that Dataverse serves one user at a time. More instances
        // spend the quotas of Dataverse and ON24 no faster: they share them, and a message comes back when its turn has come.
        maximumInstanceCount: maximumInstances
        // A webhook is read and queued in milliseconds. 16 at once is what this size takes by default; named, so that a
        // change of size does not change it.
        triggers: { http: { perInstanceConcurrency: 16 } }
      }
    }
  }

  // Publishing is for identities, too: no user name, no password.
  resource noPasswordForFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
  resource noPasswordForScm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output id string = app.id
output url string = 'https://${app.properties.defaultHostName}'
