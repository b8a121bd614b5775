import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Settings } from '../lib/config.ts'
import { mostBytes, mostLevels, mostTime } from '../lib/triggers/request-body.ts'

/** docs/security.md says what the code does. */

const page = readFileSync('docs/security.md', 'utf8')
const chapter = (title: string) => page.split('\n## ').find((part) => part.startsWith(title)) ?? ''
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

test('every table that the app makes is on the page, with how long it is kept', () => {
  const code = ['lib/app.ts', 'lib/open-dataverse.ts', 'lib/stores/stores.ts']
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const made = [...code.matchAll(/table\('(\w+)'\)/g)].map(([, name = '']) => name)
  expect(made.length).toBeGreaterThan(5)
  const rows = chapter('What is stored where')
    .split('\n')
    .filter((line) => /^\| tables? /.test(line))
  const told = rows.flatMap((row) => quoted(row.split('|')[1] ?? ''))
  expect(told.toSorted()).toEqual([...new Set(made)].toSorted())
  for (const row of rows) expect(row.split('|')[3]?.trim()).not.toBe('')
})

test('the settings of the checklist are settings of the app, or of its deployment', () => {
  const deployed = [...readFileSync('infra/main.parameters.json', 'utf8').matchAll(/\$\{(\w+)/g)].map(
    ([, name = '']) => name,
  )
  const known = new Set([...Object.keys(Settings.entries), ...deployed])
  const named = quoted(chapter('Hardening checklist')).filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name))
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

test('the limits of a body are those of the page', () => {
  const said = chapter('Threats and answers')
  expect([mostBytes.json / 1024, mostBytes.webhook / 1024 / 1024, mostLevels, mostTime / 1000]).toEqual([
    64, 1, 100, 10,
  ])
  expect(said).toMatch(
    /413 above 64 KB, at the webhook above 1 MB, before anything is read; 100 levels of JSON; ten seconds/,
  )
})

test('the roles that the page explains are those that the routes ask for', () => {
  const asked = globSync('functions/*.ts').flatMap(
    (file) => /role: '(\w+)'/.exec(readFileSync(file, 'utf8'))?.[1] ?? [],
  )
  const explained = [...chapter('Who may do what').matchAll(/with the role (\w+)/g)].map(([, role = '']) => role)
  expect(explained.toSorted()).toEqual([...new Set(asked)].toSorted())
})
