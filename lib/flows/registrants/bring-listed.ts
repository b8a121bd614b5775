import { minute } from '../../core/time.ts'
import type { AccountSettings } from '../../model/account-settings.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { ThereRegistrant } from '../../model/registered-there.ts'
import type { Services } from '../../services.ts'
import type { RegistrantGroup } from '../registrations/group-by-registrant.ts'
import type { ConnectedWebinar } from '../registrations/registrant.ts'
import { bringRegistrants } from './bring-registrants.ts'

/** A review has other work, and comes back. */
const bringingTime = 4 * minute
const peopleAtOnce = 200

/**
 * Brings people whom a review found at the provider to CRM, before their webinar begins; true if some are left for the next
 * review.
 */
export async function bringListed(
  webinar: WebinarRow,
  connected: ConnectedWebinar,
  people: readonly ThereRegistrant[],
  groups: readonly RegistrantGroup[],
  settings: AccountSettings,
  services: Services,
): Promise<boolean> {
  if (people.length === 0 || webinar.cancelled) return false
  const known = groups.flatMap(({ registrations }) =>
    registrations.map(({ id, contact, outcome }) => ({ id, email: contact.email, providerId: outcome.providerId })),
  )
  const until = services.now().getTime() + bringingTime
  const goesOn = async () => services.now().getTime() < until
  const { isWhole } = await bringRegistrants(webinar, connected, blocks(people), known, settings, goesOn, services)
  return !isWhole
}

async function* blocks(people: readonly ThereRegistrant[]) {
  for (let at = 0; at < people.length; at += peopleAtOnce) yield people.slice(at, at + peopleAtOnce)
}
