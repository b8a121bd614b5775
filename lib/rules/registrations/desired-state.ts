import type { Registration } from '../../model/crm.ts'
import type { Registrant } from '../../model/webinar.ts'

/** What must be true at the provider for one e-mail address in one webinar. */
export type DesiredState = { do: 'register'; registrant: Registrant } | { do: 'cancel'; email: string }

/**
 * Decides for one person in one webinar, given all their registrations for it: as long as any of them is active there
 * is one registrant, which carries the oldest active one; else there is none.
 */
export function desiredState(registrations: readonly [Registration, ...Registration[]]): DesiredState {
  const holder = oldestActive(registrations)
  return holder
    ? { do: 'register', registrant: toRegistrant(holder) }
    : { do: 'cancel', email: registrations[0].contact.email }
}

export function oldestActive(registrations: readonly Registration[]): Registration | undefined {
  return registrations
    .filter(({ active }) => active)
    .sort((a, b) => a.createdOn.getTime() - b.createdOn.getTime() || (a.id < b.id ? -1 : 1))[0]
}

export function toRegistrant({ id, contact }: Registration): Registrant {
  const { email, firstName, lastName, company, jobTitle } = contact
  return { registrationId: id, email, firstName, lastName, company, jobTitle }
}
