import {
  CredentialsRefusedError,
  NotFoundError,
  RefusedError,
  TooLateError,
  UnavailableError,
} from '../../core/errors.ts'
import type { Registration } from '../../model/crm.ts'
import type { ProviderRegistrant } from '../../model/webinar.ts'
import { oldestActive } from '../../rules/registrations/desired-state.ts'
import { cancelledHash, isSameEmail, mayBeRegistered, registrantKey } from '../../rules/registrations/registrant-key.ts'
import type { Services } from '../../services.ts'
import type { RegistrationRecord } from '../../stores/registrations.ts'
import { healthOf } from '../configurations/health.ts'

type Leaver = Pick<Registration, 'id'> & Partial<Registration>

/**
 * Takes a registration off the seat it had: its row was deleted, its contact's address changed, or its event runs as
 * another webinar. Whoever else holds a registration for that seat keeps it; else it is cancelled.
 *
 * Before a webinar begins, only this webinar is touched (cancel here, register there). Once it has begun, nothing can
 * be cancelled; then, and only to move within the same webinar, the person is renamed in all webinars of the account,
 * which is refused where the new address is taken.
 * @param to where the registration goes; undefined if it is gone
 * @returns the registrant that was found at the provider, as it was
 */
export async function releaseRegistrant(
  registration: Leaver,
  from: RegistrationRecord,
  to: RegistrationRecord | undefined,
  services: Services,
): Promise<ProviderRegistrant | undefined> {
  try {
    return await leave(registration, from, to, services)
  } catch (error) {
    if (!(error instanceof CredentialsRefusedError) || to?.configuration === from.configuration) throw error
    // It is the account left behind that is locked out, which is no reason to keep anybody from another one.
    error.configuration = from.configuration
    await services.reportHealth(from.configuration, healthOf(error, services.now()))
    if (!to) throw error
    return undefined
  }
}

async function leave(
  registration: Leaver,
  from: RegistrationRecord,
  to: RegistrationRecord | undefined,
  { crm, registrationStore, queues, accountFor, now }: Services,
) {
  const account = await accountFor(from.configuration)
  if (!account) return undefined
  const { configuration, webinarId } = from
  // A seat without an address is known by the provider's id on the row alone.
  const before = from.address ? await registrationStore.told(from) : undefined
  const providerId = before ? before.providerId || undefined : registration.outcome?.providerId
  // After a move several registrants carry the registration; the provider's id is that of one.
  const registrationId = before && !providerId ? registration.id : undefined
  const old = await account.find(webinarId, { registrationId, providerId }).then(orNobody, ifClosed)
  const newEmail =
    to?.configuration === configuration && to.webinarId === webinarId ? registration.contact?.email : undefined
  const isHere = old?.active && (!before || registrantKey(configuration, webinarId, old.email).address === from.address)
  const isRecent = before && mayBeRegistered(before) && now().getTime() - before.at.getTime() < listLag
  const outdated = old !== undefined && !isHere && isRecent
  if (outdated || !old?.active || (newEmail && isSameEmail(old.email, newEmail))) {
    // Somebody may be about to register this very seat, from what CRM said before.
    if (before) await registrationStore.overtake(from, before)
    if (outdated) throw new UnavailableError({ code: 'not_now', system: account.title }, { retryAfter: 60 })
    return old ?? undefined
  }
  const seat = registrantKey(configuration, webinarId, old.email)
  const told = await registrationStore.told(seat)
  // Where the whole event moves, each would leave the seat to another who moves as well.
  const { id } = registration
  const theirs = eventMoves(from, to) ? [] : await crm.registrationsByEmail(from.kind, from.webinarRow, old.email, id)
  const others = theirs.filter((one) => one.id !== id)
  // Their rows say what was true of the seat so far; whoever of them is active takes it over.
  const table = crm.registrationTableOf(from.kind)
  await queues.send(
    'registrations',
    others.map((one) => ({ table, id: one.id })),
  )
  if (oldestActive(others)) {
    await registrationStore.overtake(seat, told)
    return old
  }
  const gone = { state: 'cancelled', fingerprint: cancelledHash } as const
  try {
    await registrationStore.tell(seat, told, gone, async () => {
      await account.cancel(webinarId, old.email)
      return old
    })
  } catch (error) {
    if (!(error instanceof TooLateError)) throw error
    if (newEmail) {
      await registrationStore.tell(seat, await registrationStore.told(seat), gone, async () => {
        await account.rename(old.email, newEmail)
        return old
      })
    }
  }
  return old
}

/** Whether it is not the person who goes elsewhere, but their event or session that runs as another webinar. */
function eventMoves(from: RegistrationRecord, to: RegistrationRecord | undefined) {
  if (to?.webinarRow !== from.webinarRow) return false
  return to.webinarId !== from.webinarId || to.configuration !== from.configuration
}

/** The provider's list may lag by a quarter of an hour (apidoc.on24.com), and an address is only known from the list. */
const listLag = 20 * 60 * 1000

/** Tells a list without the person, `null`, from no list at all. */
function orNobody(found: ProviderRegistrant | undefined) {
  return found ?? null
}

/** Nobody has to leave a webinar that the provider has deleted or switched off. */
function ifClosed(error: unknown): undefined {
  if (!(error instanceof NotFoundError || error instanceof RefusedError)) throw error
}
