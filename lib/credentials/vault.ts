import * as v from 'valibot'
import { AppError, UnavailableError } from '../core/errors.ts'

/** A version of a secret or key. Outside its dates nothing is sealed under it; what it sealed opens all the same. */
export type Version = { version: string; notBefore?: Date | undefined; expiresOn?: Date | undefined }

/**
 * Key Vault with the one secret, and the one key, that the app uses. Each call ends within seconds; it throws as
 * the SDK does, for `vaultError` to read.
 */
export type Vault = {
  /** A version of the secret, or the newest. */
  secret(version?: string): Promise<Version & { value?: string | undefined }>
  newestKey(): Promise<Version>
  /** RSA-OAEP-256, in the vault. */
  wrapKey(version: string, dataKey: Uint8Array): Promise<Uint8Array>
  unwrapKey(version: string, wrapped: Uint8Array): Promise<Uint8Array>
}

/** The vault does not let the app in: a role was taken away, or the network closed. */
export class VaultRefusedError extends UnavailableError {}

/** The vault is out, or no token for it can be had. */
export class VaultOutError extends UnavailableError {}

/** The vault is well, and does not have the version or has it disabled. */
export class KeyGoneError extends UnavailableError {}

/** As the SDK throws it; `innerError` tells kinds of 403 apart. learn.microsoft.com/azure/key-vault/general/rest-error-codes */
const Answer = v.object({
  name: v.literal('RestError'),
  statusCode: v.number(),
  code: v.optional(v.string()),
  details: v.fallback(v.object({ error: v.object({ innerError: v.object({ code: v.string() }) }) }), {
    error: { innerError: { code: '' } },
  }),
})

/** The meaning of an error of a call to the vault. */
export function vaultError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const parsed = v.safeParse(Answer, error)
  if (!parsed.success) return out('nothing', error)
  const { statusCode, code = '', details } = parsed.output
  const inner = details.error.innerError.code
  const detail = { message: `Key Vault answered ${statusCode} ${inner || code}`, cause: error }
  if (inner === 'KeyExpired' || inner === 'KeyNotYetValid')
    return new UnavailableError({ code: 'vault_key_expired' }, detail)
  if (isGone(statusCode, code, inner)) return new KeyGoneError({ code: 'vault_key_missing' }, detail)
  if (statusCode === 401 || statusCode === 403) return new VaultRefusedError({ code: 'vault_refuses' }, detail)
  return out(String(statusCode), error)
}

function out(answer: string, cause: unknown) {
  return new VaultOutError({ code: 'vault_unreachable' }, { message: `Key Vault answered ${answer}`, cause })
}

/** A version that the vault cannot even read is none of its. */
function isGone(statusCode: number, code: string, inner: string) {
  if (statusCode === 403) return inner === 'SecretDisabled' || inner === 'KeyDisabled'
  return code === 'SecretNotFound' || code === 'KeyNotFound' || (statusCode === 400 && code === 'BadParameter')
}
