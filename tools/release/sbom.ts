import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chunk } from '../package/bundle.ts'

type Sbom = {
  serialNumber: string
  metadata: { timestamp: string; component: { name: string; 'bom-ref': string } }
  components: { 'bom-ref': string; purl: string }[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}

/**
 * The list of what a bundle holds (CycloneDX, `npm sbom`), without the installed packages of which nothing got into it.
 * @param madeAt the time of the commit (ISO 8601), so that one commit has one list
 */
export function billOfMaterials(chunks: readonly Chunk[], madeAt: string): string {
  // With `--omit dev` npm leaves out also what the app shares with the emulators.
  const options = 'sbom --sbom-format cyclonedx --sbom-type application'
  const all: Sbom = JSON.parse(execFileSync('npm', options.split(' '), { encoding: 'utf8', maxBuffer: 64e6 }))
  const bundled = bundledPackages(chunks)
  const components = all.components.filter(({ purl }) => bundled.has(decodeURIComponent(purl).replace('pkg:npm/', '')))
  const { name } = JSON.parse(readFileSync('package.json', 'utf8'))
  const kept = new Set([...components, all.metadata.component].map((one) => one['bom-ref']))
  const dependencies = all.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }))
  const component = { ...all.metadata.component, name }
  const sbom = { ...all, metadata: { ...all.metadata, timestamp: madeAt, component }, components, dependencies }
  return `${JSON.stringify({ ...sbom, serialNumber: serialOf(JSON.stringify({ components, madeAt })) }, undefined, 2)}\n`
}

/** Packages, as `name@version`, of which a bundle holds code. */
function bundledPackages(chunks: readonly Chunk[]): Set<string> {
  const roots = chunks.flatMap(({ modules }) =>
    modules.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'))?.[0] ?? []),
  )
  return new Set(
    [...new Set(roots)].map((root) => {
      const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
      return `${name}@${version}`
    }),
  )
}

/** A UUID of version 8, made of the content. */
function serialOf(content: string) {
  const hex = createHash('sha256').update(content).digest('hex')
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
