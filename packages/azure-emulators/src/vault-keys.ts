import { constants, generateKeyPairSync, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto'
import type { Hono } from 'hono'
import {
  attributesOf,
  createVersions,
  disabled,
  failure,
  type Lifetime,
  newVersion,
  type Version,
} from './vault-object.ts'

export type KeyVersion = Version & { publicKey: KeyObject; privateKey: KeyObject }

/** 3072 bits, as the connector makes its keys, take a second to find on a busy machine. */
const modulusLength = 2048
const operations = ['wrapKey', 'unwrapKey']

/**
 * The RSA keys of a vault: read, wrap and unwrap with RSA-OAEP-256.
 * learn.microsoft.com/rest/api/keyvault/keys: get-key, wrap-key, unwrap-key
 */
export function createVaultKeys() {
  const keys = createVersions<KeyVersion>()
  return {
    add: (name: string, lifetime: Lifetime = {}) =>
      keys.add(name, { ...newVersion(lifetime), ...generateKeyPairSync('rsa', { modulusLength }) }).version,
    setEnabled: keys.setEnabled,

    serve: (app: Hono) =>
      app
        .get('/keys/:name/:version?', (context) => {
          const { name, version } = context.req.param()
          const key = keys.find(name, version)
          if (!key) return notFound(name)
          if (!key.enabled) return disabled('get', 'key')
          const { n, e } = key.publicKey.export({ format: 'jwk' })
          const kid = idOf(context.req.url, name, key)
          return Response.json({ key: { kid, kty: 'RSA', key_ops: operations, n, e }, attributes: attributesOf(key) })
        })
        .post('/keys/:name/:version/:operation', async (context) => {
          const { name, version, operation } = context.req.param()
          const key = keys.find(name, version)
          if (!key) return notFound(name)
          const body: { alg?: unknown; value?: unknown } = await context.req.json().catch(() => ({}))
          if (body.alg !== 'RSA-OAEP-256' || typeof body.value !== 'string') return badParameter()
          if (!key.enabled) return disabled(operation, 'key')
          const given = Buffer.from(body.value, 'base64url')
          const kid = idOf(context.req.url, name, key)
          if (operation === 'wrapkey') return outOfTime(key) ?? answer(kid, () => wrap(key, given))
          if (operation === 'unwrapkey') return answer(kid, () => unwrap(key, given))
          return badParameter()
        }),
  }
}

const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
const wrap = ({ publicKey }: KeyVersion, given: Buffer) => publicEncrypt({ key: publicKey, ...padding }, given)
const unwrap = ({ privateKey }: KeyVersion, given: Buffer) => privateDecrypt({ key: privateKey, ...padding }, given)

/**
 * Outside its time a key unwraps and does not wrap.
 * learn.microsoft.com/azure/key-vault/keys/about-keys-details#date-time-controlled-operations
 */
function outOfTime({ nbf, exp }: KeyVersion) {
  const now = Date.now() / 1000
  if (exp && exp < now)
    return failure(403, 'Forbidden', 'Operation wrapkey is not allowed on an expired key.', 'KeyExpired')
  if (nbf && nbf > now) return failure(403, 'Forbidden', 'Operation wrapkey is not allowed yet.', 'KeyNotYetValid')
  return undefined
}

function answer(kid: string, compute: () => Buffer) {
  try {
    return Response.json({ kid, value: compute().toString('base64url') })
  } catch {
    return badParameter()
  }
}

function idOf(url: string, name: string, { version }: KeyVersion) {
  return `${new URL(url).origin}/keys/${name}/${version}`
}

function badParameter() {
  return failure(400, 'BadParameter', 'The parameter is incorrect.')
}

function notFound(name: string) {
  return failure(404, 'KeyNotFound', `A key with (name/id) ${name} was not found in this key vault.`)
}
