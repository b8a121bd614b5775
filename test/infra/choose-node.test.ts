import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Identity, startIdentity } from '@webinar-connector/azure-emulators/identity'
import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'azd-'))
const calls = join(folder, 'calls')
let identity: Identity
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

beforeAll(async () => {
  // In place of azd, a program that writes down how it was called.
  writeFileSync(join(folder, 'azd'), `#!/bin/sh\necho "$@" >> '${calls}'\n`, { mode: 0o755 })
  identity = await startIdentity()
  manager = await serve(({ url, headers }) => {
    const token = headers.get('authorization')?.replace('Bearer ', '') ?? ''
    if (identity.issued(token)?.resource !== manager.url) return new Response(null, { status: 401 })
    const asked = url.includes('/providers/Microsoft.Web/locations/westeurope/functionAppStacks?api-version=')
    return asked ? Response.json(stacks()) : new Response(null, { status: 404 })
  })
})
afterAll(async () => {
  await Promise.all([identity.stop(), manager.stop()])
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  offered = ['22', '24']
  writeFileSync(calls, '')
})

/** Runs the script as azd does: with the values of its environment. */
async function provision(values: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env
  const env = {
    ...{ PATH: `${folder}${delimiter}${PATH}`, HOME, AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential' },
    ...{ ...identity.settings, AZURE_RESOURCE_MANAGER_URL: manager.url, ...values },
  }
  const { stdout } = await promisify(execFile)(process.execPath, ['infra/choose-node.ts'], { env })
  return { said: stdout.trim(), azd: readFileSync(calls, 'utf8').trim() }
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

test('a version that was chosen stays', async () => {
  expect(await provision({ AZURE_LOCATION: 'westeurope', NODE_VERSION: '22' })).toEqual({ said: '', azd: '' })
})
