import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emulateAzd } from './azd-emulator.ts'

let azd: ReturnType<typeof emulateAzd>
let manager: Emulator
let offered: string[]

const runtime = (version: string) => ({
  skuCode: 'FC1',
  functionAppConfigProperties: { runtime: { name: 'node', version } },
})
const stacks = () => ({
  value: [
    {
      properties: {
        majorVersions: offered.map((version) => ({
          minorVersions: [{ stackSettings: { linuxRuntimeSettings: { Sku: [runtime(version)] } } }],
        })),
      },
    },
  ],
})

beforeEach(async () => {
  offered = ['22', '24']
  manager = await serve(({ url, headers }) => {
    if (!azd.signedIn(headers)) return new Response(null, { status: 401 })
    const asked = url.includes('/providers/Microsoft.Web/locations/westeurope/functionAppStacks?api-version=')
    return asked ? Response.json(stacks()) : new Response(null, { status: 404 })
  })
  azd = emulateAzd(manager.url)
})
afterEach(async () => {
  azd.stop()
  await manager.stop()
})

/** Runs the script as azd does: with the values of its environment. */
async function provision(values: Record<string, string>) {
  const env = { ...azd.env, AZURE_RESOURCE_MANAGER_URL: manager.url, ...values }
  const { stdout } = await promisify(execFile)(process.execPath, ['infra/choose-node.ts'], { env })
  return { said: stdout.trim(), azd: azd.calls() }
}

test('Node 24 is chosen where Flex Consumption offers it', async () => {
  expect(await provision({ AZURE_LOCATION: 'westeurope' })).toEqual({
    said: 'Node 24 runs the app: westeurope offers it.',
    azd: 'env set NODE_VERSION 24',
  })
})

test('Node 22 stays where 24 is not offered, or nobody can say', async () => {
  offered = ['20', '22']
  const elsewhere = await provision({ AZURE_LOCATION: 'westeurope' })
  expect(elsewhere).toEqual({ said: 'Node 22 runs the app: westeurope offers no 24 yet.', azd: '' })
  expect(await provision({})).toMatchObject({ said: expect.stringContaining('region is not chosen yet'), azd: '' })
  const unknown = await provision({ AZURE_LOCATION: 'nowhere' })
  expect(unknown).toMatchObject({ said: expect.stringContaining('could not be seen (Azure answers 404)'), azd: '' })
})

test('Node 22 stays where nobody is signed in, and that is said', async () => {
  azd.stop()
  azd = emulateAzd(undefined)
  const said = await provision({ AZURE_LOCATION: 'westeurope' })
  expect(said).toEqual({
    said: expect.stringContaining('(azd gives no token: sign in with `azd auth login`.)'),
    azd: '',
  })
})

test('a version that was chosen stays', async () => {
  expect(await provision({ AZURE_LOCATION: 'westeurope', NODE_VERSION: '22' })).toEqual({ said: '', azd: '' })
})
