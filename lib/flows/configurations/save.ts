import { NotFound, Refused } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { Configurations } from '../../dataverse/configurations.ts'
import type { Consents } from '../../dataverse/consents.ts'
import type { Credentials } from '../../model/configuration.ts'
import type { Provider } from '../../model/provider.ts'
import { notServed } from '../../rules/configurations/configuration-action.ts'
import { healthy } from './health.ts'
import { proveCredentials } from './verify-credentials.ts'
import { showConfiguration } from './view.ts'

export type Neighbours = {
  crm: Pick<Configurations, 'configurationRow' | 'writeConfiguration'> & Consents
  store: CredentialStore
  provider: Provider
  /** Lets what waited for these credentials go on. */
  wake(configuration: string): Promise<unknown>
  now(): Date
}

/**
 * Proves credentials at the provider, keeps them, and shows the same in CRM. If any step before keeping fails, what
 * was there stays in force; every step can be repeated.
 * @throws NotFound if CRM has no such configuration, Refused if CRM has it switched off, CredentialsRefused if the
 * provider does not take them
 */
export async function saveConfiguration(
  id: string,
  credentials: Credentials,
  { acceptedBy, deleteCancelledWebinars }: { acceptedBy: string | null; deleteCancelledWebinars: boolean },
  { crm, store, provider, wake, now }: Neighbours,
) {
  const row = await crm.configurationRow(id)
  if (!row) throw new NotFound('CRM has no webinar configuration with this id.')
  const reason = notServed(row, provider.name)
  if (reason) throw new Refused(reason)
  await proveCredentials(credentials, provider)
  const at = now()
  const health = healthy(provider.title, at)
  if (!(await crm.acceptedTerms(row.providerRow))) await crm.writeConsent(id, `${provider.title} terms accepted`)
  // A row without a client id asks for removal, so the id stands in CRM before anything is kept.
  if (row.clientId !== credentials.clientId) await crm.writeConfiguration(id, { clientId: credentials.clientId })
  await store.keep(id, credentials, {
    ...{ terms: { acceptedAt: at, acceptedBy }, health, configuredAt: at, deleteCancelledWebinars },
  })
  await crm.writeConfiguration(id, { authorized: 'yes', status: health.status, message: health.message })
  await wake(id)
  return showConfiguration(id, { store })
}
