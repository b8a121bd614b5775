param name string
param location string
param tags { *: string }
param storageId string
param vaultId string

var suffix = environment().suffixes.storage
var privately = [
  { service: 'blob', targetId: storageId, zone: 'privatelink.blob.${suffix}' }
  { service: 'queue', targetId: storageId, zone: 'privatelink.queue.${suffix}' }
  { service: 'table', targetId: storageId, zone: 'privatelink.table.${suffix}' }
  { service: 'vault', targetId: vaultId, zone: 'privatelink.vaultcore.azure.net' }
]

resource network 'Microsoft.Network/virtualNetworks@2026-03-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/24'] }
    subnets: [
      {
        name: 'app'
        properties: {
          // Flex Consumption needs an address for each instance. All function groups together have 59.
          addressPrefix: '10.20.0.0/26'
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.20.0.64/28' }
      }
    ]
  }

  resource appSubnet 'subnets' existing = {
    name: 'app'
  }
  resource endpointSubnet 'subnets' existing = {
    name: 'endpoints'
  }
}

// One after the other: two at once in a network get in each other's way.
@batchSize(1)
module endpoint 'private-endpoint.bicep' = [
  for one in privately: {
    name: 'private-${one.service}'
    params: {
      name: 'pe-${one.service}-${name}'
      location: location
      tags: tags
      service: one.service
      targetId: one.targetId
      zoneName: one.zone
      networkId: network.id
      subnetId: network::endpointSubnet.id
    }
  }
]

output appSubnetId string = network::appSubnet.id
