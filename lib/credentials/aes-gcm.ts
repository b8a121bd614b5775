import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import * as v from 'valibot'

/** Base64 in its one canonical form: spare bits in its last character would be a byte that may change unseen. */
export const Base64 = v.pipe(
  v.string(),
  v.base64(),
  v.check((text) => Buffer.from(text, 'base64').toString('base64') === text),
)

/** A text under AES-256-GCM. Random 96-bit IVs as in NIST SP 800-38D. */
export const SealedText = v.strictObject({ iv: Base64, tag: Base64, text: Base64 })
export type SealedText = v.InferOutput<typeof SealedText>

/** @param associated has to be the same when it is decrypted */
export function encrypt(text: Uint8Array, key: Uint8Array, associated: Uint8Array): SealedText {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(associated)
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), text: sealed.toString('base64') }
}

/** @throws Error if a byte was changed, or the key or what is associated is another */
export function decrypt(sealed: SealedText, key: Uint8Array, associated: Uint8Array): Buffer {
  const iv = Buffer.from(sealed.iv, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
    .setAAD(associated)
    .setAuthTag(Buffer.from(sealed.tag, 'base64'))
  return Buffer.concat([decipher.update(Buffer.from(sealed.text, 'base64')), decipher.final()])
}
