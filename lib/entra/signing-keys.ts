import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose'
import { AppError, UnavailableError } from '../core/errors.ts'
import { createHttpClient, unreadable } from '../core/http-client.ts'

const system = 'Microsoft Entra'
const patience = 5000
/** A key that is not known yet is looked for at most this often, so that invented ones make no load. In milliseconds. */
const pause = 1000

/**
 * The public keys with which a tenant's tokens are signed, held for ten minutes. Entra changes them at any time and
 * publishes a new one before it signs with it (learn.microsoft.com/entra/identity-platform/signing-key-rollover), so an
 * unknown key is a reason to read them anew.
 *
 * The result throws `Unavailable` while they cannot be read.
 * @param url Microsoft Entra, as an origin
 */
export function createSigningKeys(url: string, tenant: string): JWTVerifyGetKey {
  const client = createHttpClient({
    name: system,
    url,
    headers: () => ({}),
    failure: ({ status, call }) =>
      new UnavailableError({ code: 'unreachable', system }, { message: `${system} answered ${status} to ${call}` }),
  })
  // The address is the `jwks_uri` of the tenant's openid-configuration.
  const path = `${tenant}/discovery/v2.0/keys`
  const keys = createRemoteJWKSet(new URL(`${url}/${path}`), {
    cooldownDuration: pause,
    [customFetch]: () => client.send('GET', path, { timeout: patience }),
  })
  return (header, token) =>
    keys(header, token).catch((error: unknown) => {
      const isNoKey = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
      throw isNoKey || error instanceof AppError ? error : unreadable(system, `no key set to GET ${path}`)
    })
}
