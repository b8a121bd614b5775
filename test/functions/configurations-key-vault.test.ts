import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { events } from '../../lib/triggers/telemetry.ts'
import { credentialKeyName } from '../../tools/environment/environment.ts'
import { expectOutage, test } from '../harness/configurations.ts'
import { until } from '../harness/test-app.ts'

test.afterEach(({ app }) => {
  app.keyVault.injectFault()
  app.keyVault.refuse()
})

const refuses =
  'Key Vault does not let the connector in. Its operator checks the roles of the connector’s identity on the vault, and the vault’s network: azd provision.'

test('an instance that holds the key goes on while Key Vault is out, and one without waits', async ({
  app,
  configurations,
}) => {
  const { clientId, body } = configurations.client()
  const [id, blank] = [configurations.newRow(), configurations.newRow({ msevtmgt_clientid: clientId })]
  expect((await configurations.give(id, body)).status).toBe(200)
  const fresh = await configurations.freshInstance()
  app.keyVault.injectFault(() => Response.json({}, { status: 503 }))
  expect((await configurations.give(id, body)).status).toBe(200)
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
  await expectOutage(
    await fresh('PUT', `configurations/${blank}`, body),
    'Key Vault cannot be reached at present. Try again in a few minutes.',
  )
  expect(await configurations.view(blank)).toBeUndefined()
  app.keyVault.injectFault()
  expect((await fresh('PUT', `configurations/${blank}`, body)).status).toBe(200)
})

test.for(['ForbiddenByRbac', 'ForbiddenByFirewall'] as const)(
  'an instance that meets a refusal uses no key and no token that it holds: %s',
  async (reason, { app, account, configurations }) => {
    const webinar = await app.webinar(account)
    const registered = (id: string) =>
      until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'), { timeout: 20_000 })
    const register = (name: string) => app.register(webinar, app.contact({ emailaddress1: `${name}@example.test` }))
    await registered(register('ada'))
    app.keyVault.refuse(reason)
    await app.host.run('sweep-timer')
    expect(app.reports(events.vault).at(-1)).toMatchObject({ state: 'refuses' })
    const waiting = register('augusta')
    await until(() => {
      const tries = app.reports(events.message).filter(({ id }) => id === waiting)
      expect(tries.length).toBeGreaterThan(0)
    })
    expect(app.registrants(webinar)).toHaveLength(1)
    await expectOutage(await configurations.give(configurations.newRow(), configurations.client().body), refuses)
    app.keyVault.refuse()
    await registered(waiting)
    await app.host.run('sweep-timer')
    expect(app.reports(events.vault).at(-1)).toMatchObject({ state: 'well', expiresInDays: 364 })
  },
)

test('a move to a key of the vault, and back, happens with the next use of each account', async ({
  configurations,
}) => {
  const id = configurations.newRow()
  await configurations.give(id, configurations.client().body)
  const sealedUnder = async () => {
    const { envelope } = await configurations.kept().getEntity<{ envelope: string }>('configuration', id)
    return JSON.parse(envelope).alg as string
  }
  expect(await sealedUnder()).toBe('A256GCM')
  const moved = await configurations.freshInstance({ CREDENTIAL_KEY_KIND: 'key' })
  const check = async () => {
    const answer = await moved('POST', `configurations/${id}/check`)
    return ((await answer.json()) as { health: { status: string } }).health.status
  }
  expect(await check()).toBe('healthy')
  expect(await sealedUnder()).toBe('RSA-OAEP-256')
  expect(await check()).toBe('healthy')
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
  expect(await sealedUnder()).toBe('A256GCM')
})

test('a Key Vault that hangs is an outage within seconds', async ({ app, configurations }) => {
  const fresh = await configurations.freshInstance()
  const { clientId, body } = configurations.client()
  const id = configurations.newRow({ msevtmgt_clientid: clientId })
  let release = () => {}
  const hanging = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined)
  })
  app.keyVault.injectFault(() => hanging)
  await expectOutage(
    await fresh('PUT', `configurations/${id}`, body),
    'Key Vault cannot be reached at present. Try again in a few minutes.',
  )
  release()
  expect(await configurations.view(id)).toBeUndefined()
})

test('a vault without a usable key is reported as such', async ({ configurations }) => {
  const fresh = await configurations.freshInstance({ CREDENTIAL_KEY_NAME: 'no-such-key' })
  const { clientId, body } = configurations.client()
  const id = configurations.newRow({ msevtmgt_clientid: clientId })
  const answer = await fresh('PUT', `configurations/${id}`, body)
  await expectOutage(answer, 'Key Vault has no usable credential key. Set one.')
})

test('a rotated key seals new envelopes, and old ones are sealed again when used', async ({ app, configurations }) => {
  const id = configurations.newRow()
  await configurations.give(id, configurations.client().body)
  const keyOf = async () => {
    const { envelope } = await configurations.kept().getEntity<{ envelope: string }>('configuration', id)
    return JSON.parse(envelope).kid as string
  }
  const before = await keyOf()
  const rotated = app.keyVault.add(credentialKeyName, randomBytes(32).toString('base64'))
  const fresh = await configurations.freshInstance()
  const check = async () => {
    const answer = await fresh('POST', `configurations/${id}/check`)
    return ((await answer.json()) as { health: { status: string } }).health.status
  }
  expect(await check()).toBe('healthy')
  expect([before, await keyOf()]).toEqual([expect.not.stringMatching(rotated), rotated])
  app.keyVault.disable(credentialKeyName, before)
  expect(await check()).toBe('healthy')
})

test('an envelope whose key is disabled is refused, not guessed at', async ({ app, configurations }) => {
  const { clientId, body } = configurations.client()
  const id = configurations.newRow({ msevtmgt_clientid: clientId })
  const version = app.keyVault.add(credentialKeyName, randomBytes(32).toString('base64'))
  const first = await configurations.freshInstance()
  expect((await first('PUT', `configurations/${id}`, body)).status).toBe(200)
  app.keyVault.add(credentialKeyName, randomBytes(32).toString('base64'))
  app.keyVault.disable(credentialKeyName, version)
  const second = await configurations.freshInstance()
  const answer = await second('POST', `configurations/${id}/check`)
  expect(await answer.json()).toMatchObject({
    health: { status: 'not_authenticated', message: 'The stored credentials can no longer be read. Enter them again.' },
  })
})
