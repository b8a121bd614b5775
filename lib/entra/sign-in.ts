import { errors, jwtVerify } from 'jose'
import * as v from 'valibot'
import { InvalidTokenError, RoleMissingError } from '../core/errors.ts'
import type { UserMessage } from '../messages/message.ts'
import type { Actor } from '../model/actor.ts'
import { includesRole, type Role } from '../model/role.ts'
import { createSigningKeys } from './signing-keys.ts'

/** The app registration whose tokens are taken; `url` is Microsoft Entra, as an origin. */
export type Registration = { url: string; tenant: string; clientId: string }

export type SignIn = {
  /**
   * The caller, who holds the wanted role.
   * @param authorization the header of that name
   * @throws InvalidToken, RoleMissing, or Unavailable while the signing keys cannot be read
   */
  admit(authorization: string | null, wanted: Role): Promise<Actor>
}

/** Clocks of this instance and of Entra may differ by so much, in seconds. */
const tolerance = 60

/**
 * `scp` stands in tokens of users alone; `idtyp` says `app` in those of applications, where the registration asks for it
 * as an optional claim. A token with neither is an ID token, which is for a client and opens no API.
 * learn.microsoft.com/entra/identity-platform/access-token-claims-reference, …/optional-claims-reference
 */
const Claims = v.object({
  oid: v.pipe(v.string(), v.uuid()),
  idtyp: v.optional(v.string()),
  scp: v.optional(v.string()),
  roles: v.optional(v.array(v.string()), []),
})

/**
 * Takes access tokens of version 2 alone. The registration of an API decides which version its tokens have, whatever
 * endpoint a client asks (learn.microsoft.com/entra/identity-platform/access-tokens, Token ownership), and infra/ asks
 * for 2. So there is one issuer, and the audience is always the bare client id: `https://sts.windows.net/…` and
 * `api://…` are forms of version 1.
 */
export function createSignIn({ url, tenant, clientId }: Registration): SignIn {
  const keys = createSigningKeys(url, tenant)

  async function claimsOf(token: string) {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: `${url}/${tenant}/v2.0`,
      audience: clientId,
      clockTolerance: tolerance,
      requiredClaims: ['exp', 'nbf', 'tid'],
    }).catch((error: unknown) => {
      throw error instanceof errors.JOSEError ? refusalOf(error) : error
    })
    const claims = v.safeParse(Claims, payload)
    if (!claims.success || payload.tid !== tenant) throw refused({ code: 'token_foreign' }, 'claims')
    return claims.output
  }

  return {
    async admit(authorization, wanted) {
      const [, token] = /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '') ?? []
      if (!token) throw new InvalidTokenError({ code: 'token_missing' }, { wasGiven: false })
      const { oid: id, idtyp, scp, roles } = await claimsOf(token)
      const isApplication = idtyp === 'app'
      if (!isApplication && !scp) throw refused({ code: 'token_foreign' }, 'no access token')
      if (!includesRole(roles, wanted)) throw new RoleMissingError({ code: 'role_missing', role: wanted })
      return { by: isApplication ? 'application' : 'user', id }
    },
  }
}

/** The library's error holds the claims, so only its kind goes on. */
function refusalOf(error: errors.JOSEError) {
  if (error instanceof errors.JWTExpired) return refused({ code: 'token_expired' }, error.code)
  if (!(error instanceof errors.JWTClaimValidationFailed)) return refused({ code: 'token_unknown' }, error.code)
  const code = error.claim === 'nbf' && error.reason === 'check_failed' ? 'token_early' : 'token_foreign'
  return refused({ code }, `${error.code} ${error.claim}`)
}

const refused = (said: UserMessage, reason: string) => new InvalidTokenError(said, { message: reason, wasGiven: true })
