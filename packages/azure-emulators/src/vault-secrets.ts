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

export type SecretVersion = Version & { value: string }

type Given = { value?: unknown; attributes?: { exp?: number; nbf?: number } }

/** The secrets of a vault. learn.microsoft.com/rest/api/keyvault/secrets */
export function createVaultSecrets() {
  const secrets = createVersions<SecretVersion>()
  const add = (name: string, value: string, lifetime: Lifetime = {}) =>
    secrets.add(name, { ...newVersion(lifetime), value })
  return {
    add: (name: string, value: string, lifetime?: Lifetime) => add(name, value, lifetime).version,
    setEnabled: secrets.setEnabled,
    list: secrets.list,

    serve: (app: Hono) =>
      app
        .put('/secrets/:name', async (context) => {
          const { value, attributes = {} }: Given = (await context.req.json().catch(() => undefined)) ?? {}
          if (typeof value !== 'string') return failure(400, 'BadParameter', 'Property value has an invalid value.')
          const { exp, nbf } = attributes
          const lifetime = {
            ...(exp !== undefined && { expires: new Date(exp * 1000) }),
            ...(nbf !== undefined && { notBefore: new Date(nbf * 1000) }),
          }
          const name = context.req.param('name')
          return Response.json(full(context.req.url, name, add(name, value, lifetime)))
        })
        .get('/secrets/:name/versions', (context) => {
          const name = context.req.param('name')
          const versions = secrets.list(name)
          if (versions.length === 0) return notFound(name)
          const value = versions.map((one) => ({ ...full(context.req.url, name, one), value: undefined }))
          return Response.json({ value, nextLink: null })
        })
        .get('/secrets/:name/:version?', (context) => {
          const { name, version } = context.req.param()
          const secret = secrets.find(name, version)
          if (!secret) return notFound(name)
          return secret.enabled ? Response.json(full(context.req.url, name, secret)) : disabled('get', 'secret')
        }),
  }
}

function full(url: string, name: string, secret: SecretVersion) {
  const id = `${new URL(url).origin}/secrets/${name}/${secret.version}`
  return { id, value: secret.value, attributes: attributesOf(secret) }
}

function notFound(name: string) {
  return failure(404, 'SecretNotFound', `A secret with (name/id) ${name} was not found in this key vault.`)
}
