import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { expect } from 'vitest'
import { byOwnKey, byPublicKey, forged, opened, own, unsigned } from '../harness/forge.ts'
import { type TestApp, test, until } from '../harness/test-app.ts'

const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
const another = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
const seconds = (from: number) => Math.floor(Date.now() / 1000) + from

type Failure = { error: { code: string; message: string } }
type Entra = TestApp['identity']['entra']

function call(url: string, method: string, path: string, token?: string) {
  return fetch(`${url}/api/${path}`, { method, ...(token && { headers: { authorization: `Bearer ${token}` } }) })
}

/** Every route below `v1/`, by the least role that opens it. */
const opens: Record<string, readonly string[]> = {
  Reader: [
    ...['GET configurations', 'GET configurations/{id}', 'GET configurations/{id}/removal', 'GET failures'],
    ...['GET backfills', 'GET backfills/{id}', 'GET runs/{id}', 'GET audit', 'GET erasures/{id}'],
  ],
  Operator: [
    ...['POST configurations/{id}/check', 'POST webinars/{table}/{id}/check', 'GET webinars/{table}/{id}/attendance'],
    ...['POST webinars/{table}/{id}/sync', 'POST failures/replay', 'POST failures/{id}/replay'],
  ],
  Administrator: ['PUT configurations/{id}', 'DELETE configurations/{id}', 'POST erasures'],
}
const roles = Object.keys(opens)
const routes = Object.values(opens).flat()

test('every route but webhook, health and join links has a role and opens with a token', ({ app }) => {
  const served = app.host.functions.flatMap((one) =>
    one.trigger === 'http' && one.authLevel === 'anonymous'
      ? (one.methods ?? []).map((method) => `${method} ${one.route}`)
      : [],
  )
  const open = ['health', 'join/{token}'].flatMap((route) => [`GET /api/${route}`, `HEAD /api/${route}`])
  const expected = [...routes.map((route) => route.replace(' ', ' /api/v1/')), ...open]
  expect(served.toSorted()).toEqual(expected.toSorted())
})

test.for(['none', ...roles])('a token with the role %s opens its routes and no other', async (role, { app }) => {
  const token = app.identity.entra.token({ roles: role === 'none' ? undefined : [role] })
  const opened = []
  for (const route of routes) {
    const [method = '', path = ''] = route.replace('{table}', 'msevtmgt_event').replace('{id}', id).split(' ')
    const { status } = await call(app.host.url, method, `v1/${path}`, token)
    expect(status).not.toBe(401)
    if (status !== 403) opened.push(route)
  }
  expect(opened).toEqual(roles.slice(0, roles.indexOf(role) + 1).flatMap((each) => opens[each] ?? []))
})

test('a role that is missing is named, with who gives it', async ({ app }) => {
  const token = app.identity.entra.token({ roles: ['Reader', 'Owner'] })
  const answer = await call(app.host.url, 'POST', 'v1/failures/replay', token)
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([403, 'Bearer error="insufficient_scope"'])
  expect(((await answer.json()) as Failure).error).toEqual({
    code: 'role_missing',
    message:
      'This call needs the role Operator of the connector. An administrator of Microsoft Entra gives it, in the connector’s enterprise application under Users and groups; then get a new token.',
  })
})

/** Each with the words of its answer. */
const refused: [name: string, token: (entra: Entra, keys: Keys) => string, words: RegExp][] = [
  ['expired', (entra) => entra.token({ exp: seconds(-120), nbf: seconds(-4000) }), /has expired/],
  ['not yet valid', (entra) => entra.token({ nbf: seconds(600) }), /is not valid yet/],
  ['without an end', (entra) => entra.token({ exp: undefined }), /no access token for this/],
  ['for another audience', (entra) => entra.token({ aud: another }), /no access token for this/],
  ['of version 1', (entra) => entra.token({ aud: `api://${entra.clientId}` }), /no access token for this/],
  ['of the issuer of version 1', (entra) => entra.token({ iss: v1Issuer(entra) }), /no access token for this/],
  ['of another tenant', (entra) => ofTenant(entra, another), /no access token for this/],
  ['with another tenant id', (entra) => entra.token({ tid: another }), /no access token for this/],
  ['that is an ID token', (entra) => entra.token({ scp: undefined }), /no access token for this/],
  ['of somebody without id', (entra) => entra.token({ oid: undefined }), /no access token for this/],
  ['with changed claims', (entra) => changed(entra.token({ roles: ['Reader'] })), /damaged/],
  ['without a signature', (entra) => forge(entra, { alg: 'none' }, unsigned), /damaged/],
  ['of a forger’s key', (entra) => forge(entra, {}, byOwnKey), /damaged/],
  ['of an unknown key', (entra) => forge(entra, { kid: another }, byOwnKey), /damaged/],
  [
    'that brings its key',
    (entra) => forge(entra, { jwk: own.publicKey.export({ format: 'jwk' }) }, byOwnKey),
    /damaged/,
  ],
  ['of the public key', (entra, [key]) => forge(entra, { alg: 'HS256' }, byPublicKey(publicKey(key))), /damaged/],
  ['that is none', () => 'something', /damaged/],
]

test.for(refused)('a token %s is refused', async ([, make, words], { app }) => {
  const { entra } = app.identity
  const answer = await call(app.host.url, 'GET', 'v1/configurations', make(entra, await keysOf(app)))
  const { error } = (await answer.json()) as Failure
  expect([answer.status, error.code]).toEqual([401, 'unauthorized'])
  expect(error.message).toMatch(words)
  expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
})

test('a token counts in its header only, and a function key opens no route for tokens', async ({ app }) => {
  const token = app.identity.entra.token({ roles })
  const calls = [
    await call(app.host.url, 'GET', 'v1/configurations'),
    await call(app.host.url, 'GET', `v1/configurations?access_token=${token}`),
    await fetch(`${app.host.url}/api/v1/configurations?code=${app.host.keys.default}`),
    await fetch(`${app.host.url}/api/v1/configurations`, { headers: { authorization: `Basic ${token}` } }),
  ]
  for (const answer of calls) {
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(((await answer.json()) as Failure).error.message).toMatch(/^This call needs an access token/)
  }
  expect((await call(app.host.url, 'GET', 'configurations', token)).status).toBe(401)
})

test('an application gets in with a token of its own', async ({ app }) => {
  const { url, entra } = app.identity
  const client = { client_id: entra.addClient({ secret: 'local', roles: ['Reader'] }), client_secret: 'local' }
  const granted = await fetch(`${url}/${entra.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', ...client, scope: `${entra.clientId}/.default` }),
  })
  const { access_token: token } = (await granted.json()) as { access_token: string }
  expect((await call(app.host.url, 'GET', 'v1/configurations', token)).status).toBe(200)
})

test('a new signing key is taken at once, and the old one stays good', async ({ app }) => {
  const { entra } = app.identity
  const before = entra.token({ roles })
  expect((await call(app.host.url, 'GET', 'v1/runs/none', before)).status).toBe(400)
  entra.rotateKey()
  const after = entra.token({ roles })
  await until(async () => expect((await call(app.host.url, 'GET', 'v1/runs/none', after)).status).toBe(400))
  expect((await call(app.host.url, 'GET', 'v1/runs/none', before)).status).toBe(400)
})

test('an outage of the signing keys is told as one, and held keys bridge it', async ({ app }) => {
  const token = app.identity.entra.token({ roles })
  expect((await call(app.host.url, 'GET', 'v1/configurations', token)).status).toBe(200)
  const fresh = await app.startHost()
  for (const fault of [new Response(null, { status: 503 }), new Response('<html>')]) {
    app.identity.injectFault(({ url }) => (url.endsWith('/keys') ? fault.clone() : undefined))
    const answer = await call(fresh.url, 'GET', 'v1/configurations', token)
    expect([answer.status, ((await answer.json()) as Failure).error.message]).toEqual([
      503,
      expect.stringMatching(/^Microsoft Entra (cannot be reached|gave an answer that cannot be read).* Try again/),
    ])
    expect((await call(app.host.url, 'GET', 'v1/configurations', token)).status).toBe(200)
  }
  app.clearFaults()
  expect((await call(fresh.url, 'GET', 'v1/configurations', token)).status).toBe(200)
  await fresh.stop()
})

test('without a client id nobody signs in, and the app works', async ({ app }) => {
  const host = await app.startHost({ env: { ENTRA_CLIENT_ID: '' } })
  const answer = await call(host.url, 'GET', 'v1/configurations', app.identity.entra.token({ roles }))
  expect(answer.status).toBe(404)
  expect(((await answer.json()) as Failure).error.message).toMatch(/^Nobody can sign in.* ENTRA_CLIENT_ID/)
  expect((await fetch(`${host.url}/api/health`)).status).toBe(200)
  await host.stop()
})

test('switched off, function keys open the webhook and nothing else', async ({ app }) => {
  const { url, keys, stop } = await app.startHost({ env: { KEY_ROUTES: 'off' } })
  const headers = { 'x-functions-key': keys.default }
  for (const route of routes) {
    const [method = '', path = ''] = route.replace('{table}', 'msevtmgt_event').replace('{id}', id).split(' ')
    const answer = await fetch(`${url}/api/${path}`, { method, headers })
    const { error } = (await answer.json()) as Failure
    expect([answer.status, error.code]).toEqual([403, 'switched_off'])
    expect(error.message).toContain(`Call /api/v1/${route.split(' ')[1]} with an access token`)
  }
  const webhook = await fetch(`${url}/api/webhooks/dataverse`, {
    method: 'POST',
    headers: { ...headers, 'x-ms-dynamics-organization': new URL(app.dataverse.url).hostname },
    body: JSON.stringify({ PrimaryEntityName: 'sdkmessageprocessingstep', PrimaryEntityId: id }),
  })
  expect(webhook.status).toBe(202)
  expect((await fetch(`${url}/api/health`)).status).toBe(200)
  const token = app.identity.entra.token({ roles: ['Reader'] })
  expect((await call(url, 'GET', 'v1/configurations', token)).status).toBe(200)
  await stop()
})

test('no token and nobody’s id or name gets into the log', async ({ app }) => {
  const claims = { oid: another, name: 'Erin Planner', preferred_username: 'erin@example.test' }
  const tokens = [{ roles: [] }, { aud: id }, { exp: seconds(-120) }].map((more) =>
    app.identity.entra.token({ ...claims, ...more }),
  )
  for (const token of tokens) await call(app.host.url, 'GET', 'v1/failures', token)
  const logged = app.host.logs.map(({ message }) => message).join('\n')
  expect(logged).toContain('role_missing')
  for (const word of [...tokens, ...tokens.flatMap((token) => token.split('.')), ...Object.values(claims)]) {
    expect(logged).not.toContain(word)
  }
})

type Keys = [JsonWebKey, ...JsonWebKey[]]

async function keysOf({ identity }: TestApp): Promise<Keys> {
  const answer = await fetch(`${identity.url}/${identity.entra.tenant}/discovery/v2.0/keys`)
  return ((await answer.json()) as { keys: Keys }).keys
}

const publicKey = (key: JsonWebKey) => createPublicKey({ key, format: 'jwk' })

const v1Issuer = ({ tenant }: Entra) => `https://sts.windows.net/${tenant}/`

function ofTenant(entra: Entra, tenant: string) {
  const [, { iss }] = opened(entra.token())
  return entra.token({ tid: tenant, iss: String(iss).replace(entra.tenant, tenant) })
}

/** A good token with an administrator’s role, signed by somebody else. */
function forge(entra: Entra, headers: Record<string, unknown>, signature: (signed: string) => string) {
  const [header, claims] = opened(entra.token({ roles: ['Administrator'] }))
  return forged({ ...header, ...headers }, claims, signature)
}

function changed(token: string) {
  const [header, claims] = opened(token)
  return forged(header, { ...claims, roles: ['Administrator'] }, () => token.split('.')[2] ?? '')
}
