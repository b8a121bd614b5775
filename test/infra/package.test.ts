import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type FunctionsHost, startFunctionsHost } from '@webinar-connector/functions-emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Environment, startEnvironment } from '../../tools/environment/environment.ts'
import { deployedFiles, pack } from '../../tools/package/pack.ts'

let folder: string
let packed: string
let environment: Environment
let host: FunctionsHost
beforeAll(async () => {
  // Far from this checkout, so that no package of its node_modules can help out.
  folder = mkdtempSync(join(tmpdir(), 'packed-'))
  packed = (await pack(folder)).root
  environment = await startEnvironment()
  host = await startFunctionsHost({ appRoot: packed, env: environment.settings })
}, 30_000)
afterAll(async () => {
  await host?.stop()
  await environment?.stop()
  rmSync(folder, { recursive: true })
})

test('a packed deployment starts by itself and has every function', () => {
  const written = globSync('functions/*.ts').map((file) => basename(file, '.ts'))
  // A route is a function for keys, and one for tokens.
  const served = new Set(host.functions.map(({ name }) => name.replace(/^v1-/, '')))
  expect([...served].toSorted()).toEqual(written.toSorted())
})

test('its routes answer', async () => {
  expect((await fetch(`${host.url}/api/health`)).status).toBe(200)
  const list = await fetch(`${host.url}/api/configurations`, { headers: { 'x-functions-key': host.keys.default } })
  expect(await list.json()).toEqual({ configurations: [] })
})

test('of a checkout only the built app, host.json and package.json are deployed', () => {
  const others = deployedFiles('.').filter((file) => !file.startsWith('dist/') || file.endsWith('.map'))
  expect(others).toEqual(['host.json', 'package.json'])
})

test('it is small', () => {
  const files = globSync('**/*', { cwd: packed }).map((file) => statSync(join(packed, file)))
  expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(5e6)
  expect(files.length).toBeLessThan(80)
})

test('the build that azd runs is the bundling', () => {
  const script = execFileSync('npm', ['pkg', 'get', 'scripts.build'], { encoding: 'utf8' })
  expect(JSON.parse(script)).toBe('node -r ./tools/node-version.cjs tools/build.ts')
})
