import { createCache } from '../../core/cache.ts'
import { CredentialsRefusedError } from '../../core/errors.ts'
import type { RegistrantCipher } from '../../credentials/registrant-cipher.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { Services } from '../../services.ts'

/** Removed or changed credentials are out of use on every instance after this, in milliseconds. */
const accountsHeldFor = 30_000
const termsHeldFor = 60_000

/** The accounts and the terms, each held for a while: every message asks for both. */
export function createAccounts(
  services: Pick<Services, 'crm' | 'credentialStore' | 'registrantKeys' | 'providers' | 'ensureOwnOrganization'>,
) {
  const accounts = createCache<WebinarAccount>(accountsHeldFor, (configuration) => openAccount(configuration, services))
  const terms = createCache<true>(termsHeldFor, async () =>
    (await services.crm.acceptedTerms(undefined)) ? true : undefined,
  )
  const ciphers = createCache<RegistrantCipher>(accountsHeldFor, services.registrantKeys.cipher)
  return {
    accountFor: accounts.get,
    async registrantCipherFor(configuration: string) {
      const cipher = await ciphers.get(configuration)
      if (!cipher) throw new Error('An account has no registrant key.')
      return cipher
    },
    evictAccount(configuration: string) {
      accounts.evict(configuration)
      ciphers.evict(configuration)
    },
    /** Forgets all accounts on this instance. */
    evictAccounts() {
      accounts.clear()
      ciphers.clear()
    },
    termsAccepted: async () => (await terms.get('terms')) ?? false,
    evictTerms: () => terms.evict('terms'),
  }
}

/**
 * The account, or undefined if no credentials are kept for it, or those of a provider that is unknown here.
 * @throws CredentialsRefused without asking the provider, if it did not accept these credentials before
 */
async function openAccount(
  configuration: string,
  {
    credentialStore,
    providers,
    ensureOwnOrganization,
  }: Pick<Services, 'credentialStore' | 'providers' | 'ensureOwnOrganization'>,
): Promise<WebinarAccount | undefined> {
  await ensureOwnOrganization()
  const kept = await credentialStore.configuration(configuration)
  // Refused credentials are not tried again with every message: a check has to pass first.
  if (kept?.health.status === 'not_authenticated') {
    const { status, message, checkedAt } = kept.health
    throw new CredentialsRefusedError(status, message, { reportedAt: checkedAt })
  }
  const credentials = kept && (await credentialStore.credentials(configuration))
  return credentials && providers.get(credentials.provider)?.connect(credentials)
}
