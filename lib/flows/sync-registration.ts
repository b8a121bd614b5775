import { AppError, CredentialsRefused, NotFound } from '../base/errors.ts'
import type { Registrations } from '../dataverse/registrations.ts'
import { cancelledAt, parentFailed, providerError, refused, registeredAt, standsAlready } from '../rules/outcome.ts'
import { parentProblem } from '../rules/parent-problem.ts'
import { type RegistrationAction, registrationAction } from '../rules/registration-action.ts'
import { runsAsWebinar } from '../rules/runs-as-webinar.ts'
import { fingerprintOf, sameAddress, sameSeat, seatOf } from '../rules/seat.ts'
import type { RowReference } from '../state/queues.ts'
import type { Place, RegistrationMemory } from '../state/registrations.ts'
import type { Health } from '../webinar/configuration.ts'
import type { Outcome, Registration, WebinarRow } from '../webinar/crm.ts'
import type { WebinarAccount } from '../webinar/provider.ts'
import type { ProviderRegistrant } from '../webinar/webinar.ts'
import { leaveSeat } from './leave-seat.ts'
import { healthOf } from './report-health.ts'

export type Neighbours = {
  crm: Pick<Registrations, 'registration' | 'registrationsByEmail' | 'writeOutcome'>
  registrations: RegistrationMemory
  /** The account of a configuration; undefined if no credentials are kept for it. */
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  termsAccepted(): Promise<boolean>
  /** Says on the configuration that the provider no longer lets the account in. */
  reportHealth(configuration: string, health: Health): Promise<void>
  now(): Date
}

/** How a run ended: `set aside` is said on the row, and only other data can help. */
export type Ending = 'agreed' | 'waiting' | 'set aside' | 'left alone'

/**
 * Makes the provider agree with a registration as it stands in CRM now, and says so on the row.
 * @param lastTry whether the message gives up if this fails
 * @throws AppError that may be tried again, after saying on the row what is wrong
 */
export async function syncRegistration(row: RowReference, lastTry: boolean, given: Neighbours): Promise<Ending> {
  const { crm, registrations } = given
  const found = await crm.registration(row)
  const place = await registrations.place(row.id)
  if (!found) {
    if (place) await leaveSeat({ id: row.id }, place, undefined, given)
    await registrations.forget(row.id)
    return 'left alone'
  }
  const { registration, webinar } = found
  if (!runsAsWebinar(webinar)) return 'left alone'

  let people: [Registration, ...Registration[]] = [registration]
  let outcome: Outcome
  try {
    const ready = await readyAccount(webinar, given)
    if ('problem' in ready) {
      outcome = parentFailed(ready.problem)
    } else {
      const all = await samePerson(registration, webinar, given)
      const action = registrationAction(all)
      const impossible = action.do === 'register' ? ready.account.refusal(action.registrant) : undefined
      const left = impossible ? undefined : await takeSeat(registration, ready, place, given)
      // Leaving a seat concerns this registration alone; what follows concerns all who share the new one.
      people = all
      outcome = impossible ? refused(impossible) : await agree(registration, action, ready, left, given)
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error instanceof CredentialsRefused && webinar.configuration)
      await given.reportHealth(webinar.configuration, healthOf(error, given.now()))
    const failure = error.retry ? providerError(error.plain, lastTry) : refused(error.plain)
    const said = say(people, failure, crm)
    // The first failure is the one to tell: when Dataverse is out, the row has to wait for the next try.
    if (error.retry)
      throw await said.then(
        () => error,
        () => error,
      )
    await said
    return 'set aside'
  }
  await say(people, outcome, crm)
  if (outcome.state === 'failed') return 'set aside'
  return outcome.synced ? 'agreed' : 'waiting'
}

type Ready = { account: WebinarAccount; webinar: WebinarRow; configuration: string; webinarId: string }

async function readyAccount(webinar: WebinarRow, given: Neighbours): Promise<Ready | { problem: string }> {
  const { configuration, webinarId } = webinar
  const account = configuration ? await given.accountFor(configuration) : undefined
  const problem = parentProblem(webinar, { credentials: account !== undefined, terms: await given.termsAccepted() })
  if (problem !== undefined || !account || !configuration || !webinarId) return { problem: problem ?? 'Not ready.' }
  return { account, webinar, configuration, webinarId }
}

/** All registrations of the same address for the same webinar, this one first. */
async function samePerson(registration: Registration, webinar: WebinarRow, { crm }: Neighbours) {
  const { email } = registration.contact
  const all = email ? await crm.registrationsByEmail(webinar.kind, webinar.id, email) : []
  return [registration, ...all.filter(({ id }) => id !== registration.id)] as [Registration, ...Registration[]]
}

/** A row that was registered before this memory began: its address of then is only known at the provider. */
function rememberedByTheRow(registration: Registration, here: Place): Place | undefined {
  return registration.outcome.providerId ? { ...here, address: '' } : undefined
}

/** Moves a registration to the seat where it belongs now; the registrant that was found where it left, if it did. */
async function takeSeat(
  registration: Registration,
  { webinar, configuration, webinarId }: Ready,
  place: Place | undefined,
  given: Neighbours,
): Promise<ProviderRegistrant | undefined> {
  const seat = seatOf(configuration, webinarId, registration.contact.email)
  const here: Place = { ...seat, kind: webinar.kind, webinarRow: webinar.id }
  const before = place ?? rememberedByTheRow(registration, here)
  const left = before && !sameSeat(before, seat) ? await leaveSeat(registration, before, here, given) : undefined
  await given.registrations.setPlace(registration.id, here)
  return left
}

/** Brings the provider to what was decided, unless it was told the very same before. */
async function agree(
  { contact: { email } }: Registration,
  action: RegistrationAction,
  { account, configuration, webinarId }: Ready,
  left: ProviderRegistrant | undefined,
  given: Neighbours,
): Promise<Outcome> {
  const { registrations } = given
  const seat = seatOf(configuration, webinarId, email)
  const told = await registrations.told(seat)
  const at = given.now()

  if (action.do === 'cancel') {
    if (told?.state !== 'cancelled') {
      if (email) await account.cancel(webinarId, email)
      await registrations.tell(seat, { state: 'cancelled', fingerprint: '', providerId: told?.providerId ?? '', at })
    }
    return cancelledAt(account.title)
  }
  const fingerprint = fingerprintOf(action.registrant)
  if (told?.state === 'registered' && told.fingerprint === fingerprint) {
    return registeredAt(account.title, told.providerId)
  }
  const cancelledThere = left?.active === false && sameAddress(left.email, email)
  const before = cancelledThere ? 'cancelled' : (told?.state ?? 'nothing')
  const { providerId } = await account.register(webinarId, action.registrant, before)
  await registrations.tell(seat, { state: 'registered', fingerprint, providerId, at })
  return registeredAt(account.title, providerId)
}

/** Writes the outcome where it is news; a row that went away in between needs none. */
async function say(registrations: readonly Registration[], outcome: Outcome, crm: Neighbours['crm']) {
  for (const { kind, id, outcome: current } of registrations) {
    if (standsAlready(current, outcome)) continue
    await crm.writeOutcome(kind, id, outcome).catch((error: unknown) => {
      if (!(error instanceof NotFound)) throw error
    })
  }
}
