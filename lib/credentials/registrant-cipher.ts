import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { normalizeEmail } from '../core/email.ts'
import type { Registrant } from '../model/webinar.ts'
import { firstEditionEmailHash, firstEditionRegistrantHash } from '../rules/registrations/first-edition.ts'
import type { RegistrantKey } from '../rules/registrations/registrant-key.ts'

/** Keeps personal data of one account's registrants unreadable and untestable in the app's tables. */
export type RegistrantCipher = {
  /** The key of an address in a webinar: equal for equal addresses, and telling nothing to whoever lacks the account's key. */
  keyOf(webinarId: string, email: string): RegistrantKey
  /** Hashes of everything that is sent of a person: the first in the form of this release, then older ones. */
  hashesOf(registrant: Registrant): [string, ...string[]]
  /** Signs the join link of a registration: 14 bytes. A link with another salt has another signature. */
  signLink(registrationId: string, salt: string): Uint8Array
  /** Seals the address of a registration. */
  seal(email: string, registrationId: string): string
  /** The address; undefined if it was sealed for another registration, under another key, or was changed. */
  open(sealed: string, registrationId: string): string | undefined
}

const algorithm = 'aes-256-gcm'

/**
 * @param key the account's registrant key, 32 random bytes. Hashes are HMAC-SHA-256 under it; addresses are sealed with
 * AES-256-GCM under a key derived from it (HKDF, RFC 5869), bound to configuration and registration.
 */
export function createRegistrantCipher(configuration: string, key: Uint8Array): RegistrantCipher {
  const derived = (purpose: string) => new Uint8Array(hkdfSync('sha256', key, '', purpose, 32))
  const [hashKey, sealKey] = [derived('registrant hash'), derived('registrant address')]
  const linkKey = derived('join link')
  const hash = (parts: unknown) => createHmac('sha256', hashKey).update(JSON.stringify(parts)).digest('base64url')
  const bound = (registrationId: string) => Buffer.from(JSON.stringify([configuration, registrationId]).toLowerCase())

  return {
    keyOf: (webinarId, email) => ({
      configuration,
      webinarId,
      emailHash: hash(['address', webinarId, normalizeEmail(email)]),
      firstEditionHash: firstEditionEmailHash(webinarId, email),
    }),
    hashesOf(registrant) {
      const told = withoutBlanks(registrant)
      const facts = Object.entries(told).toSorted(([a], [b]) => (a < b ? -1 : 1))
      return [hash(['registrant', facts]), firstEditionRegistrantHash(told)]
    },
    signLink: (registrationId, salt) =>
      createHmac('sha256', linkKey)
        .update(JSON.stringify([registrationId.toLowerCase(), salt]))
        .digest()
        .subarray(0, 14),
    seal(email, registrationId) {
      const iv = randomBytes(12)
      const cipher = createCipheriv(algorithm, sealKey, iv, { authTagLength: 16 }).setAAD(bound(registrationId))
      const text = Buffer.concat([cipher.update(email, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64')
    },
    open(sealed, registrationId) {
      const bytes = Buffer.from(sealed, 'base64')
      try {
        const decipher = createDecipheriv(algorithm, sealKey, bytes.subarray(0, 12), { authTagLength: 16 })
          .setAAD(bound(registrationId))
          .setAuthTag(bytes.subarray(12, 28))
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

/** A mapping that has no value for a person tells the provider nothing of them. */
function withoutBlanks({ fields = {}, ...facts }: Registrant): Registrant {
  const filled = Object.entries(fields).filter(([, value]) => value !== '')
  return filled.length ? { ...facts, fields: Object.fromEntries(filled) } : facts
}
