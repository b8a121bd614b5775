import { AppError, ConflictError, CredentialsRefusedError, NotFoundError } from '../../core/errors.ts'
import type { ConfigurationPatch } from '../../dataverse/configurations.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { ConfigurationRow } from '../../model/crm.ts'
import type { Provider } from '../../model/provider.ts'
import {
  type ConfigurationAction,
  configurationAction,
  keptInForce,
  typedCredentials,
} from '../../rules/configurations/configuration-action.ts'
import { providerOf } from '../../rules/configurations/provider-of.ts'
import type { Services } from '../../services.ts'
import { healthy } from './health.ts'
import { eraseConfiguration, writeSwitchedOff } from './remove.ts'
import { findRegion } from './verify-credentials.ts'
import { writeConfigurationStatus, writeIfNews } from './write-status.ts'

/**
 * Does what an administrator asked for on the configuration row: keeps credentials typed there and blanks them, or
 * drops those that are kept, and says on the row how it went.
 * @param isFinalAttempt whether the message gives up if this fails
 * @throws AppError that may be tried again
 */
export async function reconcileConfiguration(
  id: string,
  isFinalAttempt: boolean,
  services: Services,
): Promise<ConfigurationAction['do']> {
  const { crm, credentialStore, statusStore, providers } = services
  // In this order: whatever is kept here had its client id in CRM before, so a row read later shows it.
  const kept = await credentialStore.configuration(id)
  const written = await statusStore.written('configuration', id)
  const row = await crm.configurationRow(id)
  const provider = providerOf(row, kept, providers)
  const action = configurationAction(row, kept, written?.code, provider)
  if (!row && written) await statusStore.forget('configuration', id)
  if (action.do === 'remove') {
    await eraseConfiguration(id, services)
    if (row) await writeSwitchedOff(id, {}, services)
  }
  if (action.do === 'nothing' && !kept) await showThatNothingIsKept(id, services)
  if (action.do === 'say' && row) await writeIfNews(row, action.messages, services)
  if (action.do === 'keep' && row && provider) {
    await keepTyped(row, provider, kept, written?.code, isFinalAttempt, services)
  }
  return action.do
}

/** After a removal: what was under way may have been written down since, and what waits has to learn of it. */
async function showThatNothingIsKept(
  id: string,
  { registrantKeys, registrationStore, attendanceStore, statusStore, resume }: Services,
) {
  await registrantKeys.remove(id)
  await registrationStore.forgetConfiguration(id)
  await attendanceStore.forgetConfiguration(id)
  await statusStore.forgetConfiguration(id)
  await resume(id)
}

async function keepTyped(
  row: ConfigurationRow,
  provider: Provider,
  kept: Configuration | undefined,
  written: string | undefined,
  isFinalAttempt: boolean,
  services: Services,
) {
  const { crm, credentialStore, resume, now } = services
  const terms = await crm.acceptedTerms(row.providerRow)
  if (!terms) {
    await writeIfNews(row, [{ code: 'terms_first', provider: provider.title }], services)
    return
  }
  const { id, clientId, etag } = row
  /** Only what was read is blanked: credentials typed in the meantime are the next run's. */
  const blank = (news: ConfigurationPatch, ...messages: [UserMessage, ...UserMessage[]]) =>
    writeConfigurationStatus(id, messages, { ...news, blankSecrets: true }, services, etag)
  try {
    const credentials = await findRegion(typedCredentials(row, provider), provider)
    const health = healthy(provider.title, now())
    await credentialStore.keep(id, credentials, {
      ...{ clientId, terms, health, configuredAt: now() },
      // Said by PUT only; what an administrator types into the row does not unsay it.
      deleteCancelledWebinars: kept?.deleteCancelledWebinars ?? false,
    })
    // Blanked last: while the secrets stand on the row, a next try does all of this again.
    await resume(id)
    await blank({ authorized: 'yes', status: health.status }, health.message)
  } catch (error) {
    if (error instanceof CredentialsRefusedError) {
      if (kept) await blank({}, error.userMessage, keptInForce(kept))
      else await blank({ authorized: 'no', status: error.status }, error.userMessage)
      return
    }
    // The message of the deletion may have come before anything was kept; the next try sees both.
    if (error instanceof NotFoundError) throw new ConflictError('The row was deleted in between.', { cause: error })
    if (error instanceof AppError && !(error instanceof ConflictError)) {
      // Said once on the way and once at the end: an outage has many faces, and each write wakes the webhook again.
      const ends = isFinalAttempt ? 'tries_ended' : 'tries_again'
      const said = written === 'tries_ended' || written === ends
      if (!said) await writeIfNews(row, [error.userMessage, { code: ends }], services)
    }
    throw error
  }
}
