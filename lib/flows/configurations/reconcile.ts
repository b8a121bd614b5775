import {
  AppError,
  ConflictError,
  CredentialsRefusedError,
  ifNotFound,
  NotFoundError,
  UnavailableError,
} from '../../core/errors.ts'
import type { Pending } from '../../credentials/pending-credentials.ts'
import type { ConfigurationPatch } from '../../dataverse/configurations.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { AccountRecord } from '../../model/configuration.ts'
import type { ConfigurationRow } from '../../model/crm.ts'
import type { Provider } from '../../model/provider.ts'
import {
  type ConfigurationAction,
  configurationAction,
  isSameRequest,
  keptInForce,
  typedCredentials,
} from '../../rules/configurations/configuration-action.ts'
import { nextGeneration } from '../../rules/configurations/generation.ts'
import { providerOf } from '../../rules/configurations/provider-of.ts'
import type { Services } from '../../services.ts'
import { endBy, type Order, recordEnd, userOf } from '../operations/audited.ts'
import { orderOfTyping } from './entry-order.ts'
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
  const { crm, credentialStore, pendingCredentials, statusStore, providers } = services
  // In this order: whatever is ordered from here on makes `keep` fail, and whatever is kept here had its client id in
  // CRM before, so a row read later shows it.
  const over = await credentialStore.generation(id)
  const kept = await credentialStore.configuration(id)
  const waits = await pendingCredentials.of(id)
  const written = await statusStore.written('configuration', id)
  const row = await crm.configurationRow(id)
  // An order since then has made void what was typed before it.
  const isVoid = waits !== undefined && waits.generation <= Math.max(over, row?.generation ?? 0)
  if (isVoid) await pendingCredentials.remove(id, waits.etag)
  const pending = isVoid ? undefined : waits
  const provider = providerOf(row, kept, providers)
  const action = configurationAction(row, kept, written?.code, provider, pending)
  if (!row && written) await statusStore.forget('configuration', id)
  if (action.do === 'remove') await eraseConfiguration(id, userOf(row), services)
  if (action.do === 'remove' || action.do === 'blank') await writeSwitchedOff(id, services).catch(ifNotFound)
  // After a removal: what waits has to learn of it.
  if (action.do === 'nothing' && !kept) await services.resume(id)
  if (action.do === 'say' && row) {
    // Another account is asked for now.
    if (pending && pending.clientId !== row.clientId) await pendingCredentials.remove(id)
    await writeIfNews(row, action.messages, services).catch(againIfNotFound)
  }
  if (row && provider && (action.do === 'keep' || action.do === 'prove')) {
    const waiting = action.do === 'prove' ? pending : undefined
    const order = await orderOfTyping(row, kept, waiting !== undefined || row.etag === written?.version, services)
    const known = { kept, over, written: written?.code, waiting, order }
    await takeCredentials(row, provider, known, isFinalAttempt, services).catch(againIfNotFound)
  }
  return action.do
}

/** The message of the row's deletion may have come before anything was kept; the next try sees both. */
function againIfNotFound(error: unknown): never {
  if (!(error instanceof NotFoundError)) throw error
  throw new ConflictError('The row was deleted in between.', { cause: error })
}

type Known = {
  kept: AccountRecord | undefined
  over: number
  written: string | undefined
  waiting: Pending | undefined
  order: Order
}

/**
 * Proves credentials and keeps them: those on the row, or those that wait sealed. Where they cannot be proven now, they
 * wait sealed; a secret stays on the row only while it cannot even be sealed.
 */
async function takeCredentials(
  row: ConfigurationRow,
  provider: Provider,
  { kept, over, written, waiting, order }: Known,
  isFinalAttempt: boolean,
  services: Services,
) {
  const { crm, credentialStore, pendingCredentials, resume, now } = services
  const { id, clientId } = row
  const generation = Math.max(nextGeneration(row.generation, over), waiting?.generation ?? 0)
  const write = (news: ConfigurationPatch, ...messages: Messages) =>
    writeAnswer(row, generation, { ...news, blankSecrets: true }, messages, services)
  const wait = async (...messages: Messages) => {
    // Said once on the way: an outage has many faces.
    const said = waiting && written === 'tries_again' && messages.at(-1)?.code === written
    if (waiting) return said ? undefined : writeIfNews(row, messages, services)
    await pendingCredentials.keep(id, typedCredentials(row, provider), { clientId, triedAt: now(), generation })
    await write({}, ...messages)
  }
  try {
    const terms = await crm.acceptedTerms(row.providerRow)
    if (!terms) return await wait({ code: 'terms_first', provider: provider.title })
    if (waiting) await pendingCredentials.noteTry(waiting, now())
    const given = waiting ? await pendingCredentials.open(waiting) : typedCredentials(row, provider)
    const { credentials, isShared } = await findRegion(given, provider, await services.ownOrganizations())
    const still = await pendingCredentials.of(id)
    if (waiting && still?.envelope !== waiting.envelope) {
      throw new ConflictError('The credentials that waited were removed or replaced.')
    }
    const health = healthy(provider.title, now(), isShared)
    // Said by PUT only; what an administrator types into the row does not unsay it.
    const before = await credentialStore.open(id, row.generation).catch(ifRefused)
    const deleteCancelledWebinars = before?.deleteCancelledWebinars ?? false
    const about = { clientId, terms, health, configuredAt: now(), deleteCancelledWebinars, generation }
    await credentialStore.keep(id, credentials, about, over)
    await recordEnd(order, { outcome: 'done' }, services)
    await resume(id)
    // Until the row is written, a next try does all of this again; a row that was changed meanwhile asks for something else.
    await write({ authorized: 'yes', status: health.status, generation }, health.message)
    if (still) await pendingCredentials.remove(id, still.etag)
  } catch (error) {
    if (error instanceof CredentialsRefusedError) {
      await recordEnd(order, endBy(error), services)
      if (kept) await write({}, error.userMessage, keptInForce(kept))
      else await write({ authorized: 'no', status: error.status }, error.userMessage)
      await pendingCredentials.remove(id)
      return
    }
    if (error instanceof AppError && !(error instanceof ConflictError) && !(error instanceof NotFoundError)) {
      await wait(error.userMessage, { code: 'tries_again' }).catch(async (out: unknown) => {
        if (!(out instanceof UnavailableError)) throw out
        const ends = isFinalAttempt ? 'tries_ended' : 'tries_again'
        const said = written === 'tries_ended' || written === ends
        if (!said) await writeIfNews(row, [out.userMessage, { code: ends }], services)
      })
    }
    throw error
  }
}

/**
 * Writes over the row as it was read, or as it was changed since then by somebody who asks for nothing else. So only what
 * was read is blanked: credentials typed in the meantime are the next run's.
 */
async function writeAnswer(
  row: ConfigurationRow,
  generation: number,
  news: ConfigurationPatch,
  messages: Messages,
  services: Services,
) {
  for (let current = row; ; ) {
    try {
      return await writeConfigurationStatus(row.id, messages, news, services, current.etag)
    } catch (error) {
      const later = error instanceof ConflictError ? await services.crm.configurationRow(row.id) : undefined
      if (!later || !isSameRequest(row, later) || later.generation > generation) throw error
      current = later
    }
  }
}

/** Credentials that cannot be opened any more say nothing. */
function ifRefused(error: unknown): undefined {
  if (!(error instanceof CredentialsRefusedError)) throw error
}

type Messages = [UserMessage, ...UserMessage[]]
