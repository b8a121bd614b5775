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
const alg = 'A256GCM'

/**
 * A sealed credential: `kid` is the version of the vault key, `wk` the data key sealed under it, `ct` the credential
 * sealed under the data key. Version 2 is bound to facts that stand beside it as well. Shape and choices follow the OWASP Cryptographic Storage cheat sheet; random 96-bit IVs
 * as in NIST SP 800-38D.
 */
export const Envelope = v.strictObject({
  v: v.picklist([1, 2]),
  alg: v.literal(alg),
  kid: v.string(),
  wk: Sealed,
  ct: Sealed,
})
export type Envelope = v.InferOutput<typeof Envelope>

/** Facts that are known beside a secret without opening it, and go with it. */
export type Bound = readonly (string | number | boolean | null)[]

/** Seals a secret for one configuration. @param bound facts with which alone it opens again */
export function seal(secret: string, configuration: string, key: VaultKey, bound?: Bound): Envelope {
  const dataKey = randomBytes(32)
  const version = bound ? 2 : 1
  const envelope: Envelope = {
    v: version,
    alg,
    kid: key.version,
    wk: encrypt(dataKey, key.bytes, context([version, alg, 'wrap', configuration.toLowerCase(), key.version])),
    ct: encrypt(Buffer.from(secret, 'utf8'), dataKey, dataContext(configuration, bound)),
  }
  dataKey.fill(0)
  return envelope
}

/**
 * Opens what `seal` made, for the same configuration and facts, and with the key version the envelope names.
 * @throws CredentialsRefused if a byte or a bound fact was changed, the envelope moved to another configuration, or the
 *   key is wrong
 */
export function open(envelope: Envelope, configuration: string, key: VaultKey, bound?: Bound): string {
  try {
    if (envelope.kid !== key.version) throw new Error('The envelope names another key version.')
    const wrap = context([envelope.v, alg, 'wrap', configuration.toLowerCase(), key.version])
    const dataKey = decrypt(envelope.wk, key.bytes, wrap)
    const secret = decrypt(envelope.ct, dataKey, dataContext(configuration, bound)).toString('utf8')
    dataKey.fill(0)
    return secret
  } catch (cause) {
    const message = `the envelope of configuration ${configuration} does not open with key version ${key.version}`
    throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_unreadable' }, { message, cause })
  }
}

/** Associated data: header and context, so that a ciphertext moved to another place does not open. */
function context(parts: readonly unknown[]) {
  return Buffer.from(JSON.stringify(parts))
}

function dataContext(configuration: string, bound: Bound | undefined) {
  return context([bound ? 2 : 1, alg, 'data', configuration.toLowerCase(), null, ...(bound ? [bound] : [])])
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
