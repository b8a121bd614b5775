import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Each room and the rooms it may import from. Read from the top: data flows one way. */
const mayImport: Record<string, string[]> = {
  functions: ['lib', 'lib/edge', 'lib/flows'],
  lib: ['lib', 'lib/flows', 'lib/webinar', 'lib/on24', 'lib/dataverse', 'lib/vault', 'lib/state', 'lib/base'],
  'lib/edge': ['lib/edge', 'lib/base', 'types of lib/webinar', 'lib/state'],
  'lib/flows': [
    ...['lib/flows', 'lib/rules', 'lib/webinar', 'lib/base'],
    ...['types of lib/dataverse', 'types of lib/vault', 'types of lib/state'],
  ],
  'lib/rules': ['lib/rules', 'lib/webinar'],
  'lib/on24': ['lib/on24', 'lib/webinar', 'lib/base'],
  'lib/dataverse': ['lib/dataverse', 'lib/base', 'types of lib/webinar'],
  'lib/vault': ['lib/vault', 'lib/base', 'lib/webinar'],
  'lib/state': ['lib/state', 'lib/base', 'lib/rules'],
  'lib/webinar': ['lib/webinar'],
  'lib/base': ['lib/base'],
}

/** Packages with an owner: whoever else needs them asks the owner. */
const owners: Record<string, string[]> = {
  '@azure/functions': ['functions', 'lib/edge'],
  '@azure/identity': ['lib'],
  '@azure/keyvault-secrets': ['lib'],
  '@azure/data-tables': ['lib', 'lib/base'],
  '@azure/storage-queue': ['lib', 'lib/state'],
  '@streamparser/json': ['lib/base'],
  ky: ['lib/base'],
  'temporal-polyfill': ['lib/rules'],
  uuid: ['lib/rules'],
  'windows-iana': ['lib/dataverse'],
}

type Import = { file: string; room: string; from: string; typeOnly: boolean }

const files = globSync(['functions/**/*.ts', 'lib/**/*.ts'])
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const imports = files.flatMap(importsOf)

test('there is something to guard', () => {
  expect(imports.length).toBeGreaterThan(100)
})

test('every room imports only from the rooms below it', () => {
  const breaches = imports.filter(({ room, from, file, typeOnly }) => {
    if (!from.startsWith('.')) return false
    const other = dirname(normalize(join(dirname(file), from)))
    const allowed = mayImport[room] ?? []
    return !allowed.includes(other) && !(typeOnly && allowed.includes(`types of ${other}`))
  })
  expect(breaches).toEqual([])
})

test('a package with an owner is imported by its owner only', () => {
  const breaches = imports.filter(({ room, from }) => {
    const [owned] = Object.entries(owners).filter(([name]) => from === name || from.startsWith(`${name}/`))
    return owned && !owned[1].includes(room)
  })
  expect(breaches).toEqual([])
})

test('only the switchboard reads the environment of the process', () => {
  expect(filesWith(/process\.env/)).toEqual(['lib/app.ts'])
})

test('rules are pure: they neither wait, nor ask the time, nor roll dice', () => {
  const impure = /\bawait\b|\basync\b|Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes/
  expect(filesWith(impure).filter((file) => file.startsWith('lib/rules/'))).toEqual([])
})

test('ON24 is named nowhere but in its folder, where it is wired, and in the settings', () => {
  const words = /\b(exteventusercd|eventuserid|isDeleted|honorrequired|liveminutes|lastupdated)\b/
  expect(filesWith(words).filter((file) => !file.startsWith('lib/on24/'))).toEqual([])
})

test('Dataverse’s table and column names are known in its folder only', () => {
  expect(filesWith(/msevtmgt_|msdynmkt_/).filter((file) => !file.startsWith('lib/dataverse/'))).toEqual([])
})

test('every file holds one idea: below 200 lines, named in kebab case, never a catch-all', () => {
  const long = [...sources].filter(([, source]) => source.split('\n').length > 200).map(([file]) => file)
  expect(long).toEqual([])
  expect(files.filter((file) => !/^[a-z0-9/-]+\.ts$/.test(file) || /utils|helpers|manager|service/.test(file))).toEqual(
    [],
  )
})

function importsOf(file: string): Import[] {
  const found = (sources.get(file) ?? '').matchAll(/^(?:import|export) (type )?[^'"]*?from '([^']+)'/gm)
  const room = dirname(file)
  return [...found].map(([, typeOnly, from = '']) => ({ file, room, from, typeOnly: typeOnly !== undefined }))
}

function filesWith(pattern: RegExp) {
  return [...sources].filter(([, source]) => pattern.test(source)).map(([file]) => file)
}
