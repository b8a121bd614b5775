import type { TokenCredential } from '@azure/identity'
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys'
import { SecretClient } from '@azure/keyvault-secrets'
import { isLoopback } from './addresses.ts'
import type { Config } from './config.ts'
import { withDeadline } from './core/deadline.ts'
import type { Vault } from './credentials/vault.ts'

/** Key Vault answers in milliseconds; one that hangs is out, and a held key serves. */
const vaultTimeout = 5000

/** Key Vault as the SDK speaks to it; plain http only on this very machine. */
export function createVault(
  { keyVaultUrl, credentialKeyName: name }: Pick<Config, 'keyVaultUrl' | 'credentialKeyName'>,
  identity: TokenCredential,
): Vault {
  const local = isLoopback(new URL(keyVaultUrl)) && keyVaultUrl.startsWith('http:')
  const options = {
    retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 },
    ...(local && { allowInsecureConnection: true, disableChallengeResourceVerification: true }),
  }
  const secrets = new SecretClient(keyVaultUrl, identity, options)
  const keys = new KeyClient(keyVaultUrl, identity, options)
  const clients = new Map<string, CryptographyClient>()
  /** Without the dates of the version, the client asks the vault alone, which unwraps after the expiry as well. */
  function clientOf(version: string) {
    const properties = { vaultUrl: keyVaultUrl, name, version }
    const key = { name, id: `${keyVaultUrl}/keys/${name}/${version}`, properties }
    const client = clients.get(version) ?? new CryptographyClient(key, identity, { ...options })
    clients.set(version, client)
    return client
  }
  const within = <Answer>(call: (abortSignal: AbortSignal) => Promise<Answer>) => withDeadline(vaultTimeout, call)

  return {
    secret: (version) =>
      within(async (abortSignal) => {
        const { value, properties } = await secrets.getSecret(name, { ...(version && { version }), abortSignal })
        return { ...datesOf(properties), value }
      }),
    newestKey: () => within(async (abortSignal) => datesOf((await keys.getKey(name, { abortSignal })).properties)),
    wrapKey: (version, dataKey) =>
      within(async (abortSignal) => (await clientOf(version).wrapKey('RSA-OAEP-256', dataKey, { abortSignal })).result),
    unwrapKey: (version, wrapped) =>
      within(
        async (abortSignal) => (await clientOf(version).unwrapKey('RSA-OAEP-256', wrapped, { abortSignal })).result,
      ),
  }
}

function datesOf({ version = '', notBefore, expiresOn }: { version?: string; notBefore?: Date; expiresOn?: Date }) {
  return { version, notBefore, expiresOn }
}
