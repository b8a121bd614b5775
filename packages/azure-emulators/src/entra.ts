import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'

type Client = { secret: string; roles: string[] }
type SigningKey = { kid: string; publicKey: KeyObject; privateKey: KeyObject }

export type Entra = {
  tenant: string
  /** The client id of the API that tokens are for. */
  clientId: string
  /**
   * A signed access token for that API, as of a user who signed in with the Azure CLI. Claims and headers that are given
   * replace the usual ones; undefined leaves one out.
   */
  token(claims?: Record<string, unknown>, headers?: Record<string, unknown>): string
  /** An application that gets tokens by its secret; answers its client id. */
  addClient(client: Client & { clientId?: string }): string
  /** Signs with a new key from now on. The old one stays published, so that tokens of before remain good. */
  rotateKey(): void
  answer(request: Request): Promise<Response>
}

const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
/** Tokens last from 60 to 90 minutes. In seconds. */
const validFor = 75 * 60

/**
 * One tenant of Microsoft Entra with one API that has app roles and tokens of version 2: its signing keys, and tokens for
 * applications by their secret.
 * learn.microsoft.com/entra/identity-platform/access-token-claims-reference, …/v2-oauth2-client-creds-grant-flow
 * @param url where it is served; known when the first call comes
 */
export function createEntra(options: { tenant?: string; clientId?: string; url(): string }): Entra {
  const { tenant = randomUUID(), clientId = randomUUID(), url } = options
  const clients = new Map<string, Client>()
  // A key takes tenths of a second to make, and few who start an environment need one.
  const made: SigningKey[] = []
  const keys = () => (made.length > 0 ? made : [addKey()])

  function addKey() {
    const key = { kid: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) }
    made.push(key)
    return key
  }

  function token(claims: Record<string, unknown> = {}, headers: Record<string, unknown> = {}) {
    const { kid, privateKey } = keys().at(-1) as SigningKey
    const now = Math.floor(Date.now() / 1000)
    const oid = randomUUID()
    const usual = {
      ...{ aud: clientId, iss: `${url()}/${tenant}/v2.0`, iat: now, nbf: now, exp: now + validFor },
      ...{ azp: azureCli, azpacr: '0', oid, scp: 'access_as_user', sub: `pairwise-${oid}`, tid: tenant },
      ...{ uti: randomUUID(), ver: '2.0' },
    }
    const signed = [
      { typ: 'JWT', alg: 'RS256', kid, ...headers },
      { ...usual, ...claims },
    ]
      .map(encoded)
      .join('.')
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
  }

  async function tokenForApplication(request: Request) {
    const form = new URLSearchParams(await request.text())
    const id = form.get('client_id') ?? ''
    const client = clients.get(id)
    if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type')
    if (!client || client.secret !== form.get('client_secret')) return refusal(401, 'invalid_client')
    if (form.get('scope') !== `${clientId}/.default`) return refusal(400, 'invalid_scope')
    const oid = randomUUID()
    const claims = { azp: id, azpacr: '1', idtyp: 'app', oid, roles: client.roles, scp: undefined, sub: oid }
    return Response.json({ token_type: 'Bearer', expires_in: validFor, access_token: token(claims) })
  }

  return {
    tenant,
    clientId,
    token,
    addClient({ clientId: id = randomUUID(), ...client }) {
      clients.set(id, client)
      return id
    },
    rotateKey: () => void addKey(),
    async answer(request) {
      const call = `${request.method} ${new URL(request.url).pathname.replace(`/${tenant}/`, '')}`
      if (call === 'GET discovery/v2.0/keys') return Response.json({ keys: keys().map(published) })
      if (call === 'POST oauth2/v2.0/token') return tokenForApplication(request)
      return new Response(null, { status: 404 })
    },
  }
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Entra names no algorithm with its keys. */
function published({ kid, publicKey }: SigningKey) {
  const { kty, n, e } = publicKey.export({ format: 'jwk' })
  return { kty, use: 'sig', kid, n, e }
}

function refusal(status: number, error: string) {
  return Response.json({ error, error_description: 'The call is not one that this emulator serves.' }, { status })
}
