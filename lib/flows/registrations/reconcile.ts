import { AppError, Conflict, CredentialsRefused, NotFound } from '../../core/errors.ts'
import type { Registrations } from '../../dataverse/registrations.ts'
import type { Health } from '../../model/configuration.ts'
import type { Outcome, Registration, WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { standing } from '../../rules/registrations/standing.ts'
import { parentFailed, providerError, refused, standsAlready } from '../../rules/registrations/sync-status.ts'
import { runsAsWebinar } from '../../rules/webinars/is-webinar.ts'
import { parentProblem } from '../../rules/webinars/prerequisites.ts'
import type { Queues, RowReference } from '../../stores/queues.ts'
import type { RegistrationMemory } from '../../stores/registrations.ts'
import { healthOf } from '../configurations/health.ts'
import { leaveSeat } from './leave-seat.ts'
import { agree, type People, type Ready, samePerson, takeSeat } from './reconcile-registrant.ts'

export type Neighbours = {
  crm: Pick<Registrations, 'registration' | 'registrationsByEmail' | 'registrationTableOf' | 'writeOutcome'>
  registrations: RegistrationMemory
  queues: Pick<Queues, 'send'>
  /** The account of a configuration; undefined if no credentials are kept for it. */
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  termsAccepted(): Promise<boolean>
  /** Says on the configuration that the provider no longer lets the account in. */
  reportHealth(configuration: string, health: Health): Promise<void>
  now(): Date
}

/** How a run ended that needs no other: `waiting` for the webinar, its account or the terms. */
export type Ending = 'registered' | 'cancelled' | 'waiting' | 'left alone' | 'gone'

/**
 * Makes the provider agree with a registration as it stands in CRM now, and says so on the row.
 * @param lastTry whether the message gives up if this fails
 * @throws AppError after saying on the row what is wrong
 */
export async function syncRegistration(row: RowReference, lastTry: boolean, given: Neighbours): Promise<Ending> {
  const { crm, registrations } = given
  const place = await registrations.place(row.id)
  const found = await crm.registration(row)
  if (!found) {
    if (place) {
      await leaveSeat({ id: row.id }, place, undefined, given)
      await registrations.forget(row.id, place)
    }
    return 'gone'
  }
  const { webinar } = found
  const registration = standing(found.registration, webinar)
  if (!runsAsWebinar(webinar)) return 'left alone'

  let people: People = [registration]
  let outcome: Outcome
  try {
    const ready = await readyAccount(webinar, given)
    if ('problem' in ready) {
      outcome = parentFailed(ready.problem)
    } else {
      const taken = await takeSeat(registration, ready, place, given)
      // What follows concerns all who share the seat.
      people = await samePerson(registration, ready, given)
      outcome = await agree(people, taken, ready, given)
    }
  } catch (error) {
    throw await explained(error, people, webinar, lastTry, given)
  }
  await say(people, outcome, given)
  if (!outcome.synced) return 'waiting'
  return people.some(({ active }) => active) ? 'registered' : 'cancelled'
}

async function readyAccount(webinar: WebinarRow, given: Neighbours): Promise<Ready | { problem: string }> {
  const { configuration, webinarId } = webinar
  const account = configuration ? await given.accountFor(configuration) : undefined
  const problem = parentProblem(webinar, { credentials: account !== undefined, terms: await given.termsAccepted() })
  if (problem !== undefined || !account || !configuration || !webinarId) return { problem: problem ?? 'Not ready.' }
  return { account, webinar, configuration, webinarId }
}

/** Says on the row, and on the configuration, why it did not work; gives back the error for the queue. */
async function explained(
  error: unknown,
  people: People,
  { configuration }: WebinarRow,
  lastTry: boolean,
  given: Neighbours,
): Promise<unknown> {
  // Losing a race says nothing about the registration; the winner writes the row.
  if (!(error instanceof AppError) || error instanceof Conflict) return error
  error.configuration ??= configuration
  const outcome = error.retry ? providerError(error.plain, lastTry) : refused(error.plain)
  try {
    if (error instanceof CredentialsRefused && error.configuration) {
      await given.reportHealth(error.configuration, healthOf(error, given.now()))
    }
    await say(people, outcome, given)
  } catch (failure) {
    // The first error is the one to tell; where it could not be said on the row, the end must come back to be said.
    const isEnd = !error.retry || (lastTry && failure instanceof Conflict)
    return isEnd ? failure : error
  }
  return error
}

/** Writes the outcome where it is news, and only over the version that was read; then that version is seen to. */
async function say(people: readonly Registration[], outcome: Outcome, { crm, registrations }: Neighbours) {
  for (const { kind, id, outcome: current, etag } of people) {
    if (standsAlready(current, outcome)) {
      await registrations.setVersion(id, etag)
      continue
    }
    const written = await crm.writeOutcome(kind, id, outcome, etag).catch((error: unknown) => {
      if (!(error instanceof NotFound)) throw error
    })
    if (written) await registrations.setVersion(id, written)
  }
}
