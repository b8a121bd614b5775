import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { Hono } from 'hono'
import { createVaultKeys } from './vault-keys.ts'
import { failure, type Lifetime } from './vault-object.ts'
import { createVaultSecrets, type SecretVersion } from './vault-secrets.ts'

/** The words of the vault to somebody whom it does not let in, by the reason. */
const refusals = {
  ForbiddenByRbac:
    'Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
  ForbiddenByFirewall:
    'Public network access is disabled and request is not from a trusted service nor via an approved private link.',
}

export type KeyVault = Emulator & {
  /** Adds a version of a secret, which is then the newest, and returns its id. */
  add(name: string, value: string, lifetime?: Lifetime): string
  disable(name: string, version: string): void
  /** All versions of a secret, oldest first. */
  list(name: string): readonly SecretVersion[]
  /** Adds a version of an RSA key. */
  addKey(name: string, lifetime?: Lifetime): string
  disableKey(name: string, version: string): void
  /** Turns everybody away with 403, or, without a reason, nobody any more. */
  refuse(reason?: keyof typeof refusals): void
}

/** Decides if a bearer token may use the vault. */
type Accepts = (token: string) => boolean

/**
 * One Key Vault with secrets and keys; any token is accepted unless `accepts` is given.
 * learn.microsoft.com/azure/key-vault/general/rest-error-codes
 */
export async function startKeyVault({ port = 0, accepts = () => true }: { port?: number; accepts?: Accepts } = {}) {
  const secrets = createVaultSecrets()
  const keys = createVaultKeys()
  let refusal: keyof typeof refusals | undefined

  // Without a version the client's path ends with a slash.
  const app = new Hono({ strict: false })
  app.use(async (context, next) => {
    const token = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    if (!token) return challenge()
    const reason = refusal ?? (accepts(token) ? undefined : 'ForbiddenByRbac')
    return reason ? failure(403, 'Forbidden', refusals[reason], reason) : next()
  })
  secrets.serve(app)
  keys.serve(app)

  const server = await serve((request) => app.fetch(request), port)
  const vault: KeyVault = {
    ...server,
    add: secrets.add,
    disable: (name, version) => secrets.setEnabled(name, version, false),
    list: secrets.list,
    addKey: keys.add,
    disableKey: (name, version) => keys.setEnabled(name, version, false),
    refuse: (reason) => {
      refusal = reason
    },
  }
  return vault
}

/** The answer to the client's first call, which has no token; the client reads the resource from it and gets a token. */
function challenge() {
  const answer = failure(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.')
  const tenant = 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000'
  const authenticate = `Bearer authorization="${tenant}", resource="https://vault.azure.net"`
  answer.headers.set('www-authenticate', authenticate)
  return answer
}
