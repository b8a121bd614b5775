import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { azdVariables } from '../../crm/azd.ts'
import { readOptions } from '../../crm/options.ts'

const url = 'https://contoso.crm.dynamics.com'
const app = 'https://contoso-webinars.azurewebsites.net'

test('addresses are taken as they are copied from a browser', () => {
  const options = readOptions(['plan', '--url', `${url}/main.aspx?appid=1`, '--app', `${app}/`], {})
  expect(options).toMatchObject({ command: 'plan', url, app })
})

test('the address of the environment is read as the app reads it', () => {
  const urlOf = (given: string) => readOptions(['plan', '--url', given, '--app', app], {}).url
  expect(urlOf('https://contoso.api.crm4.dynamics.com/api/data/v9.2')).toBe('https://contoso.crm4.dynamics.com')
  expect(() => urlOf('https://make.powerapps.com/environments/1234')).toThrow(/--url must be the environment/)
})

test('options that the command line leaves out are taken from the environment', () => {
  const environment = {
    DATAVERSE_URL: url,
    FUNCTION_APP_URL: app,
    IDENTITY_CLIENT_ID: '9B2F0C1E-4A5D-4A51-9D3C-0D6F5A1B0001',
  }
  const identity = '9b2f0c1e-4a5d-4a51-9d3c-0d6f5a1b0001'
  expect(readOptions(['apply'], environment)).toMatchObject({ url, app, identity })
  const other = 'https://other.crm.dynamics.com'
  expect(readOptions(['apply', '--url', other], environment)).toMatchObject({ url: other, app })
})

test.each([
  [['apply'], /--url must be the environment.* --app must be the function app/],
  [['destroy', '--url', url, '--app', app], /Say plan, apply or remove\./],
  [['plan', 'apply', '--url', url, '--app', app], /Say plan, apply or remove\./],
  [['plan', '--url', 'contoso', '--app', app], /--url must be .*not contoso\./],
  [['plan', '--url', 'http://contoso.crm.dynamics.com', '--app', app], /--url must be/],
  [['plan', '--url', url, '--app', app, '--identity', 'me'], /--identity must be .*GUID/],
  [['plan', '--url', url, '--app', app, '--resource-id', 'x'], /--resource-id must be like/],
  [['plan', '--force'], /--force/],
  [['apply', '--url', url], /--app must be the function app/],
  [['plan', '--url', url, '--app', 'contoso'], /--app must be .*not contoso\./],
])('%j is refused with the reason', (args, reason) => {
  expect(() => readOptions(args, {})).toThrow(reason)
})

test('status reasons are read as the app’s setting says', () => {
  const REGISTRATION_STATUS_REASONS = 'event:7=waitlisted'
  const { statusReasons } = readOptions(['plan', '--url', url], { REGISTRATION_STATUS_REASONS })
  expect(statusReasons.event.get(7)).toBe('waitlisted')
  const wrong = { REGISTRATION_STATUS_REASONS: 'event:7=maybe' }
  expect(() => readOptions(['plan', '--url', url], wrong)).toThrow(/REGISTRATION_STATUS_REASONS must read like/)
})

test('the deployment that azd made from this folder is known', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azd-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  expect(azdVariables(folder)).toEqual({})
  mkdirSync(join(folder, '.azure', 'prod'), { recursive: true })
  writeFileSync(join(folder, '.azure', 'config.json'), '{"version":1,"defaultEnvironment":"prod"}')
  writeFileSync(join(folder, '.azure', 'prod', '.env'), `DATAVERSE_URL="${url}"\nFUNCTION_APP_URL="${app}"\n`)
  expect(readOptions(['plan'], azdVariables(folder))).toMatchObject({ url, app })
})
