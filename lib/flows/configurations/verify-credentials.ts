import { CredentialsRefusedError } from '../../core/errors.ts'
import type { Credentials } from '../../model/configuration.ts'
import type { Organizations } from '../../model/crm.ts'
import type { Provider } from '../../model/provider.ts'
import { readMark } from '../../rules/webinars/webinar-mark.ts'

/**
 * Asks the provider whether the credentials are good; resolves if so, with whether another environment has webinars in the
 * account, as far as that call shows them.
 */
export async function verifyCredentials(
  credentials: Credentials,
  provider: Pick<Provider, 'connect'>,
  organizations: Organizations,
): Promise<{ isShared: boolean }> {
  const externalIds = await provider.connect(credentials).verifyCredentials()
  return { isShared: externalIds.some((one) => readMark(one, organizations)?.madeFor === 'another') }
}

/**
 * The credentials with the region that accepts them, tried in the provider's order; without one where it has none.
 * @throws CredentialsRefused of the region that says most, if none does
 */
export async function findRegion(
  credentials: Credentials,
  provider: Provider,
  organizations: Organizations,
): Promise<{ credentials: Credentials; isShared: boolean }> {
  let refusal: CredentialsRefusedError | undefined
  const { regions } = provider
  for (const located of regions.length ? regions.map((region) => ({ ...credentials, region })) : [credentials]) {
    try {
      return { credentials: located, ...(await verifyCredentials(located, provider, organizations)) }
    } catch (error) {
      if (!(error instanceof CredentialsRefusedError)) throw error
      // "Forbidden" says more than "unknown here": the account was recognised.
      if (refusal?.status !== 'forbidden') refusal = error
    }
  }
  throw refusal ?? new Error('Nothing was tried.')
}
