import type { Registrations } from '../../dataverse/registrations.ts'
import type { Registration } from '../../model/crm.ts'
import { seatOf } from '../../rules/registrations/registrant-key.ts'
import { standing } from '../../rules/registrations/standing.ts'

export type People = [Registration, ...Registration[]]

/** Everybody registered for an event or session, by the address hash of their seat: one entry a person. */
export async function groupByAddress(
  place: {
    kind: 'event' | 'session'
    webinarRow: string
    configuration: string
    webinarId: string
    cancelled: boolean
  },
  crm: Pick<Registrations, 'registrationsWithContacts'>,
): Promise<Map<string, People>> {
  const people = new Map<string, People>()
  for await (const row of crm.registrationsWithContacts(place.kind, place.webinarRow)) {
    const registration = standing(row, place)
    const { address } = seatOf(place.configuration, place.webinarId, registration.contact.email)
    const group = people.get(address)
    // Those without an address are strangers to each other.
    if (group && registration.contact.email) group.push(registration)
    else people.set(registration.contact.email ? address : registration.id, [registration])
  }
  return people
}
