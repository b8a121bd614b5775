import type { DetailedRegistrant } from '../../model/engagement.ts'
import type { ThereRegistrant } from '../../model/registered-there.ts'
import { isThere, type ProviderRegistrant } from '../../model/webinar.ts'
import { toThereRegistrant } from '../../rules/registrants/packed-registrant.ts'
import type { Wanted } from '../../rules/registrants/wanted.ts'
import type { ObservedRegistrants } from '../../rules/registrations/drift.ts'
import type { ConnectedWebinar } from './registrant.ts'

/** `people`: those of whom the account wants more. */
type Observed = ObservedRegistrants & { unreadable: number; people: ThereRegistrant[] }

/** Reads the provider's list of registrants to its end. @param wanted undefined: nothing more is wanted of anybody */
export async function observeRegistrants(
  { account, cipher, webinarId }: ConnectedWebinar,
  wanted: Wanted | undefined,
): Promise<Observed> {
  const maps = { byEmailHash: new Map(), byRegistrationId: new Map(), byProviderId: new Map() }
  const observed: Observed = { ...maps, unreadable: 0, people: [] }
  const { registrants } = (wanted && account.detailed) ?? account
  const list: AsyncIterable<(ProviderRegistrant & Partial<DetailedRegistrant>) | undefined> = registrants(webinarId)
  for await (const registrant of list) {
    if (!registrant) {
      observed.unreadable += 1
      continue
    }
    const { providerId, email, registrationId, state } = registrant
    const shown: ProviderRegistrant = { providerId, email, registrationId, state }
    observed.byEmailHash.set(cipher.keyOf(webinarId, email).emailHash, shown)
    // Somebody who was erased is known by the provider's id alone.
    if (state !== 'gone') observed.byProviderId.set(providerId, shown)
    if (isThere(registrant) && registrationId) observed.byRegistrationId.set(registrationId, shown)
    if (wanted?.isWanted(registrant)) observed.people.push(toThereRegistrant(registrant))
  }
  return observed
}
