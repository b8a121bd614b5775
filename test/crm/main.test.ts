import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { identity } from '../harness/crm.ts'
import { type TestApp, test } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })

/** The command itself, signed in with the embedded environment's identity, which DefaultAzureCredential finds. */
async function crm(app: TestApp, ...args: string[]) {
  return crmAs(app.identity.settings, ...args)
}

async function crmAs(identity: Record<string, string>, ...args: string[]) {
  const env = { PATH: process.env.PATH, ...identity }
  const run = promisify(execFile)(process.execPath, ['crm/main.ts', ...args], { env })
  return run.then(
    ({ stdout }) => ({ code: 0, out: stdout, sentence: '' }),
    ({ code, stdout, stderr }) => ({ code: Number(code), out: String(stdout), sentence: String(stderr) }),
  )
}

test('two commands connect an environment with the running app and take it off again', async ({ app }) => {
  app.dataverse.insert('msevtmgt_webinarprovider', { msevtmgt_name: 'On24' })
  const where = ['--url', app.dataverse.url, '--app', app.host.url]
  const applied = await crm(app, 'apply', ...where, '--key', app.host.keys.default, '--identity', identity)
  expect(applied).toMatchObject({ code: 0, sentence: '' })
  expect(applied.out).toMatch(/are connected: .* a webhook came through Dynamics\./)
  const unasked = await crm(app, 'remove', ...where)
  expect(unasked).toMatchObject({ code: 1, sentence: expect.stringMatching(/no terminal to ask at: say --yes/) })
  expect(unasked.out).toMatch(/Processing steps: 21 to remove/)
  const removed = await crm(app, 'remove', '--yes', ...where)
  expect(removed.out).toMatch(/Webinar connector is gone from/)
})

test('a mistake ends with its sentence, the usage and exit code 1', async ({ app }) => {
  const { code, sentence } = await crm(app, 'apply', '--url', 'contoso', '--app', app.host.url)
  expect(code).toBe(1)
  expect(sentence).toMatch(/^--url must be the environment.*\n\nnpm run crm -- plan/)
})

test('a person who is not signed in is told so, and one without a network too', async ({ app }) => {
  const nobody = {
    ...app.identity.settings,
    IDENTITY_HEADER: 'wrong',
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    AZURE_AUTHORITY_HOST: app.keyVault.url,
  }
  const { code, sentence } = await crmAs(nobody, 'plan', '--url', app.dataverse.url, '--app', app.host.url)
  expect(code).toBe(1)
  expect(sentence).toMatch(/^Azure gives you no token for http:.* sign in to its tenant \(az login\)\.\n$/)

  const offline = { ...nobody, AZURE_AUTHORITY_HOST: 'https://login.invalid' }
  const unreached = await crmAs(offline, 'plan', '--url', app.dataverse.url, '--app', app.host.url)
  expect(unreached.sentence).toMatch(/^login\.invalid cannot be reached from here \(E\w+\): .*network/)
})

test('the command says how it is used', async () => {
  const { code, out, sentence } = await crmAs({}, '--help')
  expect({ code, sentence }).toEqual({ code: 0, sentence: '' })
  expect(out).toMatch(/^npm run crm -- plan \| apply \| remove\n.*--accept-terms.*--yes.*--verbose/s)
})
