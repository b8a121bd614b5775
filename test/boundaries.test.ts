import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Files of the core that are as pure as a rule, so that rules may import them. */
const pureCore = ['lib/core/cut-text', 'lib/core/email', 'lib/core/hash', 'lib/core/time']

/** Each room and the rooms (or single files) it may import from. Read from the top: data flows one way. */
const mayImport: Record<string, string[]> = {
  functions: ['lib', 'lib/triggers', 'lib/flows/*'],
  lib: [
    'lib',
    'lib/triggers',
    'lib/flows/*',
    'lib/messages',
    'lib/model',
    'lib/on24',
    'lib/dataverse',
    'lib/credentials',
    'lib/stores',
    'lib/entra',
    'lib/core',
  ],
  'lib/triggers': [
    ...['lib/triggers', 'lib/core', 'lib/messages', 'lib/stores'],
    ...['types of lib', 'types of lib/model', 'types of lib/entra'],
  ],
  'lib/flows/*': [
    ...['lib/flows/*', 'lib/rules/*', 'lib/messages', 'lib/model', 'lib/core'],
    ...['types of lib', 'types of lib/dataverse', 'types of lib/credentials', 'types of lib/stores'],
  ],
  'lib/rules/*': ['lib/rules/*', 'lib/messages', 'lib/model', ...pureCore],
  'lib/messages': ['lib/messages', 'lib/messages/*'],
  'lib/messages/*': ['lib/messages/*', 'types of lib/messages'],
  'lib/on24': ['lib/on24', 'lib/model', 'lib/core', 'types of lib/messages'],
  'lib/dataverse': ['lib/dataverse', 'lib/core', 'lib/model'],
  'lib/credentials': ['lib/credentials', 'lib/core', 'lib/messages', 'lib/model', 'lib/rules/*'],
  'lib/stores': ['lib/stores', 'lib/core', 'lib/rules/*', 'lib/model'],
  'lib/entra': ['lib/entra', 'lib/core', 'lib/model', 'types of lib/messages'],
  'lib/model': ['lib/model', 'types of lib/messages'],
  'lib/core': ['lib/core', 'types of lib/messages'],
}

/** Packages that one file owns: other files use them through it. */
const owners: Record<string, string[]> = {
  '@azure/functions': ['functions', 'lib/triggers'],
  '@azure/identity': ['lib'],
  '@azure/keyvault-keys': ['lib'],
  '@azure/keyvault-secrets': ['lib'],
  '@azure/data-tables': ['lib', 'lib/core'],
  '@azure/storage-queue': ['lib', 'lib/stores'],
  '@streamparser/json': ['lib/core'],
  jose: ['lib/entra'],
  ky: ['lib/core'],
  'temporal-polyfill': ['lib/rules/*'],
  uuid: ['lib/rules/*'],
  'windows-iana': ['lib/dataverse'],
}

/** `isLater`: it is loaded when it is first used. */
type Import = { file: string; room: string; from: string; typeOnly: boolean; isLater: boolean }

const files = globSync(['functions/**/*.ts', 'lib/**/*.ts'])
const pageFiles = globSync('page/**/*.{ts,tsx}')
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const imports = files.flatMap(importsOf)

test('there is something to guard', () => {
  expect(imports.length).toBeGreaterThan(100)
})

test('every room imports only from the rooms below it', () => {
  const breaches = imports.filter(({ room, from, file, typeOnly }) => {
    if (!from.startsWith('.')) return false
    const path = normalize(join(dirname(file), from))
    const other = roomOf(path)
    const allowed = mayImport[room] ?? []
    if (allowed.includes(other) || allowed.includes(path.replace(/\.ts$/, ''))) return false
    return !(typeOnly && allowed.includes(`types of ${other}`))
  })
  expect(breaches).toEqual([])
})

test('to register a function nothing is loaded but the library and what describes it', () => {
  const start = [...sources.keys()].filter((file) => file.startsWith('functions/'))
  const reached = new Set(start)
  for (const file of reached) {
    for (const { from, typeOnly, isLater } of imports.filter((one) => one.file === file)) {
      if (from.startsWith('.') && !typeOnly && !isLater) reached.add(normalize(join(dirname(file), from)))
    }
  }
  expect([...reached].filter((file) => !start.includes(file)).toSorted()).toEqual([
    'lib/load.ts',
    'lib/triggers/route.ts',
  ])
})

test('a package with an owner is imported by its owner only', () => {
  const breaches = imports.filter(({ room, from }) => {
    const [owned] = Object.entries(owners).filter(([name]) => from === name || from.startsWith(`${name}/`))
    return owned && !owned[1].includes(room)
  })
  expect(breaches).toEqual([])
})

test('only the settings read the environment of the process', () => {
  expect(filesWith(/process\.env/)).toEqual(['lib/config.ts'])
})

test('a body is read where its size is limited, and nowhere else', () => {
  expect(filesWith(/\brequest\.(text|json|arrayBuffer|blob|formData|body)\b/)).toEqual([])
})

test('the page stands by itself: of the connector it has only the values of choices', () => {
  const outside = pageFiles.flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^']+)'/g), ([, from = '']) =>
      normalize(join(dirname(file), from)),
    ),
  )
  expect(pageFiles.length).toBeGreaterThan(20)
  expect(new Set(outside.filter((path) => !path.startsWith('page/')))).toEqual(new Set(['lib/dataverse/options.ts']))
})

test('rules are pure: no waiting, no clock, no random numbers', () => {
  const impure = /\bawait\b|\basync\b|Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes/
  const isPure = (file: string) => file.startsWith('lib/rules/') || pureCore.includes(file.replace(/\.ts$/, ''))
  expect(filesWith(impure).filter(isPure)).toEqual([])
  const pageRules = pageFiles.filter((file) => file.startsWith('page/rules/'))
  expect(pageRules.filter((file) => impure.test(readFileSync(file, 'utf8')))).toEqual([])
})

test('ON24 is named nowhere but in its folder, where it is wired, and in the settings', () => {
  const words = /\b(exteventusercd|eventuserid|isDeleted|honorrequired|liveminutes|lastupdated)\b/
  expect(filesWith(words).filter((file) => !file.startsWith('lib/on24/'))).toEqual([])
})

test('Dataverse’s table and column names are known in its folder only', () => {
  expect(filesWith(/msevtmgt_|msdynmkt_|wbc_/).filter((file) => !file.startsWith('lib/dataverse/'))).toEqual([])
})

test('every file is below 200 lines, in kebab case and no catch-all', () => {
  const styles = globSync('page/**/*.css')
  const all = [...sources, ...[...pageFiles, ...styles].map((file) => [file, readFileSync(file, 'utf8')] as const)]
  const long = all.filter(([, source]) => source.split('\n').length > 200).map(([file]) => file)
  expect(long).toEqual([])
  // `lib/services.ts` holds types only: the design names it.
  const catchAll = (file: string) => file !== 'lib/services.ts' && /utils|helpers|manager|service/.test(file)
  expect([...files, ...pageFiles].filter((file) => !/^[a-z0-9/-]+\.tsx?$/.test(file) || catchAll(file))).toEqual([])
})

/** The subjects of flows and of rules are rooms alike. */
function roomOf(file: string) {
  return dirname(file).replace(/^(lib\/(?:flows|rules|messages))\/.*/, '$1/*')
}

function importsOf(file: string): Import[] {
  const source = sources.get(file) ?? ''
  const found = source.matchAll(/^(?:import|export) (type )?[^'"]*?from '([^']+)'/gm)
  const later = source.matchAll(/\bimport\('([^']+)'\)/g)
  const room = roomOf(file)
  return [
    ...[...found].map(([, typeOnly, from = '']) => ({
      file,
      room,
      from,
      typeOnly: typeOnly !== undefined,
      isLater: false,
    })),
    ...[...later].map(([, from = '']) => ({ file, room, from, typeOnly: false, isLater: true })),
  ]
}

function filesWith(pattern: RegExp) {
  return [...sources].filter(([, source]) => pattern.test(source)).map(([file]) => file)
}
