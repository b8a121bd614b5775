import { type AppError, CredentialsRefused, NotFound } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { ConfigurationNews, Configurations } from '../../dataverse/configurations.ts'
import type { Health } from '../../model/configuration.ts'

export type Neighbours = {
  crm: Pick<Configurations, 'writeConfiguration'>
  store: Pick<CredentialStore, 'configuration' | 'noteHealth'>
}

/** What a call that worked says about an account. */
export function healthy(provider: string, now: Date): Health {
  return { status: 'healthy', message: `${provider} accepts the credentials.`, checkedAt: now }
}

/** What an error of the provider says about an account. */
export function healthOf(error: AppError, now: Date): Health {
  if (!(error instanceof CredentialsRefused)) return { status: 'unhealthy', message: error.plain, checkedAt: now }
  return { status: error.status, message: error.plain, checkedAt: error.saidAt ?? now }
}

/**
 * Keeps the health of a configuration, and shows it on the CRM row if that is news there. What is older than what is
 * known changes nothing; who is overtaken on the way shows what is newest.
 */
export async function reportHealth(id: string, health: Health, { crm, store }: Neighbours) {
  for (let overtaken = false; ; overtaken = true) {
    const known = await store.configuration(id)
    if (!known) return
    const newest = known.health.checkedAt > health.checkedAt ? known.health : health
    const { status, message } = newest
    // CRM first: news that did not get there is news the next time, too.
    if (overtaken || status !== known.health.status || message !== known.health.message) {
      await crm.writeConfiguration(id, { status, message, ...authorized(newest) }).catch(ignoreGone)
    }
    if (newest === known.health || (await store.noteHealth(id, health, known.etag))) return
  }
}

/** An outage says nothing about the credentials; only a refusal does. */
function authorized({ status }: Health): Pick<ConfigurationNews, 'authorized'> {
  if (status === 'unhealthy') return {}
  return { authorized: status === 'healthy' ? 'yes' : 'expired' }
}

function ignoreGone(error: unknown) {
  if (!(error instanceof NotFound)) throw error
}
