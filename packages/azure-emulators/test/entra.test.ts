import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Identity, startIdentity } from '../src/identity.ts'

let identity: Identity
beforeAll(async () => {
  identity = await startIdentity()
})
afterAll(() => identity.stop())

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

async function published() {
  const answer = await fetch(`${identity.url}/${identity.entra.tenant}/discovery/v2.0/keys`)
  return ((await answer.json()) as { keys: (JsonWebKey & { kid: string })[] }).keys
}

async function isSigned(token: string) {
  const [header = '', claims, signature = ''] = token.split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const key = (await published()).find((one) => one.kid === kid)
  const signed = Buffer.from(`${header}.${claims}`)
  return key && verify('sha256', signed, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'))
}

function ask(form: Record<string, string>) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form })
  return fetch(`${identity.url}/${identity.entra.tenant}/oauth2/v2.0/token`, { method: 'POST', body })
}

test('tokens of before and after a new key are both signed by a published key', async () => {
  const before = identity.entra.token()
  identity.entra.rotateKey()
  const after = identity.entra.token()
  expect([await isSigned(before), await isSigned(after)]).toEqual([true, true])
  expect(await published()).toHaveLength(2)
})

test('an application gets a token with its roles and without a scope', async () => {
  const { entra } = identity
  const client_id = entra.addClient({ secret: 'local', roles: ['Reader'] })
  const answer = await ask({ client_id, client_secret: 'local', scope: `${entra.clientId}/.default` })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  expect(await isSigned(token)).toBe(true)
  const claims = claimsOf(token)
  expect(claims).toMatchObject({ aud: entra.clientId, azp: client_id, idtyp: 'app', roles: ['Reader'], ver: '2.0' })
  expect(claims).not.toHaveProperty('scp')
  expect(claims.sub).toBe(claims.oid)
})

test('a wrong secret, scope or grant gets no token', async () => {
  const { entra } = identity
  const client_id = entra.addClient({ secret: 'local', roles: [] })
  const right = { client_id, client_secret: 'local', scope: `${entra.clientId}/.default` }
  const statuses = []
  for (const wrong of [{ client_secret: 'guess' }, { scope: 'other/.default' }, { grant_type: 'password' }]) {
    statuses.push((await ask({ ...right, ...wrong })).status)
  }
  expect(statuses).toEqual([401, 400, 400])
})
