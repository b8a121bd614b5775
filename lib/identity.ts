import { DefaultAzureCredential } from '@azure/identity'

/** The identity of the app. @param clientId which one, where the app has several */
export function createIdentity(clientId: string | undefined) {
  return new DefaultAzureCredential(clientId ? { managedIdentityClientId: clientId } : {})
}
