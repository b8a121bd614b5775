import { AppError, NotFoundError, QuotaReachedError } from '../../core/errors.ts'
import type { Actor } from '../../model/actor.ts'
import { configurationView, recordView } from '../../rules/configurations/configuration-view.ts'
import type { Services } from '../../services.ts'
import { audited } from '../operations/audited.ts'
import { healthOf, healthy } from './health.ts'
import { type OpenedConfiguration, openConfiguration } from './open.ts'
import { verifyCredentials } from './verify-credentials.ts'

/**
 * Proves the kept credentials at the provider now; good or bad, the answer is the configuration with its health. What
 * waited for an account that is well again goes on.
 * @throws NotFound if none are kept, QuotaReached if the provider asks to wait
 */
export async function checkConfiguration(id: string, services: Services) {
  const { credentialStore, providers, ownOrganizations, reportHealth, resume, language, now } = services
  const before = await credentialStore.configuration(id)
  if (!before) throw new NotFoundError({ code: 'credentials_not_kept' })
  const provider = providers.get(before.provider)
  if (!provider) throw new NotFoundError({ code: 'provider_unknown' })
  const organizations = await ownOrganizations()
  let opened: OpenedConfiguration | undefined
  const prove = async () => {
    opened = await openConfiguration(id, services)
    if (!opened) return undefined
    const { isShared } = await verifyCredentials(opened.credentials, provider, organizations)
    return healthy(provider.title, now(), isShared)
  }
  const health = await prove().catch((error: unknown) => {
    // To be asked to wait says nothing about the account.
    if (error instanceof QuotaReachedError) throw error
    if (error instanceof AppError) return healthOf(error, now())
    throw error
  })
  if (!health) throw new NotFoundError({ code: 'credentials_not_kept' })
  await reportHealth(id, health)
  if (health.status === 'healthy') {
    await credentialStore.note(id, { lastUsed: health.checkedAt })
    if (before.health.status !== 'healthy') await resume(id)
  }
  const known = await credentialStore.configuration(id)
  if (!known) throw new NotFoundError({ code: 'credentials_not_kept' })
  const spoken = await language()
  return opened ? configurationView({ ...opened, ...known }, spoken) : recordView(known, spoken)
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
