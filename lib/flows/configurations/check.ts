import { AppError } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { Health } from '../../model/configuration.ts'
import type { Provider } from '../../model/provider.ts'
import { healthOf, healthy } from './health.ts'
import { proveCredentials } from './verify-credentials.ts'
import { showConfiguration } from './view.ts'

export type Neighbours = {
  store: Pick<CredentialStore, 'credentials' | 'configuration' | 'configurations' | 'note'>
  provider: Provider
  reportHealth(configuration: string, health: Health): Promise<void>
  /** Lets what waited for this account go on. */
  wake(configuration: string): Promise<unknown>
  now(): Date
}

/**
 * Proves the kept credentials at the provider now; good or bad, the answer is the configuration with its health. What
 * waited for an account that is well again goes on.
 * @throws NotFound if none are kept
 */
export async function checkConfiguration(id: string, given: Neighbours) {
  const { store, provider, reportHealth, wake, now } = given
  const before = await showConfiguration(id, given)
  const health = await store
    .credentials(id)
    .then((credentials) => credentials && proveCredentials(credentials, provider))
    .then(
      () => healthy(provider.title, now()),
      (error: unknown) => {
        if (error instanceof AppError) return healthOf(error, now())
        throw error
      },
    )
  await reportHealth(id, health)
  if (health.status === 'healthy') {
    await store.note(id, { lastUsed: health.checkedAt })
    if (before.health.status !== 'healthy') await wake(id)
  }
  return showConfiguration(id, given)
}
