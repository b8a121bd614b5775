param name string
param location string
param tags { *: string }
param nodeVersion string
param maximumInstances int

@description('Instances that always run, by function group.')
param alwaysReady { *: int }

@description('CIDR ranges, separated by commas; empty for everybody.')
param allowedNetworks string

@description('Service tags of Dynamics, separated by commas.')
param webhookServiceTags string
param identityId string
param packageContainerUrl string
param settings { *: string }

@description('Subnet through which the app goes out; empty for none.')
param subnetId string

@description('Address of the zip to run; empty where something else uploads it.')
param packageUri string

var networks = map(filter(split(allowedNetworks, ','), network => !empty(trim(network))), network => trim(network))
var closed = !empty(networks)

// The rules are those of the whole site: what Dynamics calls and what people call is told apart by keys and tokens alone.
// learn.microsoft.com/azure/app-service/overview-access-restrictions
var fromNetworks = map(range(0, length(networks)), at => {
  name: 'network ${at + 1}'
  action: 'Allow'
  priority: 200 + at
  ipAddress: contains(networks[at], '/')
    ? networks[at]
    : fail('ALLOWED_NETWORKS takes CIDR ranges, such as 203.0.113.0/24 or 203.0.113.7/32; ${networks[at]} is none')
})
var fromDynamics = [
  {
    name: 'Dynamics'
    action: 'Allow'
    priority: 100
    tag: 'ServiceTag'
    ipAddress: replace(webhookServiceTags, ' ', '')
  }
]

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
      ipSecurityRestrictions: closed ? concat(fromDynamics, fromNetworks) : []
      ipSecurityRestrictionsDefaultAction: closed ? 'Deny' : 'Allow'
      scmIpSecurityRestrictions: fromNetworks
      scmIpSecurityRestrictionsDefaultAction: closed ? 'Deny' : 'Allow'
      scmIpSecurityRestrictionsUseMain: false
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
        // An instance that always runs saves the first call after a pause its cold start, and costs by the second.
        alwaysReady: map(filter(items(alwaysReady), group => group.value > 0), group => {
          name: group.key
          instanceCount: group.value
        })
        // A webhook is read and queued in milliseconds. 16 at once is what this size takes by default; named, so that a
        // change of size does not change it.
        triggers: { http: { perInstanceConcurrency: 16 } }
      }
    }
  }

  // Azure fetches the zip and puts it into the container above. learn.microsoft.com/azure/templates/microsoft.web/sites/extensions-onedeploy
  resource package 'extensions' = if (!empty(packageUri)) {
    name: 'onedeploy'
    #disable-next-line BCP187 // The compiler's type of this resource has no properties; the service takes these.
    properties: {
      packageUri: packageUri
      remoteBuild: false
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
