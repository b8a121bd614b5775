import { CredentialsRefusedError } from '../../core/errors.ts'
import type { Credentials } from '../../model/configuration.ts'
import type { Provider } from '../../model/provider.ts'

/** Asks the provider whether the credentials are good; resolves if so. */
export async function verifyCredentials(credentials: Credentials, provider: Pick<Provider, 'connect'>): Promise<void> {
  await provider.connect(credentials).verifyCredentials()
}

/**
 * The credentials with the region that accepts them, tried in the provider's order; without one where it has none.
 * @throws CredentialsRefused of the region that says most, if none does
 */
export async function findRegion(credentials: Credentials, provider: Provider): Promise<Credentials> {
  let refusal: CredentialsRefusedError | undefined
  const { regions } = provider
  for (const located of regions.length ? regions.map((region) => ({ ...credentials, region })) : [credentials]) {
    try {
      await verifyCredentials(located, provider)
      return located
    } catch (error) {
      if (!(error instanceof CredentialsRefusedError)) throw error
      // "Forbidden" says more than "unknown here": the account was recognised.
      if (refusal?.status !== 'forbidden') refusal = error
    }
  }
  throw refusal ?? new Error('Nothing was tried.')
}
