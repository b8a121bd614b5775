import { CredentialsRefusedError } from '../../core/errors.ts'
import type { Credentials } from '../../model/configuration.ts'
import type { Provider } from '../../model/provider.ts'

/** Asks the provider whether the credentials are good; resolves if so. */
export async function verifyCredentials(credentials: Credentials, provider: Provider): Promise<void> {
  await provider.connect(credentials).verifyCredentials()
}

/**
 * The region that accepts these credentials, tried in the provider's order.
 * @throws CredentialsRefused of the last region tried, if none does
 */
export async function findRegion(credentials: Omit<Credentials, 'region'>, provider: Provider): Promise<Credentials> {
  let refusal: CredentialsRefusedError | undefined
  for (const region of provider.regions) {
    const located = { ...credentials, region }
    try {
      await verifyCredentials(located, provider)
      return located
    } catch (error) {
      if (!(error instanceof CredentialsRefusedError)) throw error
      // "Forbidden" says more than "unknown here": the account was recognised.
      if (refusal?.status !== 'forbidden') refusal = error
    }
  }
  throw refusal ?? new Error(`${provider.title} has no region.`)
}
