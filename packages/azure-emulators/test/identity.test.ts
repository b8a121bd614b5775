import { DefaultAzureCredential } from '@azure/identity'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Identity, startIdentity } from '../src/identity.ts'

let identity: Identity

beforeAll(async () => {
  identity = await startIdentity()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await identity.stop()
})

test('the Azure SDK gets a token, and the token is known to be for that resource', async () => {
  for (const [name, value] of Object.entries(identity.settings)) vi.stubEnv(name, value)
  const token = await new DefaultAzureCredential().getToken('https://contoso.crm.dynamics.com/.default')
  expect(identity.issued(token.token)).toEqual({ resource: 'https://contoso.crm.dynamics.com' })
  expect(token.expiresOnTimestamp).toBeGreaterThan(Date.now() + 23 * 60 * 60 * 1000)
})

test('a token that was never issued is unknown', () => {
  expect(identity.issued('made up')).toBeUndefined()
})

test.each([
  { why: 'the header is missing', headers: {}, query: 'resource=r&api-version=2019-08-01', status: 401 },
  { why: 'the header is wrong', header: 'guess', query: 'resource=r&api-version=2019-08-01', status: 401 },
  { why: 'no resource is named', header: 'right', query: 'api-version=2019-08-01', status: 400 },
  { why: 'the protocol is an older one', header: 'right', query: 'resource=r&api-version=2017-09-01', status: 400 },
])('a call is refused when $why', async ({ header, query, status }) => {
  const headers = header ? { 'x-identity-header': header === 'right' ? identity.header : header } : {}
  const answer = await fetch(`${identity.settings.IDENTITY_ENDPOINT}?${query}`, { headers })
  expect(answer.status).toBe(status)
})
