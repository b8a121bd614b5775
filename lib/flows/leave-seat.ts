import { NotFound, Refused, TooLate } from '../base/errors.ts'
import { oldestActive, toRegistrant } from '../rules/registration-action.ts'
import { cancelledFingerprint, fingerprintOf, sameAddress, seatOf } from '../rules/seat.ts'
import type { Place } from '../state/registrations.ts'
import type { Registration } from '../webinar/crm.ts'
import type { ProviderRegistrant } from '../webinar/webinar.ts'
import type { Neighbours } from './sync-registration.ts'

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
export async function leaveSeat(
  registration: Pick<Registration, 'id'> & Partial<Registration>,
  from: Place,
  to: Place | undefined,
  { crm, registrations, accountFor }: Neighbours,
): Promise<ProviderRegistrant | undefined> {
  const account = await accountFor(from.configuration)
  if (!account) return undefined
  const { configuration, webinarId } = from
  const known = from.address ? (await registrations.told(from)).providerId : registration.outcome?.providerId
  const who = { registrationId: registration.id, providerId: known || undefined }
  const old = await account.find(webinarId, who).catch(ifClosed)
  const newEmail =
    to?.configuration === configuration && to.webinarId === webinarId ? registration.contact?.email : undefined
  if (!old?.active || (newEmail && sameAddress(old.email, newEmail))) return old

  const seat = seatOf(configuration, webinarId, old.email)
  const told = await registrations.told(seat)
  const others = await crm.registrationsByEmail(from.kind, from.webinarRow, old.email)
  const heir = oldestActive(others.filter(({ id }) => id !== registration.id))
  if (heir) {
    const registrant = toRegistrant(heir)
    const next = { state: 'registered', fingerprint: fingerprintOf(registrant) } as const
    await registrations.tell(seat, told, next, () => account.register(webinarId, registrant, 'registered'))
    return old
  }
  const gone = { state: 'cancelled', fingerprint: cancelledFingerprint } as const
  try {
    await registrations.tell(seat, told, gone, async () => {
      await account.cancel(webinarId, old.email)
      return old
    })
  } catch (error) {
    if (!(error instanceof TooLate)) throw error
    if (newEmail) {
      await registrations.tell(seat, await registrations.told(seat), gone, async () => {
        await account.rename(old.email, newEmail)
        return old
      })
    }
  }
  return old
}

/** Nobody has to leave a webinar that the provider has deleted or switched off. */
function ifClosed(error: unknown): undefined {
  if (!(error instanceof NotFound || error instanceof Refused)) throw error
}
