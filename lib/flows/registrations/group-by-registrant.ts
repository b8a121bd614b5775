import type { Registrations } from '../../dataverse/registrations.ts'
import type { Registration } from '../../model/crm.ts'
import { registrantKey } from '../../rules/registrations/registrant-key.ts'
import { effectiveRegistration } from '../../rules/registrations/standing.ts'

export type RegistrationsByRegistrant = [Registration, ...Registration[]]

/** Everybody registered for an event or session, by the address hash of their seat: one entry a person. */
export async function groupByRegistrant(
  place: {
    kind: 'event' | 'session'
    webinarRow: string
    configuration: string
    webinarId: string
    cancelled: boolean
  },
  crm: Pick<Registrations, 'registrationsWithContacts'>,
): Promise<Map<string, RegistrationsByRegistrant>> {
  const people = new Map<string, RegistrationsByRegistrant>()
  for await (const row of crm.registrationsWithContacts(place.kind, place.webinarRow)) {
    const registration = effectiveRegistration(row, place)
    const { address } = registrantKey(place.configuration, place.webinarId, registration.contact.email)
    const group = people.get(address)
    // Those without an address are strangers to each other.
    if (group && registration.contact.email) group.push(registration)
    else people.set(registration.contact.email ? address : registration.id, [registration])
  }
  return people
}
