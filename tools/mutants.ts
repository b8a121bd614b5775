import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Mutant, mutants } from './mutants/mutants.ts'

/**
 * Breaks the walls of registrations one at a time, in a copy of the source, and runs the property test against each. A
 * mutant that the test does not catch fails the command: then the wall is not needed, or not guarded.
 */

const propertyTest = 'test/lib/flows/registrations/interleavings.test.ts'
const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
let survivors = 0
try {
  for (const part of ['lib', 'test/harness', 'tools', 'packages', propertyTest, 'package.json', 'tsconfig.json']) {
    cpSync(part, join(folder, part), { recursive: true, filter: (path) => !path.includes('node_modules') })
  }
  writeFileSync(join(folder, 'vitest.config.ts'), 'export default {}\n')
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  if (!passes()) throw new Error('The property test fails without a mutant.')
  for (const mutant of mutants) {
    const begun = performance.now()
    const restore = apply(mutant)
    const isCaught = !passes()
    restore()
    if (!isCaught) survivors += 1
    const seconds = Math.round((performance.now() - begun) / 1000)
    console.log(`${isCaught ? 'caught  ' : 'SURVIVED'}  ${mutant.name} (${seconds} s)`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
console.log(`${mutants.length - survivors} of ${mutants.length} mutants were caught.`)
process.exitCode = survivors ? 1 : 0

function passes() {
  const vitest = resolve('node_modules/vitest/vitest.mjs')
  const { status } = spawnSync(process.execPath, [vitest, 'run', propertyTest], { cwd: folder, stdio: 'ignore' })
  return status === 0
}

function apply({ name, file, find, replace }: Mutant) {
  const path = join(folder, file)
  const source = readFileSync(path, 'utf8')
  if (source.split(find).length !== 2) throw new Error(`The place of the mutant "${name}" is not in ${file} once.`)
  writeFileSync(
    path,
    source.replace(find, () => replace),
  )
  return () => writeFileSync(path, source)
}
