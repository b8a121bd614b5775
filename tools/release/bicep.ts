import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Version that `.ci/bicep` fetches. The API versions of the templates are the newest that it knows. */
export const reviewedVersion = /^version=(.+)$/m.exec(readFileSync('.ci/bicep', 'utf8'))?.[1] ?? ''

/** The Bicep compiler in PATH, else the one that the Azure CLI or azd installed for itself. */
export const compiler = ['bicep', join(homedir(), '.azure/bin/bicep'), join(homedir(), '.azd/bin/bicep')]
  .map((path) => ({ path, version: versionOf(path) }))
  .find(({ version }) => version)

/** A newer compiler than the reviewed one may know newer API versions, which is no fault of the templates. */
export const isNewer = compiler !== undefined && compiler.version !== reviewedVersion

/** Why the templates cannot be compiled on this machine; undefined where they can. */
export const notChecked = !compiler
  ? 'not checked: there is no Bicep compiler (`az bicep install`)'
  : isOlder(compiler.version, reviewedVersion)
    ? `not checked: Bicep ${compiler.version} is older than ${reviewedVersion} (\`az bicep upgrade\`)`
    : undefined

function versionOf(path: string): string {
  try {
    return /version (\d+\.\d+\.\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1] ?? ''
  } catch {
    return ''
  }
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0
}
