import { NotFoundError, RefusedError } from '../../core/errors.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Credentials } from '../../model/configuration.ts'
import { accountIn, unsupportedReason } from '../../rules/configurations/configuration-action.ts'
import type { Services } from '../../services.ts'
import { healthy } from './health.ts'
import { eraseConfiguration } from './remove.ts'
import { verifyCredentials } from './verify-credentials.ts'
import { viewConfiguration } from './view.ts'
import { writeConfigurationStatus } from './write-status.ts'

/**
 * Proves credentials at their provider, keeps them, and shows the same in CRM. If any step before keeping fails, what
 * was there stays in force; every step can be repeated.
 * @throws NotFound if CRM has no such configuration, Refused if CRM has it switched off, CredentialsRefused if the
 * provider does not take them
 */
export async function saveConfiguration(
  id: string,
  credentials: Credentials,
  { acceptedBy, deleteCancelledWebinars }: { acceptedBy: string | null; deleteCancelledWebinars: boolean },
  services: Services,
) {
  const { crm, credentialStore, pendingCredentials, providers, resume, now, language } = services
  const provider = providers.get(credentials.provider)
  if (!provider) throw new RefusedError({ code: 'provider_unknown' })
  const row = await crm.configurationRow(id)
  if (!row) throw new NotFoundError({ code: 'configuration_unknown' })
  const reason = unsupportedReason(row, provider)
  if (reason) throw new RefusedError(reason)
  const { isShared } = await verifyCredentials(credentials, provider, await services.ownOrganizations())
  const at = now()
  const health = healthy(provider.title, at, isShared)
  if (!(await crm.acceptedTerms(row.providerRow))) {
    await crm.writeConsent(id, sentence({ code: 'terms_row', provider: provider.title }, await language()))
  }
  // Records of an account at another provider are of no use to this one.
  const kept = await credentialStore.configuration(id)
  if (kept && kept.provider !== provider.name) await eraseConfiguration(id, services)
  const clientId = accountIn(credentials, provider)
  // A row without a client id asks for removal, so the id stands in CRM before anything is kept.
  if (row.clientId !== clientId) await crm.writeConfiguration(id, { clientId })
  await credentialStore.keep(id, credentials, {
    ...{ clientId, terms: { acceptedAt: at, acceptedBy }, health, configuredAt: at, deleteCancelledWebinars },
  })
  await pendingCredentials.remove(id)
  await writeConfigurationStatus(id, [health.message], { authorized: 'yes', status: health.status }, services)
  await resume(id)
  return viewConfiguration(id, services)
}
