import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const { engines, scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
const sources = globSync('{functions,lib,crm,infra,packages,tools,test}/**/*.ts', {
  exclude: (path) => path.includes('node_modules'),
})

/** Globals and syntax of Node 23 and 24 that could be of use here. */
const newer =
  /\b(?:new URLPattern|Promise\.try|RegExp\.escape|Error\.isError|Float16Array|navigator\.locks)\b|\bawait using\b/

test('no source uses what Node 22 lacks', () => {
  expect(sources.length).toBeGreaterThan(300)
  expect(sources.filter((file) => file !== 'test/node.test.ts' && newer.test(readFileSync(file, 'utf8')))).toEqual([])
})

test('npm scripts run in the shell of Windows too', () => {
  // No exec, no variables, no quotes of a POSIX shell; npm's shell on Windows is cmd.
  for (const script of Object.values(scripts))
    expect(script).not.toMatch(/\bexec\b|[$;'`|]|^\w+=|\brm\b|\bcp\b|(?<!&)&(?!&)/)
})

test('every script that Node runs looks at its version first', () => {
  const run = Object.entries<string>(scripts).filter(([, script]) => /(?:^|&& )node /.test(script))
  expect(run.length).toBeGreaterThan(5)
  const first = ([, script]: [string, string]) => script.split(' && ')[0]
  expect(
    run.filter((one) => !/^(npm run --silent build|node -r \.\/tools\/node-version\.cjs \S+)$/.test(first(one) ?? '')),
  ).toEqual([])
  expect(scripts.build).toMatch(/^node -r \.\/tools\/node-version\.cjs /)
})

test('an older Node gets one sentence that says what to do', async () => {
  const old =
    "Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); require('./tools/node-version.cjs')"
  const run = promisify(execFile)(process.execPath, ['-e', old]).catch((error) => error)
  const { code, stderr } = await run
  expect(code).toBe(1)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toContain(`Node ${engines.node.replace(/\D*/, '')} or newer`)
  expect(stderr).toMatch(/20\.20\.2.*npm rebuild node --ignore-scripts=false/)
  const today = await promisify(execFile)(process.execPath, ['-r', './tools/node-version.cjs', '-e', ''])
  expect(today).toEqual({ stdout: '', stderr: '' })
})

test('a command that only a POSIX shell takes has PowerShell beside it', () => {
  const posix = /^\w+=\$\(|\$\(basename|\/dev\/stdin|\bexport \w/m
  const found = globSync(['*.md', 'docs/*.md']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/```sh\n(.*?)```\s*(```powershell)?/gs)].flatMap(
      ([, commands = '', beside]) => (posix.test(commands) ? [{ file, beside }] : []),
    ),
  )
  expect(found.length).toBeGreaterThan(1)
  expect(found.filter(({ beside }) => !beside)).toEqual([])
})
