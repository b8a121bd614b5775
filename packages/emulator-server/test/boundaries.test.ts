import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

type Manifest = { dependencies: object; devDependencies: object }

const packages = fileURLToPath(new URL('../..', import.meta.url))
const files = globSync('*/{src,test}/**/*.{ts,js,cjs}', { cwd: packages, exclude: ['**/node_modules'] })
const imports = files.flatMap((file) => {
  const [folder = '', part] = file.split('/')
  const source = readFileSync(join(packages, file), 'utf8').replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '')
  const found = source.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*'([^']+)'/g)
  return [...found].map(([, from = '']) => ({ file, folder, part, from }))
})

test('an emulator imports nothing of the product: only its own files', () => {
  const outside = imports.filter(({ file, folder, from }) => {
    const target = resolve(packages, file, '..', from)
    return from.startsWith('.') && !target.startsWith(join(packages, folder, '/'))
  })
  expect(imports.length).toBeGreaterThan(300)
  expect(outside).toEqual([])
})

test('an emulator imports no package but those that its package.json lists', () => {
  const unlisted = imports.filter(({ folder, part, from }) => {
    if (/^(\.|node:)/.test(from)) return false
    const { dependencies, devDependencies } = manifestOf(folder)
    const [name] = /^(@[^/]+\/)?[^/]+/.exec(from) ?? []
    return !Object.keys(part === 'src' ? dependencies : { ...dependencies, ...devDependencies }).includes(name ?? '')
  })
  expect(unlisted).toEqual([])
})

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8'))
}
