import { ConflictError, RefusedError } from '../../core/errors.ts'
import type { Stored } from '../../core/table.ts'
import type { Registration, SyncStatus, WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { desiredState } from '../../rules/registrations/desired-state.ts'
import {
  cancelledHash,
  isSameEmail,
  isSameRegistrant,
  type RegistrantKey,
  registrantHash,
  registrantKey,
} from '../../rules/registrations/registrant-key.ts'
import { effectiveRegistration } from '../../rules/registrations/standing.ts'
import { cancelledAt, registeredAt } from '../../rules/registrations/sync-status.ts'
import type { Services } from '../../services.ts'
import type { AppliedState, RegistrationRecord } from '../../stores/registrations.ts'
import { releaseRegistrant } from './leave-seat.ts'

/** A webinar that can take registrations: its account is connected and its id is known. */
export type ConnectedWebinar = {
  account: WebinarAccount
  webinar: WebinarRow
  configuration: string
  webinarId: string
}

export type SiblingRegistrations = [Registration, ...Registration[]]

/** A seat as it was found: what the provider was told of it, and whether its address is listed there as cancelled. */
export type AssignedRegistrant = { seat: RegistrantKey; told: AppliedState & { etag: string }; cancelledThere: boolean }

/**
 * Moves a registration to the seat where it belongs now, and reads what the provider was told of that seat.
 * @throws Refused if the provider would never take this person; then they stay where they are
 */
export async function assignRegistrant(
  registration: Registration,
  { account, webinar, configuration, webinarId }: ConnectedWebinar,
  place: Stored<RegistrationRecord> | undefined,
  services: Services,
): Promise<AssignedRegistrant> {
  const { registrationStore } = services
  const { email } = registration.contact
  const impossible = registration.active ? account.validateRegistrant(registration.contact) : undefined
  if (impossible) throw new RefusedError(impossible)

  const seat = registrantKey(configuration, webinarId, email)
  const here: RegistrationRecord = { ...seat, kind: webinar.kind, webinarRow: webinar.id, version: '' }
  const left =
    place && !isSameRegistrant(place, seat) ? await releaseRegistrant(registration, place, here, services) : undefined
  if (!place || !isSameRegistrant(place, seat)) await registrationStore.setPlace(registration.id, here, place)
  const told = await registrationStore.told(seat)
  // Who moved it elsewhere since it was read has left this seat already, and would not come back to leave it again.
  const current = await registrationStore.place(registration.id)
  if (!current || !isSameRegistrant(current, seat))
    throw new ConflictError('Another worker took the registration elsewhere.')
  return { seat, told, cancelledThere: left?.active === false && isSameEmail(left.email, email) }
}

/** All registrations of the same address for the same webinar as they stand now, the one in question first. */
export async function findSiblings(
  registration: Registration,
  { account, webinar }: ConnectedWebinar,
  { crm }: Services,
): Promise<SiblingRegistrations> {
  // An address that no provider takes is shared with nobody.
  if (account.validateRegistrant(registration.contact)) return [registration]
  const { id, contact } = registration
  const all = await crm.registrationsByEmail(webinar.kind, webinar.id, contact.email, id)
  const current = all.find((one) => one.id === id)
  if (!current || !isSameEmail(current.contact.email, contact.email)) {
    throw new ConflictError('The registration was changed while it was read.')
  }
  const others = all.filter((other) => other !== current)
  return [effectiveRegistration(current, webinar), ...others.map((other) => effectiveRegistration(other, webinar))]
}

/**
 * Brings the provider to what the registrations of one person ask for, unless it was told the very same before.
 *
 * What the provider was told is read before CRM, and told anew only if it is still so: a worker that was overtaken by
 * another one loses the race (`Conflict`) and comes back to read everything again. So never older data over newer, and
 * never two at once.
 */
export async function reconcileRegistrant(
  people: SiblingRegistrations,
  { seat, told, cancelledThere }: AssignedRegistrant,
  { account, webinar, webinarId }: ConnectedWebinar,
  services: Services,
): Promise<SyncStatus> {
  const { registrationStore } = services
  const action = desiredState(people)
  if (action.do === 'cancel') {
    if (told.fingerprint !== cancelledHash && !account.validateRegistrant(action)) {
      const next = { state: 'cancelled', fingerprint: cancelledHash } as const
      await registrationStore.tell(seat, told, next, async () => {
        await account.cancel(webinarId, action.email)
        return told
      })
    }
    return cancelledAt(account.title)
  }
  const { registrant } = action
  const fingerprint = registrantHash(registrant)
  const [{ id, outcome }] = people
  const unheard = outcome.providerId ? 'unknown' : 'nothing'
  const known = told.etag === 'new' ? unheard : told.state
  const next = { state: 'registered', fingerprint } as const
  const register = () => account.register(webinarId, registrant, cancelledThere ? 'cancelled' : known)
  const agreed = told.fingerprint === fingerprint
  const providerId = agreed ? told.providerId : await registrationStore.tell(seat, told, next, register)
  if (outcome.providerId && outcome.providerId !== providerId) {
    // The row knows a registrant that this memory does not: somebody registered under an address of before. It names
    // them until they are gone, whoever dies on the way.
    const before = { ...seat, address: '', kind: webinar.kind, webinarRow: webinar.id, version: '' }
    await releaseRegistrant({ id, outcome }, before, undefined, services)
  }
  return registeredAt(account.title, providerId)
}
