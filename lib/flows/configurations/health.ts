import { type AppError, CredentialsRefusedError, ifNotFound } from '../../core/errors.ts'
import type { ConfigurationPatch } from '../../dataverse/configurations.ts'
import { toStored } from '../../messages/stored.ts'
import type { Health } from '../../model/configuration.ts'
import type { Services } from '../../services.ts'
import { writeSwitchedOff } from './remove.ts'
import { writeConfigurationStatus } from './write-status.ts'

/** The health that a proof of credentials shows. @param isShared whether another environment has webinars in the account */
export function healthy(provider: string, now: Date, isShared: boolean): Health {
  const code = isShared ? 'credentials_shared' : 'credentials_accepted'
  return { status: 'healthy', message: { code, provider }, checkedAt: now }
}

/** The health that any other successful call shows: what the last proof found beside it stands. */
export function stillHealthy(provider: string, now: Date): Health {
  return { ...healthy(provider, now, false), isProof: false }
}

/** The health that an error of the provider shows. */
export function healthOf(error: AppError, now: Date): Health {
  if (!(error instanceof CredentialsRefusedError))
    return { status: 'unhealthy', message: error.userMessage, checkedAt: now }
  return { status: error.status, message: error.userMessage, checkedAt: error.reportedAt ?? now }
}

/**
 * Keeps the health of a configuration, and shows it on the CRM row if that is news there. What is older than what is
 * known changes nothing; who is overtaken on the way shows what is newest. An account that is not healthy is opened
 * anew, and then may be locked out.
 */
export async function reportHealth(id: string, health: Health, services: Services) {
  await keepHealth(id, health, services)
  if (health.status !== 'healthy') services.evictAccount(id)
}

async function keepHealth(id: string, health: Health, services: Services) {
  const { credentialStore } = services
  for (let overtaken = false; ; overtaken = true) {
    const known = await credentialStore.configuration(id)
    if (!known) {
      // The removal may have said so before the health was shown.
      if (overtaken) await writeSwitchedOff(id, services).catch(ifNotFound)
      return
    }
    const isNewer = health.checkedAt >= known.health.checkedAt
    const stands = health.isProof === false && known.health.status === 'healthy'
    const newest = isNewer ? { ...health, message: stands ? known.health.message : health.message } : known.health
    const { status, message } = newest
    // CRM first: news that did not get there is news the next time, too.
    if (overtaken || status !== known.health.status || toStored(message) !== toStored(known.health.message)) {
      const news = { status, ...authorized(newest) }
      await writeConfigurationStatus(id, [message], news, services).catch(ifNotFound)
    }
    if (newest === known.health || (await credentialStore.noteHealth(id, newest, known.etag))) return
  }
}

/** An outage says nothing about the credentials; only a refusal does. */
function authorized({ status }: Health): Pick<ConfigurationPatch, 'authorized'> {
  if (status === 'unhealthy') return {}
  return { authorized: status === 'healthy' ? 'yes' : 'expired' }
}
