import * as v from 'valibot'
import { normalizeEmail } from '../../core/email.ts'
import type { RegistrantCipher } from '../../credentials/registrant-cipher.ts'

const Addresses = v.fallback(v.pipe(v.string(), v.parseJson(), v.array(v.string())), [])

/** Seals addresses for one erasure under an account's key. */
export function sealAddresses({ seal }: RegistrantCipher, emails: readonly string[], erasure: string): string {
  return seal(JSON.stringify(distinctAddresses(emails)), erasure)
}

/** The addresses; empty if they do not open, for the key was destroyed with its account. */
export function openAddresses({ open }: RegistrantCipher, sealed: string, erasure: string): string[] {
  return v.parse(Addresses, open(sealed, erasure))
}

/** Each address once, as it was first written. */
export function distinctAddresses(emails: readonly string[]): string[] {
  return [...new Map(emails.toReversed().map((email) => [normalizeEmail(email), email])).values()].toReversed()
}
