import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { emulateAzd } from './azd-emulator.ts'

const vault = '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v'
let azd: ReturnType<typeof emulateAzd>
let manager: Emulator
let kept: string[] = []
let refusal: Response | undefined

beforeAll(async () => {
  manager = await serve(async (request) => {
    if (!azd.signedIn(request.headers)) return Response.json({ error: {} }, { status: 401 })
    if (refusal) return refusal
    if (!request.url.includes(`${vault}/secrets/the-key?api-version=`)) return new Response(null, { status: 400 })
    if (request.method === 'PUT') {
      const { properties } = (await request.json()) as { properties: { value: string } }
      kept.push(properties.value)
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
  expect(said).toBe('The credential key the-key was made.\n')
  expect(kept).toHaveLength(1)
  expect(Buffer.from(kept[0] ?? '', 'base64')).toHaveLength(32)
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
