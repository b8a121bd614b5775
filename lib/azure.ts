import type { TokenCredential } from '@azure/identity'
import type { Config } from './config.ts'
import { withDeadline } from './core/deadline.ts'
import { UnavailableError } from './core/errors.ts'
import type { Vault } from './credentials/vault.ts'

/** A token comes from the platform, or from Microsoft Entra, in a second or two. */
const identityTimeout = 30_000

/** A token for Dataverse. @throws Unavailable */
export async function tokenFor(identity: TokenCredential, url: string) {
  try {
    const issued = await withDeadline(identityTimeout, (abortSignal) =>
      identity.getToken(`${url}/.default`, { abortSignal }),
    )
    if (!issued) throw new Error('There is no token.')
    return issued.token
  } catch (cause) {
    throw new UnavailableError({ code: 'no_dataverse_token' }, { cause })
  }
}

/** Key Vault. The library for it is loaded with the first call. */
export function openVault(config: Pick<Config, 'keyVaultUrl' | 'credentialKeyName'>, identity: TokenCredential): Vault {
  let created: Promise<Vault> | undefined
  const vault = () => {
    created ??= import('./key-vault.ts').then(({ createVault }) => createVault(config, identity))
    return created
  }
  return {
    secret: async (version) => (await vault()).secret(version),
    newestKey: async () => (await vault()).newestKey(),
    wrapKey: async (version, dataKey) => (await vault()).wrapKey(version, dataKey),
    unwrapKey: async (version, wrapped) => (await vault()).unwrapKey(version, wrapped),
  }
}
