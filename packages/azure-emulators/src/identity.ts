import { randomUUID } from 'node:crypto'
import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { createEntra, type Entra } from './entra.ts'

/** Entra ID gives a managed identity tokens that last a day. */
const secondsValid = 24 * 60 * 60

export type Identity = Emulator & {
  /** The secret that a caller sends as `X-IDENTITY-HEADER`. */
  header: string
  settings: { IDENTITY_ENDPOINT: string; IDENTITY_HEADER: string }
  /** The resource that a token was issued for; other emulators accept only tokens issued for them. */
  issued(token: string): { resource: string } | undefined
  /** The tenant at which people and applications sign in, at the same address. */
  entra: Entra
}

type Options = { port?: number; header?: string; tenant?: string; clientId?: string }

/**
 * The managed-identity endpoint of App Service and Functions, and beside it a tenant of Microsoft Entra.
 * learn.microsoft.com/azure/app-service/overview-managed-identity, REST endpoint reference, api-version 2019-08-01
 */
export async function startIdentity(options: Options = {}): Promise<Identity> {
  const { port = 0, header = randomUUID(), ...registration } = options
  const tokens = new Map<string, { resource: string }>()
  const entra: Entra = createEntra({ ...registration, url: () => server.url })
  const server: Emulator = await serve((request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname.startsWith(`/${entra.tenant}/`)) return entra.answer(request)
    if (pathname !== '/msi/token' || request.method !== 'GET') return refuse(404, 'There is only GET /msi/token.')
    if (request.headers.get('x-identity-header') !== header)
      return refuse(401, 'X-IDENTITY-HEADER is missing or wrong.')
    if (searchParams.get('api-version') !== '2019-08-01') return refuse(400, 'The api-version is missing or unknown.')
    const resource = searchParams.get('resource')
    if (!resource) return refuse(400, 'The parameter resource is missing.')
    const token = randomUUID()
    tokens.set(token, { resource })
    return Response.json({
      access_token: token,
      expires_on: String(Math.floor(Date.now() / 1000) + secondsValid),
      resource,
      token_type: 'Bearer',
      client_id: searchParams.get('client_id') ?? '00000000-0000-0000-0000-000000000001',
    })
  }, port)
  return {
    ...server,
    header,
    settings: { IDENTITY_ENDPOINT: `${server.url}/msi/token`, IDENTITY_HEADER: header },
    issued: (token) => tokens.get(token),
    entra,
  }
}

function refuse(statusCode: number, message: string) {
  return Response.json({ statusCode, message }, { status: statusCode })
}
