import type { DetailedRegistrant, Person } from '../../model/engagement.ts'
import type { ThereRegistrant } from '../../model/registered-there.ts'
import type { ProviderRegistrant } from '../../model/webinar.ts'

/** A registrant as the provider lists them, with what else it knows of them. */
export function toThereRegistrant({
  providerId,
  email,
  registrationId,
  person = { firstName: '', lastName: '', company: '' },
  engagement = {},
}: ProviderRegistrant & Partial<DetailedRegistrant>): ThereRegistrant {
  return { providerId, email, registrationId, person, hasConsented: engagement.marketingConsent === true }
}

type Packed = [string, string, string | null, string, string, string, boolean]

/** A registrant as a short text: all those of a webinar are held until its lists are read. */
export function packRegistrant({ providerId, email, registrationId, person, hasConsented }: ThereRegistrant): string {
  const { firstName, lastName, company } = person
  const packed: Packed = [providerId, email, registrationId ?? null, firstName, lastName, company, hasConsented]
  return JSON.stringify(packed)
}

export function unpackRegistrant(text: string): ThereRegistrant {
  const [providerId, email, registrationId, firstName, lastName, company, hasConsented] = JSON.parse(text) as Packed
  const person: Person = { firstName, lastName, company }
  return { providerId, email, registrationId: registrationId ?? undefined, person, hasConsented }
}
