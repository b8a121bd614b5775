import { randomUUID } from 'node:crypto'
import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { Hono } from 'hono'

export type SecretVersion = { version: string; value: string; enabled: boolean; created: number; updated: number }

export type KeyVault = Emulator & {
  /** Adds a version, which is then the newest, and returns its id. */
  add(name: string, value: string): string
  disable(name: string, version: string): void
  /** All versions, oldest first. */
  list(name: string): readonly SecretVersion[]
}

/** Decides if a bearer token may use the vault. */
type Accepts = (token: string) => boolean

/**
 * The secrets of one Key Vault; any token is accepted unless `accepts` is given.
 * learn.microsoft.com/rest/api/keyvault/secrets
 */
export async function startKeyVault({ port = 0, accepts = () => true }: { port?: number; accepts?: Accepts } = {}) {
  const secrets = new Map<string, SecretVersion[]>()
  const add = (name: string, value: string) => {
    const now = Math.floor(Date.now() / 1000)
    const added = { version: randomUUID().replaceAll('-', ''), value, enabled: true, created: now, updated: now }
    secrets.set(name, [...(secrets.get(name) ?? []), added])
    return added
  }
  const found = (name: string, version?: string) =>
    secrets.get(name)?.findLast((one) => version === undefined || one.version === version)

  // Without a version the client's path ends with a slash.
  const app = new Hono({ strict: false })
    .use(async (context, next) => {
      const token = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
      if (!token) return challenge()
      return accepts(token) ? next() : failure(403, 'Forbidden', 'The caller is not authorized to perform the action.')
    })
    .put('/secrets/:name', async (context) => {
      const body: unknown = await context.req.json().catch(() => undefined)
      const value = body && typeof body === 'object' && 'value' in body ? body.value : undefined
      if (typeof value !== 'string') return failure(400, 'BadParameter', 'Property value has an invalid value.')
      const name = context.req.param('name')
      return Response.json(full(context.req.url, name, add(name, value)))
    })
    .get('/secrets/:name/versions', (context) => {
      const name = context.req.param('name')
      const versions = secrets.get(name)
      if (!versions) return notFound(name)
      const value = versions.map((one) => ({ ...full(context.req.url, name, one), value: undefined }))
      return Response.json({ value, nextLink: null })
    })
    .get('/secrets/:name/:version?', (context) => {
      const { name, version } = context.req.param()
      const secret = found(name, version || undefined)
      if (!secret) return notFound(name)
      return secret.enabled ? Response.json(full(context.req.url, name, secret)) : disabled()
    })

  const server = await serve((request) => app.fetch(request), port)
  const vault: KeyVault = {
    ...server,
    add: (name, value) => add(name, value).version,
    disable: (name, version) => {
      const secret = found(name, version)
      if (!secret) throw new Error(`The vault has no ${name} of version ${version}.`)
      secret.enabled = false
    },
    list: (name) => secrets.get(name) ?? [],
  }
  return vault
}

function full(url: string, name: string, { version, value, ...attributes }: SecretVersion) {
  return { id: `${new URL(url).origin}/secrets/${name}/${version}`, value, attributes }
}

function failure(status: number, code: string, message: string, innererror?: { code: string }) {
  return Response.json({ error: { code, message, innererror } }, { status })
}

function notFound(name: string) {
  return failure(404, 'SecretNotFound', `A secret with (name/id) ${name} was not found in this key vault.`)
}

function disabled() {
  const message = 'Operation get is not allowed on a disabled secret.'
  return failure(403, 'Forbidden', message, { code: 'SecretDisabled' })
}

/** The answer to the client's first call, which has no token; the client reads the resource from it and gets a token. */
function challenge() {
  const answer = failure(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.')
  const tenant = 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000'
  const authenticate = `Bearer authorization="${tenant}", resource="https://vault.azure.net"`
  answer.headers.set('www-authenticate', authenticate)
  return answer
}
