import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { compiler, notChecked, reviewedVersion } from './bicep.ts'

/** The compiled template. It lies in the repository, for the portal of Azure loads it from there. */
export const compiledTemplate = 'infra/azuredeploy.json'

/** The templates as Azure Resource Manager takes them; undefined where this machine has not the reviewed compiler. */
export function compileTemplate(): string | undefined {
  if (!compiler || notChecked || compiler.version !== reviewedVersion) return undefined
  return execFileSync(compiler.path, ['build', 'infra/main.bicep', '--stdout'], { encoding: 'utf8' })
}

/** Compared by content: a new version of the compiler alone changes line ends and its own name. */
export function isUpToDate(compiled: string): boolean {
  return compiled.trim() === readFileSync(compiledTemplate, 'utf8').trim()
}
