import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { declared, demanded, template } from './bicep.ts'

const azure = parse(readFileSync('azure.yaml', 'utf8'))
const host = JSON.parse(readFileSync('host.json', 'utf8'))
const parameters: Record<string, { value: string }> = JSON.parse(
  readFileSync('infra/main.parameters.json', 'utf8'),
).parameters
const main = template('main.bicep')

test('azd finds the template, and in it the app that it deploys', () => {
  expect(existsSync(`${azure.infra.path}/${azure.infra.module}.bicep`)).toBe(true)
  const [[name, service] = ['', {}], ...others] = Object.entries<Record<string, unknown>>(azure.services)
  expect(others).toEqual([])
  expect(service).toEqual({ project: '.', language: 'ts', host: 'function', remoteBuild: false })
  expect(main.text).toContain(`'azd-service-name': '${name}'`)
  expect(main.text).toContain("'azd-env-name': environmentName")
})

test('azd gives every parameter of the template, and asks for what has no default', () => {
  expect(Object.keys(parameters).toSorted()).toEqual(declared(main, 'parameter_declaration').toSorted())
  const withoutDefault = Object.entries(parameters).filter(([, { value }]) => !value.includes('='))
  expect(withoutDefault.map(([name]) => name).toSorted()).toEqual(demanded(main).toSorted())
})

test('azd runs an existing script after provisioning, with the template’s outputs', () => {
  for (const { run } of Object.values<{ run: string }>(azure.hooks.postprovision)) {
    const script = /node (\S+)$/.exec(run)?.[1] ?? ''
    const read = [...readFileSync(script, 'utf8').matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b(?=[^\n]*= process\.env)/g)]
    expect(read.length).toBe(3)
    expect(declared(main, 'output_declaration')).toEqual(expect.arrayContaining(read.map(([name]) => name)))
  }
})

test('the crm command finds all that it needs in the outputs', () => {
  const asked = readFileSync('crm/options.ts', 'utf8').matchAll(/\(or ([A-Z_]+)\)/g)
  const names = [...asked].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(3)
  expect(declared(main, 'output_declaration')).toEqual(expect.arrayContaining(names))
})

test('host.json has the values that the scale limits were computed with', () => {
  expect(host.version).toBe('2.0')
  expect(host.extensionBundle.id).toBe('Microsoft.Azure.Functions.ExtensionBundle')
  const { batchSize, newBatchThreshold, maxDequeueCount, messageEncoding } = host.extensions.queues
  expect({ maxDequeueCount, messageEncoding }).toEqual({ maxDequeueCount: 5, messageEncoding: 'base64' })
  expect(template('app.bicep').text).toContain(`(host.json: ${batchSize} and ${newBatchThreshold})`)
  expect(template('app.bicep').text).toContain(`works on ${batchSize + newBatchThreshold} messages`)
})
