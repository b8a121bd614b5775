import { expect, test } from 'vitest'
import { declared, demanded, every, keysOf, parse, template, templates, values } from './bicep.ts'

const all = [...templates]
const text = all.map(([, root]) => root.text).join('\n')

/** The roles of the app's identity (learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
const roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb',
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6',
}

const modules = all.flatMap(([file, root]) =>
  every(root, 'module_declaration').map((node) => ({
    file,
    name: node.namedChild(0)?.text ?? '',
    source: node.namedChild(1)?.text.replaceAll("'", '') ?? '',
    given: values(node, 'params').flatMap(keysOf),
  })),
)

test('every template parses, and a broken one would be noticed', () => {
  expect(all.filter(([, root]) => root.hasError).map(([file]) => file)).toEqual([])
  expect(all.length).toBeGreaterThan(8)
  expect(parse('resource x = {').hasError).toBe(true)
})

test('every module is a file here, and is given exactly what it asks for', () => {
  expect(modules.length).toBeGreaterThan(7)
  for (const { source, given } of modules) {
    expect(declared(template(source), 'parameter_declaration'), source).toEqual(expect.arrayContaining(given))
    expect(given, source).toEqual(expect.arrayContaining(demanded(template(source))))
  }
  expect([...new Set(modules.map(({ source }) => source)), 'main.bicep'].toSorted()).toEqual(
    [...templates.keys()].toSorted(),
  )
})

test('every value read of a module is among its outputs', () => {
  for (const [file, root] of all) {
    for (const [, name, output = ''] of root.text.matchAll(/(\w+)!?\.outputs\.(\w+)/g)) {
      const source =
        modules.find((module) => module.file === file && module.name === name)?.source ?? `no module ${name}`
      expect(declared(template(source), 'output_declaration'), `${name}.${output}`).toContain(output)
    }
  }
})

test('every parameter and every variable is used', () => {
  for (const [file, root] of all) {
    const names = [...root.text.matchAll(/^(?:param|var) (\w+)/gm)].map(([, name = '']) => name)
    const unused = names.filter((name) => root.text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length === 1)
    expect(unused, file).toEqual([])
  }
})

test('no key opens the storage, and everything speaks https', () => {
  const written = (file: string, property: string) => values(template(file), property).map((node) => node.text)
  expect(written('storage.bicep', 'allowSharedKeyAccess')).toEqual(['false'])
  expect(written('storage.bicep', 'allowBlobPublicAccess')).toEqual(['false'])
  expect(written('storage.bicep', 'supportsHttpsTrafficOnly')).toEqual(['true'])
  expect(written('storage.bicep', 'minimumTlsVersion')).toEqual(["'TLS1_2'"])
  expect(written('app.bicep', 'httpsOnly')).toEqual(['true'])
  expect(written('app.bicep', 'minTlsVersion')).toEqual(["'1.2'"])
  expect(written('app.bicep', 'ftpsState')).toEqual(["'Disabled'"])
  expect(written('app.bicep', 'allow')).toEqual(['false'])
  expect(written('monitoring.bicep', 'DisableLocalAuth')).toEqual(['true'])
  expect(text.replaceAll('http20', '')).not.toMatch(/http:\/\//)
})

test('the vault goes by roles, and nothing in it can be destroyed', () => {
  const written = (property: string) => values(template('vault.bicep'), property).map((node) => node.text)
  expect(written('enableRbacAuthorization')).toEqual(['true'])
  expect(written('enableSoftDelete')).toEqual(['true'])
  expect(written('enablePurgeProtection')).toEqual(['true'])
  expect(text).not.toContain('accessPolicies')
})

test('no secret is in a template, a parameter or an output', () => {
  expect(text).not.toMatch(
    /listKeys|listAccountSas|AccountKey|SharedAccessKey|@secure|getSecret|newGuid|vaults\/secrets/,
  )
  const outputs = all.flatMap(([, root]) => declared(root, 'output_declaration'))
  expect(outputs.filter((name) => /secret|password|token/i.test(name))).toEqual([])
})

test('the identity has these roles and no others', () => {
  const guids = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
  expect(guids.toSorted()).toEqual(Object.values(roles).toSorted())
  for (const [name, id] of Object.entries(roles)) expect(text).toMatch(new RegExp(`${name}(:| =) '${id}'`))
})

test('resources are plain: nothing is fetched from a registry', () => {
  expect(text).not.toMatch(/'(br|ts)[:/]/)
})
