import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { names, template } from './template.ts'

const azure = parse(readFileSync('azure.yaml', 'utf8'))
const host = JSON.parse(readFileSync('host.json', 'utf8'))
const parameters: Record<string, { value: string }> = JSON.parse(
  readFileSync('infra/main.parameters.json', 'utf8'),
).parameters
const main = template('main.bicep')
const outputs = names(main, /^output (\w+)/gm)

test('azd finds the template, and in it the app that it deploys', () => {
  expect(existsSync(`${azure.infra.path}/${azure.infra.module}.bicep`)).toBe(true)
  const [[name, service] = ['', {}], ...others] = Object.entries<Record<string, unknown>>(azure.services)
  expect(others).toEqual([])
  expect(service).toEqual({ project: '.', language: 'ts', host: 'function', remoteBuild: false })
  expect(main).toContain(`'azd-service-name': '${name}'`)
  expect(main).toContain("'azd-env-name': environmentName")
})

test('azd gives every parameter of the template, and asks for what has no default', () => {
  // azd uploads the package itself.
  const ofAzd = names(main, /^param (\w+)/gm).filter((name) => name !== 'packageUri')
  expect(Object.keys(parameters).toSorted()).toEqual(ofAzd.toSorted())
  const withoutDefault = Object.entries(parameters).filter(([, { value }]) => !value.includes('='))
  expect(withoutDefault.map(([name]) => name).toSorted()).toEqual(names(main, /^param (\w+) \w+$/gm).toSorted())
})

test('what azd runs needs no package, and installs none', () => {
  const hooks = [azure.hooks.preprovision, azure.hooks.postprovision].flatMap((hook) =>
    Object.values<{ run: string }>(hook).flatMap(({ run }) => run.split(' && ')),
  )
  expect(hooks.filter((run) => !/^node -r \.\/tools\/node-version\.cjs infra\/[\w-]+\.ts$/.test(run))).toEqual([])
  const imports = globSync('infra/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^import .* from '(.+)'$/gm)].map(([, from = '']) => from),
  )
  expect(imports.length).toBeGreaterThan(3)
  expect(imports.filter((from) => !from.startsWith('node:') && !from.startsWith('./'))).toEqual([])
})

test('azd looks before provisioning which Node is offered, and for the app registration', () => {
  for (const { run } of Object.values<{ run: string }>(azure.hooks.preprovision)) {
    expect(names(run, / infra\/(\S+)\.ts/g)).toEqual(['choose-node', 'app-registration'])
  }
})

test('azd runs an existing script after provisioning, with the template’s outputs', () => {
  for (const { run } of Object.values<{ run: string }>(azure.hooks.postprovision)) {
    const script = / (\S+\.ts)$/.exec(run)?.[1] ?? ''
    const read = [...readFileSync(script, 'utf8').matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b(?=[^\n]*= process\.env)/g)]
    expect(read.length).toBe(5)
    expect(outputs).toEqual(expect.arrayContaining(read.map(([name]) => name)))
  }
})

test.each(['crm/options.ts', 'tools/connector/usage.ts'])('%s finds all that it asks for in the outputs', (file) => {
  const asked = readFileSync(file, 'utf8').matchAll(/\(or ([A-Z_]+)\)/g)
  const wanted = [...asked].map(([, name]) => name)
  expect(wanted.length).toBeGreaterThan(2)
  expect(outputs).toEqual(expect.arrayContaining(wanted))
})

test('host.json has the values that the scale limits were computed with', () => {
  expect(host.version).toBe('2.0')
  expect(host.extensionBundle.id).toBe('Microsoft.Azure.Functions.ExtensionBundle')
  const { batchSize, newBatchThreshold, maxDequeueCount, messageEncoding } = host.extensions.queues
  expect({ maxDequeueCount, messageEncoding }).toEqual({ maxDequeueCount: 5, messageEncoding: 'base64' })
  expect(template('app.bicep')).toContain(`(host.json: ${batchSize} and ${newBatchThreshold})`)
  expect(template('app.bicep')).toContain(`works on ${batchSize + newBatchThreshold} messages`)
})
