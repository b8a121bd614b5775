import { AppError, NotFoundError, QuotaReachedError } from '../../core/errors.ts'
import type { Actor } from '../../model/actor.ts'
import type { Services } from '../../services.ts'
import { audited } from '../operations/audited.ts'
import { healthOf, healthy } from './health.ts'
import { verifyCredentials } from './verify-credentials.ts'
import { viewConfiguration } from './view.ts'

/**
 * Proves the kept credentials at the provider now; good or bad, the answer is the configuration with its health. What
 * waited for an account that is well again goes on.
 * @throws NotFound if none are kept, QuotaReached if the provider asks to wait
 */
export async function checkConfiguration(id: string, services: Services) {
  const { credentialStore, providers, ensureOwnOrganization, reportHealth, resume, now } = services
  const before = await viewConfiguration(id, services)
  const provider = providers.get(before.provider)
  if (!provider) throw new NotFoundError({ code: 'provider_unknown' })
  await ensureOwnOrganization()
  const health = await credentialStore
    .credentials(id)
    .then((credentials) => credentials && verifyCredentials(credentials, provider))
    .then(
      () => healthy(provider.title, now()),
      (error: unknown) => {
        // To be asked to wait says nothing about the account.
        if (error instanceof QuotaReachedError) throw error
        if (error instanceof AppError) return healthOf(error, now())
        throw error
      },
    )
  await reportHealth(id, health)
  if (health.status === 'healthy') {
    await credentialStore.note(id, { lastUsed: health.checkedAt })
    if (before.health.status !== 'healthy') await resume(id)
  }
  return viewConfiguration(id, services)
}

/** The same, as somebody ordered it. */
export function checkAsOrdered(id: string, actor: Actor, services: Services) {
  return audited(
    { action: 'credentials_checked', actor, configuration: id },
    services,
    () => checkConfiguration(id, services),
    ({ health }) => ({ code: health.status }),
  )
}
