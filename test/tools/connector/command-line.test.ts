import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { commands } from '../../../tools/connector/commands.ts'
import { parse } from '../../../tools/connector/parse.ts'
import { usage } from '../../../tools/connector/usage.ts'
import { test } from '../../harness/test-app.ts'

/** The command itself, in a process of its own. */
async function connector(env: Record<string, string>, ...args: string[]) {
  const run = promisify(execFile)(process.execPath, ['tools/connector.ts', ...args], {
    env: { PATH: process.env.PATH, ...env },
  })
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout: String(stdout), stderr: String(stderr) }),
  )
}

test('the help lists every command, every option and every exit code', async () => {
  const { code, stdout, stderr } = await connector({}, '--help')
  expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: `${usage()}\n` })
  for (const { name, does } of commands)
    expect(stdout).toMatch(new RegExp(`^  ${name} .*${RegExp(does.slice(0, 20)).source}`, 'm'))
  expect(stdout).toMatch(/--json.*\n.*--help.*\nExit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 /s)
})

test('the help of a command has its own options and the common ones', () => {
  const { command } = parse(['backfill', '--help'])
  expect(usage(command)).toMatch(
    /^npm run connector -- backfill <event> \[options\]\n.*--dry-run.*--yes.*--app.*--json/s,
  )
})

test.for([
  [[], /^Say a command: status, failures, send-again, /],
  [['repair'], /^“repair” is no command: status/],
  [['status', '--force'], /--force.*status --help/],
  [['status', 'now'], /^“now” is an argument too many: status takes none\.$/],
  [['check'], /^Say <event> after check\.$/],
  [['check', ''], /^Say <event> after check\.$/],
  [['check', 'Spring', 'demo'], /^“demo” is an argument too many: put a name with spaces in quotes\.$/],
  [['failures', '--kind'], /--kind/],
] as const)('%j is refused with the reason', ([args, reason]) => {
  expect(() => parse(args)).toThrow(
    expect.objectContaining({ exitCode: 2, userMessage: { code: 'as_written', text: expect.stringMatching(reason) } }),
  )
})

test('the command signs in, prints one document, and ends with its exit code', async ({ app }) => {
  const env = { ...app.identity.settings, FUNCTION_APP_URL: app.host.url, DATAVERSE_URL: app.dataverse.url }
  const well = await connector(env, 'status', '--json', '--key', app.host.keys.default)
  expect({ ...well, stdout: JSON.parse(well.stdout) }).toMatchObject({
    code: 0,
    stderr: '',
    stdout: { app: app.host.url },
  })
  const unknown = await connector(env, 'check', 'Nothing like it', '--json', '--key', app.host.keys.default)
  expect(unknown).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Dynamics shows you no event or session “Nothing like it”.\n',
  })
})

test('a person who is not signed in to Azure is told so', async ({ app }) => {
  const env = {
    ...{ ...app.identity.settings, IDENTITY_HEADER: 'wrong', AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential' },
    ...{ AZURE_AUTHORITY_HOST: app.keyVault.url, FUNCTION_APP_URL: app.host.url },
    ENTRA_CLIENT_ID: app.identity.entra.clientId,
  }
  const { code, stdout, stderr } = await connector(env, 'failures')
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toMatch(/^Microsoft Entra gives you no token .*az login/)
})
