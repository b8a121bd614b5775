import { ConflictError, ifConflict, NotFoundError, RefusedError } from '../../core/errors.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Actor } from '../../model/actor.ts'
import type { Credentials, Health } from '../../model/configuration.ts'
import type { Provider } from '../../model/provider.ts'
import { accountIn, otherClientReason, unsupportedReason } from '../../rules/configurations/configuration-action.ts'
import { nextGeneration } from '../../rules/configurations/generation.ts'
import type { Services } from '../../services.ts'
import { audited } from '../operations/audited.ts'
import { entryOf } from './entry-order.ts'
import { healthy } from './health.ts'
import { eraseConfiguration } from './remove.ts'
import { verifyCredentials } from './verify-credentials.ts'
import { viewConfiguration } from './view.ts'
import { writeConfigurationStatus } from './write-status.ts'

type Given = { acceptedBy: string | null; deleteCancelledWebinars: boolean }

/**
 * Proves credentials at their provider, keeps them, and shows the same in CRM. If any step before keeping fails, what
 * was there stays in force; every step can be repeated. A removal in the meantime wins.
 * @throws NotFound if CRM has no such configuration, Refused if CRM has it switched off or names another client,
 * CredentialsRefused if the provider does not take them, Conflict if others were given, or these removed, in the meantime
 */
export async function saveConfiguration(
  id: string,
  credentials: Credentials,
  given: Given,
  actor: Actor,
  services: Services,
) {
  const provider = services.providers.get(credentials.provider)
  if (!provider) throw new RefusedError({ code: 'provider_unknown' })
  const kept = await services.credentialStore.configuration(id)
  const entry = await entryOf({ configuration: id, clientId: accountIn(credentials, provider), actor }, kept, services)
  const act = { ...entry, deleteCancelledWebinars: given.deleteCancelledWebinars }
  return audited(act, services, () => proveAndKeep(id, credentials, provider, given, actor, services))
}

async function proveAndKeep(
  id: string,
  credentials: Credentials,
  provider: Provider,
  { acceptedBy, deleteCancelledWebinars }: Given,
  actor: Actor,
  services: Services,
) {
  const { crm, credentialStore, pendingCredentials, resume, now, language } = services
  // Read first: whatever is ordered from here on makes `keep` fail.
  const over = await credentialStore.generation(id)
  const row = await crm.configurationRow(id)
  if (!row) throw new NotFoundError({ code: 'configuration_unknown' })
  const clientId = accountIn(credentials, provider)
  // The key of the app alone must not be enough to send registrants to the account of somebody else.
  const reason = unsupportedReason(row, provider) ?? otherClientReason(row, clientId)
  if (reason) throw new RefusedError(reason)
  const { isShared } = await verifyCredentials(credentials, provider, await services.ownOrganizations())
  const at = now()
  const health = healthy(provider.title, at, isShared)
  if (!(await crm.acceptedTerms(row.providerRow))) {
    const name = sentence({ code: 'terms_row', provider: provider.title }, await language())
    await audited({ action: 'terms_accepted', actor, configuration: id }, services, () => crm.writeConsent(id, name))
  }
  // Records of an account at another provider are of no use to this one.
  const kept = await credentialStore.configuration(id)
  const replaces = kept !== undefined && kept.provider !== provider.name
  if (replaces) await eraseConfiguration(id, actor, services)
  const generation = nextGeneration(row.generation, over)
  const about = { clientId, terms: { acceptedAt: at, acceptedBy }, health, configuredAt: at, deleteCancelledWebinars }
  await credentialStore.keep(id, credentials, { ...about, generation }, replaces ? nextGeneration(over) : over)
  await pendingCredentials.remove(id)
  await showInForce(id, { health, generation, provider }, services)
  await resume(id)
  return viewConfiguration(id, services)
}

/** @throws Conflict if the row was switched off, or the credentials replaced or removed, since they were kept */
async function showInForce(
  id: string,
  { health, generation, provider }: { health: Health; generation: number; provider: Provider },
  services: Services,
) {
  const { crm, credentialStore, wakeConfigurations } = services
  for (let shown = false; !shown; ) {
    const row = await crm.configurationRow(id)
    if (!row?.clientId || unsupportedReason(row, provider)) {
      // Its message may have come before there was anything to remove.
      await wakeConfigurations([id])
      throw new ConflictError('The configuration was switched off in between.')
    }
    if ((await credentialStore.generation(id)) !== generation) {
      throw new ConflictError('Credentials were given or removed in between.')
    }
    const news = { authorized: 'yes', status: health.status, generation } as const
    const writing = writeConfigurationStatus(id, [health.message], news, services, row.etag).then(() => true)
    shown = (await writing.catch(ifConflict)) ?? false
  }
}
