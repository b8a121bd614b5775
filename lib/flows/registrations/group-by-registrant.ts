import type { Registration, WebinarRow } from '../../model/crm.ts'
import { withFields } from '../../rules/mapping/mapped-fields.ts'
import { effectiveRegistration } from '../../rules/registrations/desired-state.ts'
import type { RegistrantKey } from '../../rules/registrations/registrant-key.ts'
import type { Services } from '../../services.ts'
import type { ConnectedWebinar } from './registrant.ts'

/** All registrations that share a registrant. `key` is undefined for a registration without an address. */
export type RegistrantGroup = { key: RegistrantKey | undefined; registrations: [Registration, ...Registration[]] }

/** The registrations of an event or session, grouped by the registrant that they share. */
export async function groupByRegistrant(
  webinar: Pick<WebinarRow, 'kind' | 'id' | 'cancelled'>,
  { account, cipher, configuration, webinarId }: ConnectedWebinar,
  { crm, mappingOf }: Pick<Services, 'crm' | 'mappingOf'>,
): Promise<RegistrantGroup[]> {
  const groups = new Map<string, RegistrantGroup>()
  const { kind, id: webinarRow } = webinar
  const mapping = await mappingOf({ configuration, webinarId, kind, webinarRow }, account)
  for await (const row of crm.registrationsWithContacts(kind, webinarRow, mapping.columns)) {
    const registration = withFields(effectiveRegistration(row, webinar), mapping)
    const { email } = registration.contact
    const key = email ? cipher.keyOf(webinarId, email) : undefined
    const group = key && groups.get(key.emailHash)
    if (group) group.registrations.push(registration)
    else groups.set(key?.emailHash ?? registration.id, { key, registrations: [registration] })
  }
  return [...groups.values()]
}
