import { AppError, ConflictError, CredentialsRefusedError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { Registration, WebinarRow } from '../../model/crm.ts'
import type { SyncStatus } from '../../model/status.ts'
import { effectiveRegistration } from '../../rules/registrations/desired-state.ts'
import { type JoinLink, joinAddress } from '../../rules/registrations/join-link.ts'
import { isActive, isCancelled } from '../../rules/registrations/standing.ts'
import { cancelledAt, isPlumbing, parentFailed, providerError, refused } from '../../rules/registrations/sync-status.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import type { RegistrationRecord } from '../../stores/registrations.ts'
import { healthOf } from '../configurations/health.ts'
import { markUnsent } from '../ledger/mark-deleted.ts'
import { registrationProblemOf } from '../webinars/registration-problem.ts'
import { assignRegistrant, finishLeaving } from './assign-registrant.ts'
import { findSiblings } from './find-siblings.ts'
import { keepOutIfLate } from './keep-out.ts'
import { learnForm } from './learn-form.ts'
import { noteRefusal } from './note-refusal.ts'
import { reconcileRegistrant } from './reconcile-registrant.ts'
import { type ConnectedWebinar, connect, type RegistrantAt, registrantAt } from './registrant.ts'
import { releaseForeign, releaseRegistrant } from './release-registrant.ts'
import { writeStatus } from './write-status.ts'

/** How a run ended that needs no other: `waiting` for the webinar, its account or the terms. */
export type RegistrationResult = 'registered' | 'cancelled' | 'waiting' | 'left alone' | 'gone'

/** `isFinal`: the message gives up if this fails. `isLate`: it has waited for so long that its planner should know. */
export type Attempt = { isFinal: boolean; isLate: boolean }

/**
 * Makes the provider agree with a registration as it stands in CRM now, and says so on the row.
 * @throws AppError after saying on the row what is wrong
 */
export async function reconcileRegistration(
  row: RowReference,
  attempt: Attempt,
  services: Services,
): Promise<RegistrationResult> {
  const record = await services.registrationStore.record(row.id)
  // The last attempt says on the row how it ended.
  if (record && !attempt.isFinal) await ensureReachable(record, services)
  const seenAt = services.now()
  const found = await services.crm.registration(row)
  if (!found) {
    // Before its record is gone, so that a run that dies comes back to do it.
    if (record) await services.markCounted(webinarOf(record, services))
    else await markUnsent(services)
    if (record) await forgetRegistration(row.id, record, services)
    return 'gone'
  }
  const { webinar } = found
  if (record && record.webinarRow !== webinar.id) await services.markCounted(webinarOf(record, services))
  if (!isWebinar(webinar)) return 'left alone'
  const concerned: Concerned = { seenAt, rows: [effectiveRegistration(found.registration, webinar)], link: undefined }
  try {
    const status = await reconcile(concerned, webinar, record, services)
    // Where an account is missing none is concerned, and nothing of it stays when it is removed.
    const configuration = status.state === 'parent failed' ? '' : (webinar.configuration ?? '')
    const isNew = record === undefined && status.synced
    const inHand = { id: row.id, isNew, link: concerned.link }
    await writeStatus(concerned.rows, seenAt, configuration, status, services, inHand)
    await services.markCounted(webinar)
    if (!status.synced) return 'waiting'
  } catch (error) {
    throw await writeFailure(error, concerned, webinar, attempt, services)
  }
  return concerned.rows.some(isActive) ? 'registered' : 'cancelled'
}

function webinarOf({ kind, webinarRow }: RegistrationRecord, { crm }: Services): RowReference {
  return { table: crm.webinarTableOf(kind), id: webinarRow }
}

/** Nothing is read for somebody who waits for a provider that is out. Other trouble shows, and is said, later on. */
async function ensureReachable({ configuration }: RegistrationRecord, { accountFor }: Services) {
  const account = await accountFor(configuration).catch(() => undefined)
  await account?.ensureReachable()
}

/** The rows that an error concerns, the one in hand first, since when they were read, and the address of its join link. */
type Concerned = { rows: [Registration, ...Registration[]]; seenAt: Date; link: string | undefined }

async function reconcile(
  concerned: Concerned,
  webinar: WebinarRow,
  record: (RegistrationRecord & { etag: string }) | undefined,
  services: Services,
): Promise<SyncStatus> {
  const connected = await connectWebinar(webinar, services)
  if ('problem' in connected) return parentFailed(connected.problem)
  const [registration] = concerned.rows
  const { id, contact } = registration
  const at = registrantAt(connected, contact.email, { kind: webinar.kind, webinarRow: webinar.id })
  const isNew = record === undefined
  // Somebody new who would have to wait for a turn is put off before more is read.
  if (isNew && isActive(registration)) await at.account.ensureRegistrantQuota(at.webinarId)
  const assumed = isNew ? await services.registrationStore.assumeNew(at.key) : undefined
  const { releasedProviderId, link } = await assignRegistrant(registration, at, record, services)
  concerned.link = link && addressOf(registration, link, at, services)
  // An address that no provider takes is shared with nobody, and nobody is registered under it.
  if (at.account.validateRegistrant(contact)) return cancelledAt(at.account.title)

  // A move that was finished just now may have changed it.
  const readApplied = () => services.registrationStore.readApplied(at.key)
  let applied = assumed ?? (await readApplied())
  concerned.rows = await readSiblings(registration, at, services)
  if (assumed && concerned.rows.length > 1) {
    applied = await readApplied()
    concerned.rows = await readSiblings(registration, at, services)
  }
  // Somebody whom only another integration registered is cancelled for a registration that was cancelled in CRM, and no other.
  const foreign = isCancelled(concerned.rows[0])
  const status = await reconcileRegistrant(
    at,
    applied,
    concerned.rows,
    { id, isNew: applied === assumed, releasedProviderId },
    foreign,
    services,
  )
    .catch((error: unknown) => learnForm(error, at, services))
    .catch((error: unknown) => keepOutIfLate(error, at, id, services))
  const shown = concerned.rows[0].outcome.providerId
  const known = [status.providerId, applied.providerId, releasedProviderId]
  if (status.providerId && shown && !known.includes(shown)) await releaseForeign(id, shown, at, services)
  return status
}

function addressOf(registration: Registration, link: JoinLink, { cipher }: RegistrantAt, { publicAddress }: Services) {
  const sign = (salt: string) => cipher.signLink(registration.id, salt)
  return publicAddress && joinAddress(registration, link, sign, publicAddress)
}

/** All registrations that share the registrant, the one in question first. */
async function readSiblings(
  { id }: Registration,
  at: RegistrantAt,
  services: Services,
): Promise<[Registration, ...Registration[]]> {
  const siblings = await findSiblings(at, id, services)
  const current = siblings.find((one) => one.id === id)
  if (!current) throw new ConflictError('The registration was changed while it was read.')
  return [current, ...siblings.filter((one) => one !== current)]
}

/** The row was deleted: its registrant is released, and then its record removed. */
async function forgetRegistration(id: string, record: RegistrationRecord & { etag: string }, services: Services) {
  const current = await finishLeaving(id, record, undefined, undefined, services)
  await releaseRegistrant(id, current, undefined, undefined, services)
  await services.statusStore.forget('registration', id)
  await services.registrationStore.forget(id, current)
}

async function connectWebinar(
  webinar: WebinarRow,
  services: Services,
): Promise<ConnectedWebinar | { problem: UserMessage }> {
  const { configuration = '', webinarId = '' } = webinar
  const connected = configuration ? await connect({ configuration, webinarId }, services) : undefined
  const problem = await registrationProblemOf(webinar, connected?.account, services)
  if (problem !== undefined || !connected) return { problem: problem ?? { code: 'no_credentials' } }
  return connected
}

/** Says on the rows, and on the configuration, why it did not work; gives back the error for the queue. */
async function writeFailure(
  error: unknown,
  { rows, seenAt }: Concerned,
  webinar: WebinarRow,
  { isFinal, isLate }: Attempt,
  services: Services,
): Promise<unknown> {
  // Losing a race says nothing about the registration; the winner writes the row.
  if (!(error instanceof AppError) || error instanceof ConflictError) return error
  const { configuration } = webinar
  error.configuration ??= configuration
  if (error.retry && !isFinal && !isLate && isPlumbing(error.userMessage)) return error
  const status = error.retry ? providerError(error.userMessage, isFinal) : refused(error.userMessage)
  try {
    if (error instanceof CredentialsRefusedError && error.configuration) {
      await services.reportHealth(error.configuration, healthOf(error, services.now()))
    }
    const news = await writeStatus(rows, seenAt, configuration ?? '', status, services)
    if (!error.retry && news > 0) await noteRefusal(webinar, services)
    await services.markCounted(webinar)
  } catch (failure) {
    // The first error is the one to tell; where it could not be said on the row, the end must come back to be said.
    const isEnd = !error.retry || (isFinal && failure instanceof ConflictError)
    return isEnd ? failure : error
  }
  return error
}
