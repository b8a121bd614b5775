import { type AppError, CredentialsRefused, NotFound } from '../base/errors.ts'
import type { ConfigurationNews, Configurations } from '../dataverse/configurations.ts'
import type { CredentialStore } from '../vault/credential-store.ts'
import type { Health } from '../webinar/configuration.ts'

export type Neighbours = {
  crm: Pick<Configurations, 'writeConfiguration'>
  store: Pick<CredentialStore, 'note' | 'configuration'>
}

/** What a call that worked says about an account. */
export function healthy(provider: string, now: Date): Health {
  return { status: 'healthy', message: `${provider} accepts the credentials.`, checkedAt: now }
}

/** What an error of the provider says about an account. */
export function healthOf(error: AppError, now: Date): Health {
  const status = error instanceof CredentialsRefused ? error.status : 'unhealthy'
  return { status, message: error.plain, checkedAt: now }
}

/** Keeps the health of a configuration, and shows it on the CRM row if that is news there. */
export async function reportHealth(id: string, health: Health, { crm, store }: Neighbours) {
  const before = await store.configuration(id)
  // CRM first: news that did not get there is news the next time, too.
  if (before?.health.status !== health.status || before.health.message !== health.message) {
    await crm
      .writeConfiguration(id, { status: health.status, message: health.message, ...authorized(health) })
      .catch(ignoreGone)
  }
  await store.note(id, { health })
}

/** An outage says nothing about the credentials; only a refusal does. */
function authorized({ status }: Health): Pick<ConfigurationNews, 'authorized'> {
  if (status === 'unhealthy') return {}
  return { authorized: status === 'healthy' ? 'yes' : 'expired' }
}

function ignoreGone(error: unknown) {
  if (!(error instanceof NotFound)) throw error
}
