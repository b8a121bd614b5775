import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig, readStorage, Settings } from '../../lib/config.ts'

const url = (path: string) => new URL(`../../${path}`, import.meta.url)
const good = {
  DATAVERSE_URL: 'https://contoso.crm.dynamics.com/',
  KEY_VAULT_URL: 'https://contoso.vault.azure.net',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  METRICS_SCHEDULE: '0 */5 * * * *',
  RECONCILE_SCHEDULE: '0 */15 * * * *',
}
const faults = (environment: Record<string, string | undefined>) => {
  try {
    readConfig(environment)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('The settings were taken.')
}

test('optional settings have the documented defaults', () => {
  expect(readConfig(good)).toEqual({
    dataverseUrl: 'https://contoso.crm.dynamics.com',
    keyVaultUrl: 'https://contoso.vault.azure.net',
    credentialKeyName: 'webinar-credential-key',
    credentialKeyKind: 'secret',
    vaultOutageBridged: 60 * 60_000,
    storage: { connectionString: 'UseDevelopmentStorage=true' },
    on24Urls: { na: 'https://api.on24.com/v2', eu: 'https://api.eu.on24.com/v2' },
    recordsKeptDays: 400,
    auditKeptDays: 730,
    statusReasons: { event: new Map(), session: new Map() },
    settingHashes: expect.objectContaining({ DATAVERSE_URL: expect.stringMatching(/^[\w-]{43}$/) }),
    keyRoutes: true,
  })
})

test('one message names every required setting that is missing', () => {
  const message = faults({})
  const required = ['DATAVERSE_URL', 'KEY_VAULT_URL', 'AzureWebJobsStorage', 'METRICS_SCHEDULE', 'RECONCILE_SCHEDULE']
  for (const name of required) expect(message).toContain(`${name} is missing.`)
})

test.each([
  ['DATAVERSE_URL', 'contoso, the environment', 'must be an https address'],
  ['DATAVERSE_URL', 'http://contoso.crm.dynamics.com', 'must be an https address'],
  ['KEY_VAULT_URL', 'ftp://contoso.vault.azure.net', 'must be an https address'],
  ['KEY_VAULT_URL', 'ftp://localhost', 'must be an https address'],
  ['KEY_VAULT_URL', '  ', 'must be an https address'],
  ['ON24_API_URL_NA', 'http://localhost.example.com/v2', 'must be an https address'],
  ['ON24_API_URL_EU', 'api.eu.on24.com', 'must be an https address'],
  ['DATAVERSE_URL', 'https://make.powerapps.com/environments/1234', 'alone, like https://contoso.crm4.dynamics.com.'],
  ['DATAVERSE_URL', 'https://make.powerapps.com', 'alone, like https://contoso.crm4.dynamics.com.'],
  ['DATAVERSE_URL', 'https://admin.powerplatform.microsoft.com/environments', 'alone, like'],
  ['DATAVERSE_URL', 'https://contoso.crm4.dynamics.com/somewhere/else', 'alone, like'],
  ['KEY_VAULT_URL', 'https://portal.azure.com/#@contoso/resource', 'alone, like https://contoso.vault.azure.net.'],
  ['KEY_VAULT_URL', 'https://contoso.vault.azure.net/elsewhere', 'alone, like'],
  ['ON24_API_URL_NA', 'https://wcc.on24.com/webcast/dashboard', 'like https://api.on24.com/v2.'],
  ['ON24_API_URL_EU', 'https://api.eu.on24.com/v1', 'like https://api.on24.com/v2.'],
  ['DATAVERSE_ORGANIZATION_ID', 'contoso', 'must be a GUID.'],
  ['RECORDS_KEPT_DAYS', 'for ever', 'must be a whole number of days, 30 at least.'],
  ['RECORDS_KEPT_DAYS', '7.5', 'must be a whole number of days, 30 at least.'],
  ['RECORDS_KEPT_DAYS', '29', 'must be a whole number of days, 30 at least.'],
  ['CREDENTIAL_KEY_KIND', 'certificate', 'must be one of secret, key.'],
  ['KEY_VAULT_OUTAGE_MINUTES', '61', 'must be a whole number of minutes, 60 at most.'],
  ['KEY_VAULT_OUTAGE_MINUTES', '-1', 'must be a whole number of minutes, 60 at most.'],
  ['KEY_VAULT_OUTAGE_MINUTES', '0.5', 'must be a whole number of minutes, 60 at most.'],
  ['AUDIT_KEPT_DAYS', '364', 'must be a whole number of days, 365 at least.'],
  ['MESSAGE_LANGUAGE', 'fr', 'must be one of en, de.'],
  ['ENTRA_TENANT_ID', 'contoso.onmicrosoft.com', 'must be a GUID.'],
  ['ENTRA_CLIENT_ID', 'api://contoso', 'must be a GUID.'],
  ['ENTRA_URL', 'login.microsoftonline.us', 'must be an https address'],
  ['KEY_ROUTES', 'never', 'must be one of on, off.'],
  ['CREDENTIAL_KEY_NAME', 'key/with/slashes', 'may have letters, digits and dashes only.'],
  ['METRICS_SCHEDULE', '*/5 * * * *', 'must have six fields'],
  ['REGISTRATION_STATUS_REASONS', 'event:7=perhaps', 'must read like event:533240001=waitlisted'],
  ['REGISTRATION_STATUS_REASONS', 'webinar:7=waitlisted', 'must read like'],
])('%s that is %j is refused by name, without its value', (name, value, fault) => {
  const message = faults({ ...good, [name]: value })
  expect(message).toMatch(new RegExp(`${name} .*${fault.replaceAll('.', '\\.')}`))
  if (value.trim()) expect(message).not.toContain(value)
})

const contoso = 'https://contoso.crm4.dynamics.com'
test.each([
  [`${contoso}/api/data/v9.2`, contoso],
  [`${contoso}/api/data/v9.2/`, contoso],
  [`${contoso}/main.aspx?appid=1&pagetype=entitylist`, contoso],
  [`${contoso}/apps/events`, contoso],
  [` ${contoso.toUpperCase()}/ `, contoso],
  ['https://contoso.api.crm4.dynamics.com', contoso],
  ['https://contoso.api.crm.dynamics.com/api/data/v9.2/', 'https://contoso.crm.dynamics.com'],
  ['https://contoso.api.crm.dynamics.cn', 'https://contoso.crm.dynamics.cn'],
  ['https://contoso.crm.dynamics.cn', 'https://contoso.crm.dynamics.cn'],
  ['https://contoso.crm.microsoftdynamics.us', 'https://contoso.crm.microsoftdynamics.us'],
  ['https://contoso.crm.appsplatform.us', 'https://contoso.crm.appsplatform.us'],
  ['https://crm.contoso.example', 'https://crm.contoso.example'],
])('the environment is found in the address that people copy: %s', (given, origin) => {
  expect(readConfig({ ...good, DATAVERSE_URL: given }).dataverseUrl).toBe(origin)
})

test.each([
  'https://contoso.vault.azure.net/secrets/webinar-credential-key/0f8fad5b',
  'https://contoso.vault.azure.net/keys/',
  'https://contoso.vault.azure.net:443',
])('the vault is found in the address that people copy: %s', (given) => {
  expect(readConfig({ ...good, KEY_VAULT_URL: given }).keyVaultUrl).toBe('https://contoso.vault.azure.net')
})

test.each([
  ['https://api.eu.on24.com', 'https://api.eu.on24.com/v2'],
  ['https://api.eu.on24.com/', 'https://api.eu.on24.com/v2'],
  ['https://api.eu.on24.com/v2/client/22355/event?itemsPerPage=1', 'https://api.eu.on24.com/v2'],
  ['https://gateway.contoso.example/on24', 'https://gateway.contoso.example/on24'],
])('ON24 is found in the address that people copy: %s', (given, root) => {
  expect(readConfig({ ...good, ON24_API_URL_EU: given }).on24Urls.eu).toBe(root)
})

test('sign-in is set up by a client id, which needs its tenant', () => {
  const [tenant, clientId] = ['0F8FAD5B-d9cb-469f-a165-70867728950e', '7c9e6679-7425-40de-944b-e07fc1f90ae7']
  const url = 'https://login.microsoftonline.com'
  const given = readConfig({ ...good, ENTRA_TENANT_ID: tenant, ENTRA_CLIENT_ID: clientId, KEY_ROUTES: 'off' })
  expect(given).toMatchObject({ entra: { url, tenant: tenant.toLowerCase(), clientId }, keyRoutes: false })
  expect(readConfig({ ...good, ENTRA_TENANT_ID: tenant, ENTRA_CLIENT_ID: '' }).entra).toBeUndefined()
  expect(faults({ ...good, ENTRA_CLIENT_ID: clientId })).toContain('ENTRA_TENANT_ID is missing.')
})

test('storage can be read while another setting is wrong', () => {
  expect(readStorage({ AzureWebJobsStorage: 'UseDevelopmentStorage=true', DATAVERSE_URL: 'x' })).toEqual({
    connectionString: 'UseDevelopmentStorage=true',
  })
  expect(() => readStorage({})).toThrow('AzureWebJobsStorage is missing.')
})

test('wrong and missing settings are named together', () => {
  const message = faults({ ...good, KEY_VAULT_URL: 'vault', METRICS_SCHEDULE: undefined, AzureWebJobsStorage: '' })
  for (const name of ['KEY_VAULT_URL', 'METRICS_SCHEDULE', 'AzureWebJobsStorage']) expect(message).toContain(name)
})

test.each(['http://127.0.0.1:7081', 'http://localhost:7081', 'http://[::1]:7081'])(
  'plain http is fine on this very machine: %s',
  (address) => {
    expect(readConfig({ ...good, DATAVERSE_URL: address }).dataverseUrl).toBe(address)
  },
)

test.each([
  [
    { AzureWebJobsStorage__accountName: 'contoso', AzureWebJobsStorage__clientId: 'an-identity' },
    {
      queues: 'https://contoso.queue.core.windows.net',
      tables: 'https://contoso.table.core.windows.net',
      clientId: 'an-identity',
    },
  ],
  [
    {
      AzureWebJobsStorage__queueServiceUri: 'https://queues.example.com/',
      AzureWebJobsStorage__tableServiceUri: 'https://tables.example.com',
    },
    { queues: 'https://queues.example.com', tables: 'https://tables.example.com', clientId: undefined },
  ],
])('storage may be given in the identity form: %j', (settings, storage) => {
  expect(readConfig({ ...good, AzureWebJobsStorage: undefined, ...settings }).storage).toEqual(storage)
})

test('half of the identity form is no storage', () => {
  const half = { AzureWebJobsStorage: undefined, AzureWebJobsStorage__queueServiceUri: 'https://queues.example.com' }
  expect(faults({ ...good, ...half })).toContain('AzureWebJobsStorage is missing.')
})

test('the sample of local settings has exactly the known settings, and they are valid', () => {
  const { Values } = JSON.parse(readFileSync(url('local.settings.sample.json'), 'utf8'))
  const ofTheApp = Object.keys(Settings.entries).filter((name) => !name.startsWith('AzureWebJobsStorage__'))
  const ofThePlatform = ['FUNCTIONS_WORKER_RUNTIME', 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER']
  expect(Object.keys(Values).sort()).toEqual([...ofTheApp, ...ofThePlatform].sort())
  expect(readConfig(Values)).toMatchObject({ credentialKeyName: 'webinar-credential-key' })
})

test('every schedule that a timer names is a setting', () => {
  const timer = readFileSync(url('functions/attendance-timer.ts'), 'utf8')
  const names = [...timer.matchAll(/'%(\w+)%'/g)].map(([, name]) => name)
  expect(names).not.toEqual([])
  for (const name of names) expect(Object.keys(Settings.entries)).toContain(name)
})
