import { createHash } from 'node:crypto'
import type { Registrant } from '../../model/webinar.ts'

/** One e-mail address in one webinar of one account; the address is known by its hash only. */
export type RegistrantKey = { configuration: string; webinarId: string; address: string }

export function registrantKey(configuration: string, webinarId: string, email: string): RegistrantKey {
  return { configuration, webinarId, address: hash([webinarId, normalized(email)]) }
}

export function isSameRegistrant(a: RegistrantKey, b: RegistrantKey): boolean {
  return a.configuration === b.configuration && a.webinarId === b.webinarId && a.address === b.address
}

/** Tells what a provider was told of a person from what it would be told now, without keeping either. */
export function registrantHash({ registrationId, email, firstName, lastName, company, jobTitle }: Registrant): string {
  return hash([registrationId, email, firstName, lastName, company, jobTitle])
}

/** What a provider was told of somebody who is not registered. */
export const cancelledHash = 'cancelled'

/** What is remembered of facts that the provider refused: the same facts need no second try. */
export function refusedHash(fingerprint: string): string {
  return `refused:${fingerprint}`
}

/** Whether somebody is registered under a seat of which this was told, or may be because the answer never came. */
export function mayBeRegistered({ fingerprint }: { fingerprint: string }): boolean {
  return fingerprint !== cancelledHash && !fingerprint.startsWith(refusedHash(''))
}

/** Addresses are the same to a provider, to Dataverse and to people whatever their case. */
export function isSameEmail(a: string, b: string): boolean {
  return normalized(a) === normalized(b)
}

function normalized(email: string) {
  return email.trim().toLowerCase()
}

function hash(parts: readonly string[]) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
