import type { Registration, WebinarRow } from '../../model/crm.ts'
import { effectiveRegistration } from '../../rules/registrations/desired-state.ts'
import type { RegistrantKey } from '../../rules/registrations/registrant-key.ts'
import type { Services } from '../../services.ts'
import type { ConnectedWebinar } from './registrant.ts'

/** All registrations that share a registrant. `key` is undefined for a registration without an address. */
export type RegistrantGroup = { key: RegistrantKey | undefined; registrations: [Registration, ...Registration[]] }

/** The registrations of an event or session, grouped by the registrant that they share. */
export async function groupByRegistrant(
  webinar: Pick<WebinarRow, 'kind' | 'id' | 'cancelled'>,
  { cipher, webinarId }: Pick<ConnectedWebinar, 'cipher' | 'webinarId'>,
  { crm }: Pick<Services, 'crm'>,
): Promise<RegistrantGroup[]> {
  const groups = new Map<string, RegistrantGroup>()
  for await (const row of crm.registrationsWithContacts(webinar.kind, webinar.id)) {
    const registration = effectiveRegistration(row, webinar)
    const { email } = registration.contact
    const key = email ? cipher.keyOf(webinarId, email) : undefined
    const group = key && groups.get(key.emailHash)
    if (group) group.registrations.push(registration)
    else groups.set(key?.emailHash ?? registration.id, { key, registrations: [registration] })
  }
  return [...groups.values()]
}
