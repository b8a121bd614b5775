import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startFunctionsHost } from '@webinar-connector/functions-emulator'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEnvironment } from '../../tools/environment/environment.ts'
import { deployedFiles } from '../../tools/package/pack.ts'
import { makeRelease } from '../../tools/release/make.ts'
import { releaseNotes } from '../../tools/release/notes.ts'

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const title = `${name}-${version}`
const folder = mkdtempSync(join(tmpdir(), 'released-'))
const read = (file: string) => readFileSync(join(folder, file))
let files: string[]
let entries: Record<string, Uint8Array>
beforeAll(async () => {
  files = await makeRelease(join(folder, 'one'))
  entries = unzipSync(read(`one/${title}.zip`))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('a release is the zip, the template, the list of packages, notes and checksums', () => {
  expect(files).toEqual([`${title}.zip`, 'azuredeploy.json', `${title}.cdx.json`, 'NOTES.md', 'SHA256SUMS'])
  expect(read('one/azuredeploy.json')).toEqual(readFileSync('infra/azuredeploy.json'))
})

test('the zip holds what is deployed, with host.json at its root and no source map', () => {
  const names = Object.keys(entries)
  expect(names).toEqual(expect.arrayContaining(['host.json', 'package.json', 'dist/functions.js']))
  expect(names.filter((file) => !/^(host\.json|package\.json|dist\/[\w./-]+\.js)$/.test(file))).toEqual([])
  expect(deployedFiles('.').map((file) => file.split('/')[0])).toEqual(
    expect.arrayContaining(names.map((file) => file.split('/')[0])),
  )
})

test('the zip, unpacked elsewhere, starts under a host and serves', async () => {
  const appRoot = join(folder, 'app')
  for (const [file, content] of Object.entries(entries)) {
    mkdirSync(dirname(join(appRoot, file)), { recursive: true })
    writeFileSync(join(appRoot, file), content)
  }
  const environment = await startEnvironment()
  const host = await startFunctionsHost({ appRoot, env: environment.settings })
  const list = await fetch(`${host.url}/api/configurations`, { headers: { 'x-functions-key': host.keys.default } })
  expect([list.status, await list.json()]).toEqual([200, { configurations: [] }])
  await host.stop()
  await environment.stop()
}, 60_000)

test('sha256sum accepts the checksums, and notices a changed file', () => {
  const check = () => execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: join(folder, 'one'), stdio: 'pipe' })
  expect(check().toString().trim().split('\n')).toEqual(files.slice(0, -1).map((file) => `${file}: OK`))
  const notes = read('one/NOTES.md')
  writeFileSync(join(folder, 'one', 'NOTES.md'), 'changed')
  expect(check).toThrow('did NOT match')
  writeFileSync(join(folder, 'one', 'NOTES.md'), notes)
})

test('the list of packages names those of which code is in the zip, and no other', () => {
  const bill = JSON.parse(read(`one/${title}.cdx.json`).toString())
  const listed = bill.components.map(({ purl }: { purl: string }) => decodeURIComponent(purl).replace('pkg:npm/', ''))
  const maps = globSync('dist/**/*.js.map').map((file) => [file, JSON.parse(readFileSync(file, 'utf8'))] as const)
  const roots = maps.flatMap(([file, { sources }]) =>
    (sources as string[]).flatMap(
      (source) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(join(dirname(file), source))?.[0] ?? [],
    ),
  )
  const bundled = [...new Set(roots)].map((root) => {
    const found = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return `${found.name}@${found.version}`
  })
  expect(bundled.length).toBeGreaterThan(20)
  expect(listed.toSorted()).toEqual([...new Set(bundled)].toSorted())
})

test('one commit makes the same bytes', async () => {
  await makeRelease(join(folder, 'two'))
  expect(read('two/SHA256SUMS').toString()).toBe(read('one/SHA256SUMS').toString())
}, 60_000)

test('the notes are those of the version, or of what is not released yet', () => {
  const changelog = '# Changelog\n\n## Unreleased\n\n- Soon.\n\n## 1.0.0\n\n- Then.\n'
  const notes = (of: string) => releaseNotes(changelog, of, 'app.zip', undefined)
  expect(notes('1.0.0')).toMatch(/^# 1\.0\.0\n\n- Then\.\n\n## Deploy/)
  expect(notes('1.1.0')).toMatch(/^# 1\.1\.0\n\n- Soon\.\n\n## Deploy/)
  expect(() => releaseNotes('# Changelog\n', '1.0.0', 'app.zip', undefined)).toThrow('no chapter 1.0.0')
})

test('the link in the notes names the template and the zip of the very release', () => {
  const place = { repository: 'contoso/connector', tag: 'v1.0.0' }
  const notes = releaseNotes('## 1.0.0\n\n- Then.\n', '1.0.0', 'app.zip', place)
  const [, template = ''] = /portal\.azure\.com\/#create\/Microsoft\.Template\/uri\/([^)]+)\)/.exec(notes) ?? []
  expect(decodeURIComponent(template)).toBe(
    'https://raw.githubusercontent.com/contoso/connector/v1.0.0/infra/azuredeploy.json',
  )
  expect(notes).toContain('https://github.com/contoso/connector/releases/download/v1.0.0/app.zip')
})
