import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

type Locked = { version?: string; integrity?: string; link?: boolean; hasInstallScript?: boolean }

const packages: [string, Locked][] = Object.entries(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages)
const installed = packages.filter(([path, { link }]) => path.includes('node_modules/') && !link)
const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'))

test('every package is locked to a hash, those of other platforms too', () => {
  expect(installed.length).toBeGreaterThan(300)
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  for (const platform of ['linux-arm64', 'darwin-arm64', 'win32-x64'])
    expect(installed.map(([path]) => path)).toContainEqual(expect.stringContaining(platform))
})

test('a package that runs a script at its installation is allowed by name', () => {
  const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript)
  expect(running.map(([path]) => path.replace(/^.*node_modules\//, ''))).toEqual(Object.keys(allowScripts))
  expect(readFileSync('.npmrc', 'utf8')).toMatch(/^strict-allow-scripts=true$/m)
})
