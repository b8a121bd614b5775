param name string
param location string
param tags { *: string }

@description('Who the app is: towards Azure, and as an application user in Dataverse. It has no secret that could leak.')
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output principalId string = identity.properties.principalId
output clientId string = identity.properties.clientId
