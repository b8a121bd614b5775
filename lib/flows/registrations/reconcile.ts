import { AppError, ConflictError, CredentialsRefusedError, NotFoundError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { Registration, SyncStatus, WebinarRow } from '../../model/crm.ts'
import { effectiveRegistration } from '../../rules/registrations/standing.ts'
import { isUnchanged, parentFailed, providerError, refused } from '../../rules/registrations/sync-status.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import { registrationProblem } from '../../rules/webinars/prerequisites.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { healthOf } from '../configurations/health.ts'
import { releaseRegistrant } from './leave-seat.ts'
import {
  assignRegistrant,
  type ConnectedWebinar,
  findSiblings,
  reconcileRegistrant,
  type SiblingRegistrations,
} from './reconcile-registrant.ts'

/** How a run ended that needs no other: `waiting` for the webinar, its account or the terms. */
export type RegistrationResult = 'registered' | 'cancelled' | 'waiting' | 'left alone' | 'gone'

/**
 * Makes the provider agree with a registration as it stands in CRM now, and says so on the row.
 * @param isFinalAttempt whether the message gives up if this fails
 * @throws AppError after saying on the row what is wrong
 */
export async function reconcileRegistration(
  row: RowReference,
  isFinalAttempt: boolean,
  services: Services,
): Promise<RegistrationResult> {
  const { crm, registrationStore } = services
  const place = await registrationStore.place(row.id)
  const found = await crm.registration(row)
  if (!found) {
    if (place) {
      await releaseRegistrant({ id: row.id }, place, undefined, services)
      await registrationStore.forget(row.id, place)
    }
    return 'gone'
  }
  const { webinar } = found
  const registration = effectiveRegistration(found.registration, webinar)
  if (!isWebinar(webinar)) return 'left alone'

  let people: SiblingRegistrations = [registration]
  let outcome: SyncStatus
  try {
    const ready = await readyAccount(webinar, services)
    if ('problem' in ready) {
      outcome = parentFailed(ready.problem)
    } else {
      const taken = await assignRegistrant(registration, ready, place, services)
      // What follows concerns all who share the seat.
      people = await findSiblings(registration, ready, services)
      outcome = await reconcileRegistrant(people, taken, ready, services)
    }
  } catch (error) {
    throw await explained(error, people, webinar, isFinalAttempt, services)
  }
  await say(people, outcome, services)
  if (!outcome.synced) return 'waiting'
  return people.some(({ active }) => active) ? 'registered' : 'cancelled'
}

async function readyAccount(
  webinar: WebinarRow,
  services: Services,
): Promise<ConnectedWebinar | { problem: UserMessage }> {
  const { configuration, webinarId } = webinar
  const account = configuration ? await services.accountFor(configuration) : undefined
  const problem = registrationProblem(webinar, {
    credentials: account !== undefined,
    terms: await services.termsAccepted(),
  })
  if (problem !== undefined || !account || !configuration || !webinarId) {
    return { problem: problem ?? { code: 'no_credentials' } }
  }
  return { account, webinar, configuration, webinarId }
}

/** Says on the row, and on the configuration, why it did not work; gives back the error for the queue. */
async function explained(
  error: unknown,
  people: SiblingRegistrations,
  { configuration }: WebinarRow,
  isFinalAttempt: boolean,
  services: Services,
): Promise<unknown> {
  // Losing a race says nothing about the registration; the winner writes the row.
  if (!(error instanceof AppError) || error instanceof ConflictError) return error
  error.configuration ??= configuration
  const outcome = error.retry ? providerError(error.userMessage, isFinalAttempt) : refused(error.userMessage)
  try {
    if (error instanceof CredentialsRefusedError && error.configuration) {
      await services.reportHealth(error.configuration, healthOf(error, services.now()))
    }
    await say(people, outcome, services)
  } catch (failure) {
    // The first error is the one to tell; where it could not be said on the row, the end must come back to be said.
    const isEnd = !error.retry || (isFinalAttempt && failure instanceof ConflictError)
    return isEnd ? failure : error
  }
  return error
}

/** Writes the outcome where it is news, and only over the version that was read; then that version is seen to. */
async function say(people: readonly Registration[], outcome: SyncStatus, { crm, registrationStore }: Services) {
  for (const { kind, id, outcome: current, etag } of people) {
    if (isUnchanged(current, outcome)) {
      await registrationStore.setVersion(id, etag)
      continue
    }
    const written = await crm.writeOutcome(kind, id, outcome, etag).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
    })
    if (written) await registrationStore.setVersion(id, written)
  }
}
