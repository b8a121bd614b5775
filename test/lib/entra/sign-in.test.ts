import { type Identity, startIdentity } from '@webinar-connector/azure-emulators/identity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSignIn, type SignIn } from '../../../lib/entra/sign-in.ts'

const oid = '0f8fad5b-d9cb-469f-a165-70867728950e'
let identity: Identity
let signIn: SignIn
beforeAll(async () => {
  identity = await startIdentity()
  signIn = createSignIn({ url: identity.url, ...identity.entra })
})
afterAll(() => identity.stop())

const admit = (claims: Record<string, unknown>) =>
  signIn.admit(`bearer  ${identity.entra.token({ roles: ['Operator'], oid, ...claims })} `, 'Reader')

test('a caller is known by the object id, as a user or as an application', async () => {
  expect(await admit({})).toEqual({ by: 'user', id: oid })
  expect(await admit({ idtyp: 'user' })).toEqual({ by: 'user', id: oid })
  expect(await admit({ idtyp: 'app', scp: undefined })).toEqual({ by: 'application', id: oid })
})

test('keys are read once for many tokens', async () => {
  const before = identity.calls.length
  const fresh = createSignIn({ url: identity.url, ...identity.entra })
  const token = `Bearer ${identity.entra.token({ roles: ['Reader'] })}`
  await Promise.all(Array.from({ length: 20 }, () => fresh.admit(token, 'Reader')))
  expect(identity.calls.slice(before).map(({ path }) => path)).toEqual([
    `/${identity.entra.tenant}/discovery/v2.0/keys`,
  ])
})

test('tokens of invented keys make one reading a second at most', async () => {
  const fresh = createSignIn({ url: identity.url, ...identity.entra })
  const before = identity.calls.length
  const invented = Array.from({ length: 20 }, (_, at) => identity.entra.token({}, { kid: `invented-${at}` }))
  const outcomes = await Promise.allSettled(invented.map((token) => fresh.admit(`Bearer ${token}`, 'Reader')))
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(20)
  expect(identity.calls.length - before).toBe(1)
})
