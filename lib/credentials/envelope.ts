import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { AppError, CredentialsRefusedError } from '../core/errors.ts'
import { Base64, decrypt, encrypt, SealedText } from './aes-gcm.ts'
import type { KeyRing } from './key-ring.ts'

const entries = { v: v.literal(1), kid: v.string(), ct: SealedText }

/**
 * A sealed credential: `alg` says how its data key is wrapped, `kid` under which version, `wk` is the wrapped data key,
 * `ct` the credential sealed under the data key with AES-256-GCM. Shape and choices follow the OWASP Cryptographic
 * Storage cheat sheet.
 */
export const Envelope = v.variant('alg', [
  v.strictObject({ ...entries, alg: v.literal('A256GCM'), wk: SealedText }),
  v.strictObject({ ...entries, alg: v.literal('RSA-OAEP-256'), wk: Base64 }),
])
export type Envelope = v.InferOutput<typeof Envelope>

/** Seals a secret for one configuration. @throws Unavailable */
export async function seal(secret: string, configuration: string, keys: Pick<KeyRing, 'wrap'>): Promise<Envelope> {
  const dataKey = randomBytes(32)
  const wrapped = await keys.wrap(dataKey, configuration)
  const ct = encrypt(Buffer.from(secret, 'utf8'), dataKey, context(wrapped.alg, configuration))
  dataKey.fill(0)
  return { v: 1, ...wrapped, ct }
}

/**
 * Opens what `seal` made, for the same configuration and with the key version that the envelope names.
 * @throws CredentialsRefused if a byte was changed, the envelope moved to another configuration, or the key is gone
 * @throws Unavailable if the vault is out or does not let the app in
 */
export async function open(envelope: Envelope, configuration: string, keys: Pick<KeyRing, 'unwrap'>): Promise<string> {
  try {
    const dataKey = await keys.unwrap(envelope, configuration)
    const secret = decrypt(envelope.ct, dataKey, context(envelope.alg, configuration)).toString('utf8')
    dataKey.fill(0)
    return secret
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const message = `the envelope of configuration ${configuration} does not open with key version ${envelope.kid}`
    throw new CredentialsRefusedError('not_authenticated', { code: 'credentials_unreadable' }, { message, cause })
  }
}

/** Associated data: header and context, so that a ciphertext moved to another place does not open. */
function context(alg: Envelope['alg'], configuration: string) {
  return Buffer.from(JSON.stringify([1, alg, 'data', configuration.toLowerCase(), null]))
}
