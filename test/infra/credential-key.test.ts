import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { day, hour } from '../../lib/core/time.ts'
import { emulateAzd } from './azd-emulator.ts'

const vault = '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v'
let azd: ReturnType<typeof emulateAzd>
let manager: Emulator
type Properties = { value?: string; kty?: string; attributes: { exp: number } }
let kept: Properties[] = []
let refusal: Response | undefined
let collection = 'secrets'

beforeAll(async () => {
  manager = await serve(async (request) => {
    if (!azd.signedIn(request.headers)) return Response.json({ error: {} }, { status: 401 })
    if (refusal) return refusal
    if (!request.url.includes(`${vault}/${collection}/the-key?api-version=`)) return new Response(null, { status: 400 })
    if (request.method === 'PUT') {
      const { properties } = (await request.json()) as { properties: Properties }
      kept.push(properties)
      return Response.json({ properties: { secretUriWithVersion: 'https://v/secrets/the-key/1' } }, { status: 201 })
    }
    if (kept.length > 0) return Response.json({ properties: { secretUri: 'https://v/secrets/the-key' } })
    return Response.json({ error: { code: 'SecretNotFound' } }, { status: 404 })
  })
  azd = emulateAzd(manager.url)
})
afterAll(async () => {
  azd.stop()
  await manager.stop()
})
beforeEach(() => {
  kept = []
  refusal = undefined
  collection = 'secrets'
})

/** Runs the script as azd does: with the outputs of the template in its environment. */
async function provision(outputs: Record<string, string> = { AZURE_KEY_VAULT_ID: vault }) {
  const child = spawn(process.execPath, ['infra/credential-key.ts'], {
    env: {
      ...azd.env,
      ...{ AZURE_RESOURCE_MANAGER_URL: `${manager.url}/`, CREDENTIAL_KEY_NAME: 'the-key', ...outputs },
    },
  })
  const [said, [code]] = await Promise.all([
    Promise.all([text(child.stdout), text(child.stderr)]).then((parts) => parts.join('')),
    once(child, 'exit'),
  ])
  return { said, code }
}

test('a vault without a key gets one of 256 bits, and nobody is shown it', async () => {
  const { said, code } = await provision()
  expect(code).toBe(0)
  expect(kept).toHaveLength(1)
  expect(Buffer.from(kept[0]?.value ?? '', 'base64')).toHaveLength(32)
  expect(said).toBe(`The credential key the-key was made. It expires on ${expiry(kept[0])}.\n`)
})

/** The day on which it expires, which is a year from now. */
function expiry(properties: Properties | undefined) {
  const exp = (properties?.attributes.exp ?? 0) * 1000
  expect(Math.abs(exp - Date.now() - 365 * day)).toBeLessThan(hour)
  return new Date(exp).toISOString().slice(0, 10)
}

test.each([
  ['standard', 'RSA'],
  ['premium', 'RSA-HSM'],
])('a %s vault that has to wrap gets a key that rotates by itself, of type %s', async (sku, kty) => {
  collection = 'keys'
  const outputs = { AZURE_KEY_VAULT_ID: vault, CREDENTIAL_KEY_KIND: 'key', KEY_VAULT_SKU: sku }
  const { said, code } = await provision(outputs)
  expect({ said, code }).toEqual({
    ...{ said: `The credential key the-key was made. It expires on ${expiry(kept[0])}.\n`, code: 0 },
  })
  expect(kept).toMatchObject([
    {
      ...{ kty, keySize: 3072, keyOps: ['wrapKey', 'unwrapKey'] },
      rotationPolicy: { attributes: { expiryTime: 'P1Y' }, lifetimeActions: [{ action: { type: 'rotate' } }] },
    },
  ])
  expect((await provision(outputs)).said).toContain('was left as it is')
})

test('a key that is there is left as it is, however often one provisions', async () => {
  await provision()
  const [first] = kept
  const { said, code } = await provision()
  expect({ said, code }).toEqual({ said: 'The credential key the-key is there; it was left as it is.\n', code: 0 })
  expect(kept).toEqual([first])
})

test('a person without the role is told which is missing, and the deployment stops', async () => {
  refusal = Response.json({ error: { code: 'AuthorizationFailed', message: 'secret detail' } }, { status: 403 })
  const { said, code } = await provision()
  expect(code).toBe(1)
  expect(said.trim()).toBe(
    'The vault could not be asked for the-key: 403 AuthorizationFailed. You need the role Contributor on the resource group.',
  )
})

test('a missing vault is answered with the command to run', async () => {
  const { said, code } = await provision({})
  expect(code).toBe(1)
  expect(said).toContain('azd provision')
})
