import { globSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { readConfig, Settings } from '../../lib/config.ts'
import { settingsOf, template } from './template.ts'

/** Read by the Functions host and by the Azure SDK, not by the app. */
const ofThePlatform = [
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__blobServiceUri',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'AZURE_TOKEN_CREDENTIALS',
  'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT',
]
/** App Service sets these itself; the host wants the first at home only. */
const atHomeOnly = ['FUNCTIONS_WORKER_RUNTIME', 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER']

const main = template('main.bicep')
const set = settingsOf(main)
const sample: Record<string, string> = JSON.parse(readFileSync('local.settings.sample.json', 'utf8')).Values
const inBindings = globSync('functions/*.ts').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/%(\w+)%/g)].map(([, name = '']) => name),
)
const known = [...Object.keys(Settings.entries), ...inBindings]

test('every required setting is set by the template and by the sample', () => {
  const demanded = Object.entries(Settings.entries).filter(([, entry]) => !v.safeParse(entry, undefined).success)
  const names = [...demanded.map(([name]) => name), ...inBindings]
  expect(names.length).toBeGreaterThan(2)
  expect(set).toEqual(expect.arrayContaining(names))
  expect(Object.keys(sample)).toEqual(expect.arrayContaining(names))
})

test('every setting of the template is read by the app or by the platform', () => {
  expect(set.length).toBeGreaterThan(10)
  expect(set.filter((name) => !known.includes(name) && !ofThePlatform.includes(name))).toEqual([])
})

test('every setting of the sample is read by the app or needed at home', () => {
  expect(Object.keys(sample).filter((name) => !known.includes(name) && !atHomeOnly.includes(name))).toEqual([])
})

test('the app accepts the settings of the sample and those of the template', () => {
  expect(readConfig(sample).storage).toEqual({ connectionString: 'UseDevelopmentStorage=true' })
  const url = 'https://example.com/'
  const schedule = '0 */5 * * * *'
  const deployed = Object.fromEntries(
    set.map((name) => [name, /SCHEDULE/.test(name) ? schedule : /UR[LI]/i.test(name) ? url : 'a-name']),
  )
  Object.assign(deployed, { RECORDS_KEPT_DAYS: '400', AUDIT_KEPT_DAYS: '730' })
  Object.assign(deployed, { KEY_VAULT_OUTAGE_MINUTES: '60', CREDENTIAL_KEY_KIND: 'key' })
  Object.assign(deployed, { ENTRA_TENANT_ID: '', ENTRA_CLIENT_ID: '', KEY_ROUTES: 'on' })
  Object.assign(deployed, { DATAVERSE_ORGANIZATION_ID: '', MESSAGE_LANGUAGE: '', REGISTRATION_STATUS_REASONS: '' })
  expect(readConfig(deployed).storage).toEqual({
    queues: 'https://example.com',
    tables: 'https://example.com',
    clientId: 'a-name',
  })
})

test('settings of Flex Consumption itself are not set here', () => {
  expect(set.filter((name) => /^(FUNCTIONS_(?!REQUEST_)|WEBSITE_|SCM_|ENABLE_ORYX)/.test(name))).toEqual([])
})

test('a setting has the same default in the template, azd’s parameters and the app', () => {
  const parameters = readFileSync('infra/main.parameters.json', 'utf8')
  const { ON24_API_URL_NA, ON24_API_URL_EU, CREDENTIAL_KEY_NAME, RECORDS_KEPT_DAYS, ...others } = Settings.entries
  const { AUDIT_KEPT_DAYS, KEY_ROUTES } = others
  const kept = { RECORDS_KEPT_DAYS, AUDIT_KEPT_DAYS }
  const same = { ON24_API_URL_NA, ON24_API_URL_EU, CREDENTIAL_KEY_NAME, KEY_ROUTES, ...kept }
  for (const [name, entry] of Object.entries(same)) {
    const value = v.getDefault(entry)
    expect(parameters).toContain(`{${name}=${value}}`)
    expect(main).toContain(`string = '${value}'`)
  }
})
