import { randomBytes } from 'node:crypto'
import type { Fault } from '@webinar-connector/emulator-server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { credentialKeyName } from '../../tools/environment/environment.ts'
import { configurationDesk, expectOutage } from '../harness/configurations.ts'
import { type Rig, startRig } from '../harness/test-app.ts'

let rig: Rig
let desk: ReturnType<typeof configurationDesk>
beforeAll(async () => {
  rig = await startRig()
  desk = configurationDesk(rig)
})
afterAll(() => rig.stop())
afterEach(() => rig.keyVault.interfere())

test.each<[string, Fault]>([
  ['is out', () => Response.json({}, { status: 503 })],
  ['lets nobody in', () => Response.json({ error: { code: 'Forbidden', message: 'No.' } }, { status: 403 })],
])(
  'while Key Vault %s an instance that holds a key goes on, one that holds none keeps nothing',
  async (_how, fault) => {
    const [id, blank] = [desk.newRow(), desk.newRow()]
    const { body } = desk.client()
    expect((await desk.put(id, body)).status).toBe(200)
    const fresh = await desk.freshInstance()
    rig.keyVault.interfere(fault)
    expect((await desk.put(id, body)).status).toBe(200)
    expect(await desk.check(id)).toMatchObject({ health: { status: 'healthy' } })
    await expectOutage(
      await fresh('PUT', `configurations/${blank}`, body),
      'Key Vault cannot be reached at present. Try again in a few minutes.',
    )
    expect(await desk.view(blank)).toBeUndefined()
    rig.keyVault.interfere()
    expect((await fresh('PUT', `configurations/${blank}`, body)).status).toBe(200)
  },
)

test('a Key Vault that hangs is an outage within seconds', async () => {
  const fresh = await desk.freshInstance()
  const id = desk.newRow()
  let release = () => {}
  const hanging = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined)
  })
  rig.keyVault.interfere(() => hanging)
  await expectOutage(
    await fresh('PUT', `configurations/${id}`, desk.client().body),
    'Key Vault cannot be reached at present. Try again in a few minutes.',
  )
  release()
  expect(await desk.view(id)).toBeUndefined()
})

test('a vault without a usable key is told as such', async () => {
  const fresh = await desk.freshInstance({ CREDENTIAL_KEY_NAME: 'no-such-key' })
  const answer = await fresh('PUT', `configurations/${desk.newRow()}`, desk.client().body)
  await expectOutage(answer, 'Key Vault has no usable credential key. Set one.')
})

test('a rotated key is what the next instance seals with; old envelopes open and are sealed anew when used', async () => {
  const id = desk.newRow()
  await desk.put(id, desk.client().body)
  const keyOf = async () => {
    const { envelope } = await desk.kept().getEntity<{ envelope: string }>('configuration', id)
    return JSON.parse(envelope).kid as string
  }
  const before = await keyOf()
  const rotated = rig.keyVault.add(credentialKeyName, randomBytes(32).toString('base64'))
  const fresh = await desk.freshInstance()
  const check = async () => {
    const answer = await fresh('POST', `configurations/${id}/check`)
    return ((await answer.json()) as { health: { status: string } }).health.status
  }
  expect(await check()).toBe('healthy')
  expect([before, await keyOf()]).toEqual([expect.not.stringMatching(rotated), rotated])
  rig.keyVault.disable(credentialKeyName, before)
  expect(await check()).toBe('healthy')
})

test('an envelope whose key is disabled is refused, not guessed at', async () => {
  const id = desk.newRow()
  const version = rig.keyVault.add(credentialKeyName, randomBytes(32).toString('base64'))
  const first = await desk.freshInstance()
  expect((await first('PUT', `configurations/${id}`, desk.client().body)).status).toBe(200)
  rig.keyVault.add(credentialKeyName, randomBytes(32).toString('base64'))
  rig.keyVault.disable(credentialKeyName, version)
  const second = await desk.freshInstance()
  const answer = await second('POST', `configurations/${id}/check`)
  expect(await answer.json()).toMatchObject({
    health: { status: 'not_authenticated', message: 'The stored credentials can no longer be read. Enter them again.' },
  })
})
