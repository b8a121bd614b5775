import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

type Part = Record<string, unknown>

/** The header and the claims of a token. */
export function opened(token: string): [header: Part, claims: Part] {
  const [header = '', claims = ''] = token.split('.')
  return [read(header), read(claims)]
}

/** A token of these parts, signed as a forger can. */
export function forged(header: Part, claims: Part, signature: (signed: string) => string): string {
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${signed}.${signature(signed)}`
}

export const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const byOwnKey = (signed: string) => sign('sha256', Buffer.from(signed), own.privateKey).toString('base64url')
export const unsigned = () => ''
/** The public key, which everybody knows, taken for the secret of an HMAC. */
export const byPublicKey = (key: KeyObject) => (signed: string) =>
  createHmac('sha256', key.export({ type: 'spki', format: 'pem' }))
    .update(signed)
    .digest('base64url')

const read = (part: string): Part => JSON.parse(Buffer.from(part, 'base64url').toString())
