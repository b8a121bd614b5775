import { Conflict, Refused } from '../../core/errors.ts'
import type { Kept } from '../../core/table.ts'
import type { Outcome, Registration, WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { registrationAction } from '../../rules/registrations/desired-state.ts'
import {
  cancelledFingerprint,
  fingerprintOf,
  type Seat,
  sameAddress,
  sameSeat,
  seatOf,
} from '../../rules/registrations/registrant-key.ts'
import { standing } from '../../rules/registrations/standing.ts'
import { cancelledAt, registeredAt } from '../../rules/registrations/sync-status.ts'
import type { Place, Told } from '../../stores/registrations.ts'
import { leaveSeat } from './leave-seat.ts'
import type { Neighbours } from './reconcile.ts'

/** A webinar that can take registrations: its account is connected and its id is known. */
export type Ready = { account: WebinarAccount; webinar: WebinarRow; configuration: string; webinarId: string }

export type People = [Registration, ...Registration[]]

/** A seat as it was found: what the provider was told of it, and whether its address is listed there as cancelled. */
export type Taken = { seat: Seat; told: Told & { etag: string }; cancelledThere: boolean }

/**
 * Moves a registration to the seat where it belongs now, and reads what the provider was told of that seat.
 * @throws Refused if the provider would never take this person; then they stay where they are
 */
export async function takeSeat(
  registration: Registration,
  { account, webinar, configuration, webinarId }: Ready,
  place: Kept<Place> | undefined,
  given: Neighbours,
): Promise<Taken> {
  const { registrations } = given
  const { email } = registration.contact
  const impossible = registration.active ? account.refusal(registration.contact) : undefined
  if (impossible) throw new Refused(impossible)

  const seat = seatOf(configuration, webinarId, email)
  const here: Place = { ...seat, kind: webinar.kind, webinarRow: webinar.id, version: '' }
  const left = place && !sameSeat(place, seat) ? await leaveSeat(registration, place, here, given) : undefined
  if (!place || !sameSeat(place, seat)) await registrations.setPlace(registration.id, here, place)
  const told = await registrations.told(seat)
  // Who moved it elsewhere since it was read has left this seat already, and would not come back to leave it again.
  const current = await registrations.place(registration.id)
  if (!current || !sameSeat(current, seat)) throw new Conflict('Another worker took the registration elsewhere.')
  return { seat, told, cancelledThere: left?.active === false && sameAddress(left.email, email) }
}

/** All registrations of the same address for the same webinar as they stand now, the one in question first. */
export async function samePerson(
  registration: Registration,
  { account, webinar }: Ready,
  { crm }: Neighbours,
): Promise<People> {
  // An address that no provider takes is shared with nobody.
  if (account.refusal(registration.contact)) return [registration]
  const { id, contact } = registration
  const all = await crm.registrationsByEmail(webinar.kind, webinar.id, contact.email, id)
  const current = all.find((one) => one.id === id)
  if (!current || !sameAddress(current.contact.email, contact.email)) {
    throw new Conflict('The registration was changed while it was read.')
  }
  const others = all.filter((other) => other !== current)
  return [standing(current, webinar), ...others.map((other) => standing(other, webinar))]
}

/**
 * Brings the provider to what the registrations of one person ask for, unless it was told the very same before.
 *
 * What the provider was told is read before CRM, and told anew only if it is still so: a worker that was overtaken by
 * another one loses the race (`Conflict`) and comes back to read everything again. So never older data over newer, and
 * never two at once.
 */
export async function agree(
  people: People,
  { seat, told, cancelledThere }: Taken,
  { account, webinar, webinarId }: Ready,
  given: Neighbours,
): Promise<Outcome> {
  const { registrations } = given
  const action = registrationAction(people)
  if (action.do === 'cancel') {
    if (told.fingerprint !== cancelledFingerprint && !account.refusal(action)) {
      const next = { state: 'cancelled', fingerprint: cancelledFingerprint } as const
      await registrations.tell(seat, told, next, async () => {
        await account.cancel(webinarId, action.email)
        return told
      })
    }
    return cancelledAt(account.title)
  }
  const { registrant } = action
  const fingerprint = fingerprintOf(registrant)
  const [{ id, outcome }] = people
  const unheard = outcome.providerId ? 'unknown' : 'nothing'
  const known = told.etag === 'new' ? unheard : told.state
  const next = { state: 'registered', fingerprint } as const
  const register = () => account.register(webinarId, registrant, cancelledThere ? 'cancelled' : known)
  const agreed = told.fingerprint === fingerprint
  const providerId = agreed ? told.providerId : await registrations.tell(seat, told, next, register)
  if (outcome.providerId && outcome.providerId !== providerId) {
    // The row knows a registrant that this memory does not: somebody registered under an address of before. It names
    // them until they are gone, whoever dies on the way.
    const before = { ...seat, address: '', kind: webinar.kind, webinarRow: webinar.id, version: '' }
    await leaveSeat({ id, outcome }, before, undefined, given)
  }
  return registeredAt(account.title, providerId)
}
