import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { CredentialsRefusedError } from '../core/errors.ts'

/** A version of the vault's key: 32 bytes. */
export type VaultKey = { version: string; bytes: Uint8Array }

/** Base64 in its one canonical form: spare bits in its last character would be a byte that may change unseen. */
const Base64 = v.pipe(
  v.string(),
  v.base64(),
  v.check((text) => Buffer.from(text, 'base64').toString('base64') === text),
)
const Sealed = v.strictObject({ iv: Base64, tag: Base64, text: Base64 })
const Header = { v: 1, alg: 'A256GCM' } as const

/**
 * A sealed credential: `kid` is the version of the vault key, `wk` the data key sealed under it, `ct` the credential
 * sealed under the data key. Shape and choices follow the OWASP Cryptographic Storage cheat sheet; random 96-bit IVs
 * as in NIST SP 800-38D.
 */
export const Envelope = v.strictObject({
  v: v.literal(Header.v),
  alg: v.literal(Header.alg),
  kid: v.string(),
  wk: Sealed,
  ct: Sealed,
})
export type Envelope = v.InferOutput<typeof Envelope>

/** Seals a secret for one configuration. */
export function seal(secret: string, configuration: string, key: VaultKey): Envelope {
  const dataKey = randomBytes(32)
  const envelope = {
    ...Header,
    kid: key.version,
    wk: encrypt(dataKey, key.bytes, context('wrap', configuration, key.version)),
    ct: encrypt(Buffer.from(secret, 'utf8'), dataKey, context('data', configuration)),
  }
  dataKey.fill(0)
  return envelope
}

/**
 * Opens what `seal` made, for the same configuration and with the key version the envelope names.
 * @throws CredentialsRefused if a byte was changed, the envelope moved to another configuration, or the key is wrong
 */
export function open(envelope: Envelope, configuration: string, key: VaultKey): string {
  try {
    if (envelope.kid !== key.version) throw new Error('The envelope names another key version.')
    const dataKey = decrypt(envelope.wk, key.bytes, context('wrap', configuration, key.version))
    const secret = decrypt(envelope.ct, dataKey, context('data', configuration)).toString('utf8')
    dataKey.fill(0)
    return secret
  } catch (cause) {
    const message = `the envelope of configuration ${configuration} does not open with key version ${key.version}`
    throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_unreadable' }, { message, cause })
  }
}

/** Associated data: header and context, so that a ciphertext moved to another place does not open. */
function context(purpose: 'wrap' | 'data', configuration: string, kid?: string) {
  return Buffer.from(JSON.stringify([Header.v, Header.alg, purpose, configuration.toLowerCase(), kid ?? null]))
}

function encrypt(text: Uint8Array, key: Uint8Array, associated: Uint8Array) {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(associated)
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), text: sealed.toString('base64') }
}

function decrypt(sealed: v.InferOutput<typeof Sealed>, key: Uint8Array, associated: Uint8Array) {
  const iv = Buffer.from(sealed.iv, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
    .setAAD(associated)
    .setAuthTag(Buffer.from(sealed.tag, 'base64'))
  return Buffer.concat([decipher.update(Buffer.from(sealed.text, 'base64')), decipher.final()])
}
