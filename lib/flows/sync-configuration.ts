import { AppError, CredentialsRefused } from '../base/errors.ts'
import type { ConfigurationNews } from '../dataverse/configurations.ts'
import { type ConfigurationAction, configurationAction, inForce } from '../rules/configuration-action.ts'
import type { Configuration } from '../webinar/configuration.ts'
import type { ConfigurationRow } from '../webinar/crm.ts'
import { findRegion } from './prove-credentials.ts'
import { eraseConfiguration, type Neighbours as Removing, switchedOff } from './remove-configuration.ts'
import { healthy } from './report-health.ts'
import type { Neighbours as Saving } from './save-configuration.ts'

export type Neighbours = Saving & Removing

/**
 * Does what an administrator asked for on the configuration row: keeps credentials typed there and blanks them, or
 * drops those that are kept, and says on the row how it went.
 * @param lastTry whether the message gives up if this fails
 * @throws AppError that may be tried again
 */
export async function syncConfiguration(
  id: string,
  lastTry: boolean,
  given: Neighbours,
): Promise<ConfigurationAction['do']> {
  const { crm, store, provider } = given
  const row = await crm.configurationRow(id)
  const kept = await store.configuration(id)
  const action = configurationAction(row, kept, provider.name)
  if (action.do === 'remove') {
    await eraseConfiguration(id, given)
    if (row) await crm.writeConfiguration(id, switchedOff)
  }
  if (action.do === 'say' && row) await say(row, action.message, crm)
  if (action.do === 'keep' && row) await keepTyped(row, kept, lastTry, given)
  return action.do
}

async function keepTyped(row: ConfigurationRow, kept: Configuration | undefined, lastTry: boolean, given: Neighbours) {
  const { crm, store, provider, wake, now } = given
  const terms = await crm.acceptedTerms(row.providerRow)
  if (!terms) {
    await say(row, `Accept the terms of ${provider.title}, then save this again; nothing was sent.`, crm)
    return
  }
  const { id, clientId, accessTokenKey, accessTokenSecret, etag } = row
  /** Only what was read is blanked: credentials typed in the meantime are the next run's. */
  const blank = (news: ConfigurationNews) => crm.writeConfiguration(id, { ...news, blankSecrets: true }, etag)
  try {
    const typed = { provider: provider.name, clientId, accessTokenKey, accessTokenSecret }
    const credentials = await findRegion(typed, provider)
    const health = healthy(provider.title, now())
    await store.keep(id, credentials, {
      ...{ terms, health, configuredAt: now() },
      // Said by PUT only; what an administrator types into the row does not unsay it.
      deleteCancelledWebinars: kept?.deleteCancelledWebinars ?? false,
    })
    await blank({ authorized: 'yes', status: health.status, message: health.message })
    await wake(id)
  } catch (error) {
    if (error instanceof CredentialsRefused) {
      const message = `${error.plain}${kept ? inForce(kept) : ''}`
      await blank(kept ? { message } : { authorized: 'no', status: error.status, message })
      return
    }
    if (error instanceof AppError) {
      const end = lastTry ? 'Save this again to try once more.' : 'The connector tries again.'
      await say(row, `${error.plain} ${end}`, crm)
    }
    throw error
  }
}

/** What stands already is not written: each write wakes the webhook again. */
async function say(row: ConfigurationRow, message: string, crm: Neighbours['crm']) {
  if (row.message !== message) await crm.writeConfiguration(row.id, { message })
}
