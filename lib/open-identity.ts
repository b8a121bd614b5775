import type { TokenCredential } from '@azure/identity'
import type { Storage } from './config.ts'

/** The identity of the app. The library for it is loaded with the first token that is asked for. */
export function openIdentity(storage: Storage): TokenCredential {
  const clientId = 'clientId' in storage ? storage.clientId : undefined
  let created: Promise<TokenCredential> | undefined
  return {
    getToken: async (...asked) => {
      created ??= import('./identity.ts').then(({ createIdentity }) => createIdentity(clientId))
      return (await created).getToken(...asked)
    },
  }
}
