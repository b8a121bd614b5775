import { isSameEmail, normalizeEmail } from '../../core/email.ts'
import type { RegistrationKey } from '../../model/crm.ts'
import type { FoundContact, ThereRegistrant } from '../../model/registered-there.ts'
import type { ProviderRegistrant } from '../../model/webinar.ts'

type Known = Pick<RegistrationKey, 'id' | 'email' | 'providerId'>

/** Registrations of a webinar, by all that a registrant at the provider may have of one. */
export type KnownRegistrations = {
  ids: ReadonlySet<string>
  byProviderId: ReadonlyMap<string, string>
  byEmail: ReadonlyMap<string, string>
}

export function indexKnown(registrations: readonly Known[]): KnownRegistrations {
  const ids = new Set<string>()
  const byProviderId = new Map<string, string>()
  const byEmail = new Map<string, string>()
  for (const { id, email, providerId } of registrations) {
    ids.add(id.toLowerCase())
    if (providerId) byProviderId.set(providerId, id)
    if (email) byEmail.set(normalizeEmail(email), id)
  }
  return { ids, byProviderId, byEmail }
}

/** The registration of a registrant, whatever its state: the one that they carry, that names them, or has the address. */
export function registrationOf(
  { registrationId, providerId, email }: ThereRegistrant,
  { ids, byProviderId, byEmail }: KnownRegistrations,
): string | undefined {
  if (registrationId && ids.has(registrationId)) return registrationId
  return byProviderId.get(providerId) ?? byEmail.get(normalizeEmail(email))
}

/**
 * Whether somebody registered at the provider themselves: whoever carries a registration was registered by the connector,
 * or by another system, and that may have been deleted since. One who waits for approval, is blocked or gone has no place.
 */
export function isNewcomer({ state, registrationId, email }: ProviderRegistrant): boolean {
  return state === 'approved' && registrationId === undefined && email.includes('@')
}

/** Each address once, in the order of the list. */
export function distinctByEmail<One extends Pick<ThereRegistrant, 'email'>>(people: readonly One[]): One[] {
  return [...new Map(people.toReversed().map((one) => [normalizeEmail(one.email), one])).values()].toReversed()
}

/**
 * The contact of an address among those that Dynamics takes for the same. `several`: nobody can tell which; `similar`: only
 * an inactive or merged one has it, or one with another address that Dynamics takes for the same, so that no second one is
 * made.
 */
export function contactOf(
  email: string,
  found: readonly FoundContact[],
): FoundContact | 'several' | 'similar' | 'none' {
  const [first, ...others] = found.filter((one) => one.isActive && isSameEmail(one.email, email))
  if (first) return others.length > 0 ? 'several' : first
  return found.length > 0 ? 'similar' : 'none'
}
