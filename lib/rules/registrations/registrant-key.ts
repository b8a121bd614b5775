import { createHash } from 'node:crypto'
import type { Registrant } from '../../model/webinar.ts'

/** One e-mail address in one webinar of one account; the address is known by its hash only. */
export type Seat = { configuration: string; webinarId: string; address: string }

export function seatOf(configuration: string, webinarId: string, email: string): Seat {
  return { configuration, webinarId, address: hash([webinarId, normalized(email)]) }
}

export function sameSeat(a: Seat, b: Seat): boolean {
  return a.configuration === b.configuration && a.webinarId === b.webinarId && a.address === b.address
}

/** Tells what a provider was told of a person from what it would be told now, without keeping either. */
export function fingerprintOf({ registrationId, email, firstName, lastName, company, jobTitle }: Registrant): string {
  return hash([registrationId, email, firstName, lastName, company, jobTitle])
}

/** What a provider was told of somebody who is not registered. */
export const cancelledFingerprint = 'cancelled'

/** What is remembered of facts that the provider refused: the same facts need no second try. */
export function refusedFingerprint(fingerprint: string): string {
  return `refused:${fingerprint}`
}

/** Whether somebody is registered under a seat of which this was told, or may be because the answer never came. */
export function mayBeThere({ fingerprint }: { fingerprint: string }): boolean {
  return fingerprint !== cancelledFingerprint && !fingerprint.startsWith(refusedFingerprint(''))
}

/** Addresses are the same to a provider, to Dataverse and to people whatever their case. */
export function sameAddress(a: string, b: string): boolean {
  return normalized(a) === normalized(b)
}

function normalized(email: string) {
  return email.trim().toLowerCase()
}

function hash(parts: readonly string[]) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
