import { Conflict, Refused } from '../base/errors.ts'
import type { Kept } from '../base/table.ts'
import { cancelledAt, registeredAt } from '../rules/outcome.ts'
import { registrationAction } from '../rules/registration-action.ts'
import { cancelledFingerprint, fingerprintOf, sameAddress, sameSeat, seatOf } from '../rules/seat.ts'
import { standing } from '../rules/standing.ts'
import type { Place } from '../state/registrations.ts'
import type { Outcome, Registration, WebinarRow } from '../webinar/crm.ts'
import type { WebinarAccount } from '../webinar/provider.ts'
import { leaveSeat } from './leave-seat.ts'
import type { Neighbours } from './sync-registration.ts'

/** A webinar that can take registrations: its account is connected and its id is known. */
export type Ready = { account: WebinarAccount; webinar: WebinarRow; configuration: string; webinarId: string }

export type Agreement = { people: [Registration, ...Registration[]]; outcome: Outcome }

/**
 * Brings the provider to what the registrations of one person ask for, unless it was told the very same before.
 *
 * What the provider knows of the seat is read before CRM, and told only if it is still so: a worker that was overtaken
 * by another one loses the race (`Conflict`) and comes back to read everything anew. So never older data over newer,
 * and never two at once.
 * @throws Refused if the provider does not take this person
 */
export async function agree(
  registration: Registration,
  { account, webinar, configuration, webinarId }: Ready,
  place: Kept<Place> | undefined,
  given: Neighbours,
): Promise<Agreement> {
  const { registrations } = given
  const impossible = account.refusal(registration.contact)
  if (impossible && registration.active) throw new Refused(impossible)
  // An address that no provider takes is nobody's seat; to cancel, it is enough to have left the one before.
  const email = impossible ? '' : registration.contact.email

  const seat = seatOf(configuration, webinarId, email)
  const here: Place = { ...seat, kind: webinar.kind, webinarRow: webinar.id, version: '' }
  const before = place ?? rememberedByTheRow(registration, here)
  const left = before && !sameSeat(before, seat) ? await leaveSeat(registration, before, here, given) : undefined
  if (!place || !sameSeat(place, seat)) await registrations.setPlace(registration.id, here, place)

  const told = await registrations.told(seat)
  const people = email
    ? await samePerson(registration, webinar, given)
    : ([standing(registration, webinar)] as Agreement['people'])
  const action = registrationAction(people)
  if (action.do === 'cancel') {
    if (told.fingerprint !== cancelledFingerprint && email) {
      const next = { state: 'cancelled', fingerprint: cancelledFingerprint } as const
      await registrations.tell(seat, told, next, async () => {
        await account.cancel(webinarId, email)
        return told
      })
    }
    return { people, outcome: cancelledAt(account.title) }
  }
  const { registrant } = action
  const fingerprint = fingerprintOf(registrant)
  if (told.fingerprint === fingerprint) return { people, outcome: registeredAt(account.title, told.providerId) }
  const cancelledThere = told.state === 'cancelled' || (left?.active === false && sameAddress(left.email, email))
  const next = { state: 'registered', fingerprint } as const
  const providerId = await registrations.tell(seat, told, next, () =>
    account.register(webinarId, registrant, cancelledThere),
  )
  return { people, outcome: registeredAt(account.title, providerId) }
}

/** A row that was registered before this memory began: its address of then is only known at the provider. */
function rememberedByTheRow(registration: Registration, here: Place): Place | undefined {
  return registration.outcome.providerId ? { ...here, address: '' } : undefined
}

/** All registrations of the same address for the same webinar as they stand now, the one in question first. */
async function samePerson(
  registration: Registration,
  webinar: WebinarRow,
  { crm }: Neighbours,
): Promise<Agreement['people']> {
  const all = await crm.registrationsByEmail(webinar.kind, webinar.id, registration.contact.email)
  const current = all.find(({ id }) => id === registration.id)
  if (!current) throw new Conflict('The registration was changed while it was read.')
  const others = all.filter((other) => other !== current).map((other) => standing(other, webinar))
  return [standing(current, webinar), ...others]
}
