import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { compileTemplate, isUpToDate } from '../../tools/release/template.ts'
import { type ArmTemplate, build, isNewer, notChecked, predict, type Resource, withFolder } from './compiler.ts'
import { template, templateFiles } from './template.ts'

/** Roles of the app's identity, and the resource of each (learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
const roles = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Microsoft.Storage/storageAccounts', // Storage Blob Data Owner
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Microsoft.Storage/storageAccounts', // Storage Queue Data Contributor
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Microsoft.Storage/storageAccounts', // Storage Table Data Contributor
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Microsoft.Insights/components', // Monitoring Metrics Publisher
  '4633458b-17de-408a-b874-0445c86b69e6': 'Microsoft.KeyVault/vaults', // Key Vault Secrets User
}

let arm: ArmTemplate
let open: Resource[]
/** With what docs/security.md asks for in production. */
let closed: Resource[]
let withKey: Resource[]
let findings: string[]

/** The parameters that azd passes on, with what it reads from its environment. */
function parametersOf(environment: Record<string, string>) {
  const azd: Record<string, { value: string }> = JSON.parse(
    readFileSync('infra/main.parameters.json', 'utf8'),
  ).parameters
  const given: Record<string, string> = {
    ...{ AZURE_ENV_NAME: 'contoso', AZURE_LOCATION: 'westeurope' },
    ...{ DATAVERSE_URL: 'https://contoso.crm.dynamics.com', ALERT_EMAIL: 'it@contoso.com', ...environment },
  }
  const literals = Object.entries(azd).map(([name, { value }]) => {
    const text = value.replace(/\$\{(\w+)(?:=([^}]*))?\}/, (_, variable, fallback) => given[variable] ?? fallback)
    return [name, arm.parameters[name]?.type === 'string' ? `'${text}'` : text]
  })
  return Object.fromEntries(literals)
}

const production = {
  ...{ VIRTUAL_NETWORK: 'true', MAXIMUM_INSTANCES: '10', ZONE_REDUNDANT_STORAGE: 'true' },
  ...{ ALLOWED_NETWORKS: '203.0.113.0/24, 2001:db8::/32', DAILY_LOG_GIGABYTES: '5' },
  ...{ REFUSED_ALERT_PERCENT: '25', REFUSED_ALERT_LEAST: '3' },
  ...{ MONTHLY_BUDGET: '100', BUDGET_START: '2027-01-01', ALWAYS_READY_HTTP: '1', ALWAYS_READY_REGISTRATIONS: '2' },
}

function only(resources: Resource[], type: string) {
  const found = resources.filter((resource) => resource.type === type)
  expect(found.length, type).toBe(1)
  return found[0]?.properties
}

beforeEach(({ skip }) => skip(notChecked !== undefined, notChecked))
beforeAll(async () => {
  if (notChecked) return console.warn(`The templates are ${notChecked}.`)
  const built = await build('infra')
  if (!built.arm) throw new Error(built.findings.join('\n'))
  arm = built.arm
  const withoutNetwork = await predict(parametersOf({}))
  const withNetwork = await predict(parametersOf(production))
  const withVaultKey = await predict(parametersOf({ CREDENTIAL_KEY_KIND: 'key', KEY_VAULT_SKU: 'premium' }))
  open = withoutNetwork.resources
  closed = withNetwork.resources
  withKey = withVaultKey.resources
  findings = [...built.findings, ...withoutNetwork.findings, ...withNetwork.findings, ...withVaultKey.findings]
}, 240_000)

test('compiler and linter find no fault, with and without a virtual network', () => {
  expect(findings).toEqual([])
  expect(open.length).toBeGreaterThan(20)
  expect(closed.length).toBeGreaterThan(open.length)
})

test('the compiled template in the repository is that of the templates', ({ skip }) => {
  const compiled = compileTemplate()
  skip(compiled === undefined, 'another version of the compiler may compile in another way')
  expect(isUpToDate(compiled ?? '')).toBe(true)
})

test('the zip of a release is fetched where its address is given, and only there', async () => {
  const address = 'https://example.test/app.zip'
  const fetched = (resources: Resource[]) => resources.filter(({ type }) => type === 'Microsoft.Web/sites/extensions')
  expect(fetched(open)).toEqual([])
  const { resources, findings } = await predict({ ...parametersOf({}), packageUri: `'${address}'` })
  expect(findings).toEqual([])
  expect(fetched(resources).map(({ properties }) => properties)).toEqual([{ packageUri: address, remoteBuild: false }])
})

test('every template is used', () => {
  const text = templateFiles.map(template).join()
  expect(templateFiles.filter((file) => !text.includes(` '${file}' =`))).toEqual(['main.bicep'])
})

test('a misspelt property, an unused parameter and an old API version are found', async () => {
  const broken = `
    param unused string
    resource network 'Microsoft.Network/virtualNetworks@2022-09-01' = {
      name: 'network'
      location: 'westeurope'
      properties: { addressSpaces: {} }
    }`
  const found = await withFolder((folder) => {
    writeFileSync(join(folder, 'main.bicep'), broken)
    return build(folder)
  })
  const rules = found.findings.map((finding) => finding.split(' ')[1])
  expect(rules).toEqual(expect.arrayContaining(['BCP089:', 'no-unused-params:']))
  expect(rules.includes('use-recent-api-versions:')).toBe(!isNewer)
}, 120_000)

test('a second deployment finds every resource by its name', () => {
  const ids = closed.map(({ id }) => id)
  expect(open.filter(({ id }) => !ids.includes(id))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
  expect(JSON.stringify(arm)).not.toMatch(/newGuid\(|utcNow\(|deployment\(\)\.name/)
})

test('a virtual network and a budget add their own resources only, and the network closes storage and vault', () => {
  const ids = open.map(({ id }) => id)
  const added = closed.filter(({ id }) => !ids.includes(id))
  const others = added.filter(({ type }) => !type.startsWith('Microsoft.Network/'))
  expect(others.map(({ type }) => type)).toEqual(['Microsoft.Consumption/budgets'])
  const endpoints = added.filter(({ type }) => type === 'Microsoft.Network/privateEndpoints')
  expect(endpoints.map(({ name }) => name.split('-')[1])).toEqual(['blob', 'queue', 'table', 'vault'])
  for (const type of ['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults']) {
    expect(only(open, type)).toMatchObject({ publicNetworkAccess: 'Enabled' })
    expect(only(closed, type)).toMatchObject({
      publicNetworkAccess: 'Disabled',
      networkAcls: { defaultAction: 'Deny' },
    })
  }
  expect(only(open, 'Microsoft.Web/sites')?.virtualNetworkSubnetId).toBeNull()
  expect(only(closed, 'Microsoft.Web/sites')?.virtualNetworkSubnetId).toMatch(/\/subnets\/app$/)
})

/** Key Vault Crypto Service Encryption User, where the vault has a key that wraps. */
const withAKey = { 'e147488a-f6f5-4113-8e2d-b22465e65bf6': 'Microsoft.KeyVault/vaults' }

test.each([
  ['with a secret', () => closed, roles],
  ['with a key', () => withKey, { ...roles, ...withAKey }],
])('the identity has these roles and no others, each on one resource: %s', (_what, resources, expected) => {
  const given = resources().filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
  const found = given.map(({ id, properties: { roleDefinitionId, principalId } }) => {
    expect(principalId).toMatch(
      /^\[reference\('.+\/userAssignedIdentities\/id-connector-\w+', '[\d-]+'\)\.principalId\]$/,
    )
    const [, scope = ''] =
      /\/resourceGroups\/rg-contoso\/providers\/([\w.]+\/\w+)\/[\w-]+', 'Microsoft.Auth/.exec(id) ?? []
    return [String(roleDefinitionId).split('/').at(-1), scope]
  })
  expect(found.toSorted()).toEqual(Object.entries(expected).toSorted())
})

test('no key opens the storage, and everything speaks https', () => {
  expect(only(open, 'Microsoft.Storage/storageAccounts')).toMatchObject({
    ...{ allowSharedKeyAccess: false, allowBlobPublicAccess: false },
    ...{ supportsHttpsTrafficOnly: true, minimumTlsVersion: 'TLS1_2' },
  })
  expect(only(open, 'Microsoft.Web/sites')).toMatchObject({
    httpsOnly: true,
    siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2', ftpsState: 'Disabled' },
  })
  expect(only(open, 'Microsoft.Insights/components')).toMatchObject({ DisableLocalAuth: true })
  const publishing = open.filter(({ type }) => type === 'Microsoft.Web/sites/basicPublishingCredentialsPolicies')
  expect(publishing.map(({ name, properties }) => [name.split('/')[1], properties.allow])).toEqual([
    ['ftp', false],
    ['scm', false],
  ])
})

test('the number of instances is a choice', () => {
  const limited = (count: number) => ({ functionAppConfig: { scaleAndConcurrency: { maximumInstanceCount: count } } })
  expect(only(open, 'Microsoft.Web/sites')).toMatchObject(limited(40))
  expect(only(closed, 'Microsoft.Web/sites')).toMatchObject(limited(10))
})

test('instances that always run are a choice', () => {
  const running = (alwaysReady: object[]) => ({ functionAppConfig: { scaleAndConcurrency: { alwaysReady } } })
  expect(only(open, 'Microsoft.Web/sites')).toMatchObject(running([]))
  const groups = [
    { name: 'function:registrations-worker', instanceCount: 2 },
    { name: 'http', instanceCount: 1 },
  ]
  expect(only(closed, 'Microsoft.Web/sites')).toMatchObject(running(groups))
  expect(readdirSync('functions')).toContain('registrations-worker.ts')
})

test('named networks and Dynamics may call the app, nobody else, and only the networks may deploy', () => {
  const everybody = { ipSecurityRestrictions: [], ipSecurityRestrictionsDefaultAction: 'Allow' }
  expect(only(open, 'Microsoft.Web/sites')).toMatchObject({ siteConfig: everybody })
  const networks = [
    { action: 'Allow', ipAddress: '203.0.113.0/24', priority: 200 },
    { action: 'Allow', ipAddress: '2001:db8::/32', priority: 201 },
  ]
  const dynamics = { action: 'Allow', tag: 'ServiceTag', ipAddress: 'PowerPlatformInfra,PowerPlatformPlex' }
  expect(only(closed, 'Microsoft.Web/sites')).toMatchObject({
    siteConfig: {
      ipSecurityRestrictions: [dynamics, ...networks],
      ipSecurityRestrictionsDefaultAction: 'Deny',
      scmIpSecurityRestrictions: networks,
      scmIpSecurityRestrictionsDefaultAction: 'Deny',
      scmIpSecurityRestrictionsUseMain: false,
    },
  })
})

test.each([
  ['a network that is no range', { ALLOWED_NETWORKS: '203.0.113.7' }, 'ALLOWED_NETWORKS takes CIDR ranges'],
  ['a budget without its month', { MONTHLY_BUDGET: '100' }, 'MONTHLY_BUDGET needs BUDGET_START'],
])('%s is refused in a sentence before anything is made', async (_what, choice, sentence) => {
  const { findings, resources } = await predict(parametersOf(choice))
  expect(resources).toEqual([])
  expect(findings.join()).toContain(sentence)
})

test('storage may lie in three zones', () => {
  const sku = (resources: Resource[]) => resources.find(({ type }) => type === 'Microsoft.Storage/storageAccounts')?.sku
  expect([sku(open), sku(closed)]).toEqual([{ name: 'Standard_LRS' }, { name: 'Standard_ZRS' }])
})

test('logs have a limit a day and a budget a month, and those of audit are kept for a year', () => {
  const workspace = 'Microsoft.OperationalInsights/workspaces'
  expect(only(open, workspace)).toMatchObject({ retentionInDays: 30, workspaceCapping: { dailyQuotaGb: 2 } })
  expect(only(closed, workspace)).toMatchObject({ workspaceCapping: { dailyQuotaGb: 5 } })
  const kept = open.filter(({ type }) => type === `${workspace}/tables`)
  expect(kept.map(({ name, properties }) => [name.split('/')[1], properties.retentionInDays])).toEqual([
    ['AZKVAuditLogs', 365],
    ['AppTraces', 365],
  ])
  const logs = open.filter(({ name, type }) => type === 'Microsoft.Insights/diagnosticSettings' && name === 'audit')
  expect(logs.map(({ properties }) => properties.logAnalyticsDestinationType)).toEqual(['Dedicated'])
  expect(only(closed, 'Microsoft.Consumption/budgets')).toMatchObject({
    amount: 100,
    timePeriod: { startDate: '2027-01-01' },
    notifications: { spent: { contactEmails: ['it@contoso.com'] } },
  })
})

test('from how many refused registrations on somebody is told is a choice', () => {
  const limits = (resources: Resource[]) => {
    const rule = resources.find(({ name }) => name === 'connector-registrations-refused')
    return /let refusedPercent = (\d+);\nlet refusedLeast = (\d+);/.exec(
      JSON.stringify(rule?.properties).replaceAll('\\n', '\n'),
    )
  }
  expect(limits(open)?.slice(1)).toEqual(['10', '5'])
  expect(limits(closed)?.slice(1)).toEqual(['25', '3'])
})

test('the vault goes by roles, and nothing in it can be destroyed', () => {
  const vault = only(open, 'Microsoft.KeyVault/vaults')
  expect(vault).toMatchObject({ enableRbacAuthorization: true, enableSoftDelete: true, enablePurgeProtection: true })
  expect(vault).not.toHaveProperty('accessPolicies')
  expect(vault).toMatchObject({ sku: { name: 'standard' } })
  expect(only(withKey, 'Microsoft.KeyVault/vaults')).toMatchObject({ sku: { name: 'premium' } })
})

test('no secret is in a template, a parameter or an output', () => {
  const text = JSON.stringify(arm)
  expect(text).not.toMatch(/"secure(string|object)"/i)
  expect(text).not.toMatch(/\blist\w*\(|AccountKey|SharedAccessKey|getSecret|vaults\/secrets|http:\/\//)
  const outputs = Object.keys(arm.outputs)
  expect(outputs.length).toBeGreaterThan(5)
  expect(outputs.filter((name) => /secret|password|token/i.test(name))).toEqual([])
})

test('resources are plain: nothing is fetched from a registry', () => {
  expect(templateFiles.map(template).join()).not.toMatch(/'(br|ts)[:/]/)
})
