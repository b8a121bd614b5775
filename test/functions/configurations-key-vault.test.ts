import { randomBytes } from 'node:crypto'
import type { Fault } from '@webinar-connector/emulator-server'
import { expect } from 'vitest'
import { credentialKeyName } from '../../tools/environment/environment.ts'
import { expectOutage, test } from '../harness/configurations.ts'

test.afterEach(({ app }) => app.keyVault.injectFault())

test.for<[string, Fault]>([
  ['is out', () => Response.json({}, { status: 503 })],
  ['lets nobody in', () => Response.json({ error: { code: 'Forbidden', message: 'No.' } }, { status: 403 })],
])(
  'an instance with a cached key goes on while Key Vault %s, and one without waits',
  async ([_how, fault], { app, configurations }) => {
    const { clientId, body } = configurations.client()
    const named = { msevtmgt_clientid: clientId }
    const [id, blank] = [configurations.newRow(named), configurations.newRow(named)]
    expect((await configurations.give(id, body)).status).toBe(200)
    const fresh = await configurations.freshInstance()
    app.keyVault.injectFault(fault)
    expect((await configurations.give(id, body)).status).toBe(200)
    expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
    await expectOutage(
      await fresh('PUT', `configurations/${blank}`, body),
      'Key Vault cannot be reached at present. Try again in a few minutes.',
    )
    expect(await configurations.view(blank)).toBeUndefined()
    app.keyVault.injectFault()
    expect((await fresh('PUT', `configurations/${blank}`, body)).status).toBe(200)
  },
)

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
