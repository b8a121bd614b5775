import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack } from '../package/pack.ts'
import { releaseNotes } from './notes.ts'
import { billOfMaterials } from './sbom.ts'
import { compiledTemplate } from './template.ts'
import { zip } from './zip.ts'

/** Makes the files of a release in a folder, from this checkout; answers their names. One commit makes the same bytes. */
export async function makeRelease(folder: string): Promise<string[]> {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const { GITHUB_REPOSITORY: repository } = process.env
  const name = `dynamics-webinar-connector-${version}`
  const staged = mkdtempSync(join(tmpdir(), 'release-'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    const { root, files: packed, chunks } = await pack(staged)
    const place = repository ? { repository, tag: `v${version}` } : undefined
    const files: Record<string, string | Uint8Array> = {
      [`${name}.zip`]: zip(root, packed),
      'azuredeploy.json': readFileSync(compiledTemplate),
      [`${name}.cdx.json`]: billOfMaterials(chunks, timeOfCommit()),
      'NOTES.md': releaseNotes(readFileSync('CHANGELOG.md', 'utf8'), version, `${name}.zip`, place),
    }
    files.SHA256SUMS = checksums(files)
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content)
    return Object.keys(files)
  } finally {
    rmSync(staged, { recursive: true })
  }
}

/** As `sha256sum --check` reads it. */
function checksums(files: Record<string, string | Uint8Array>) {
  const lines = Object.entries(files).map(
    ([file, content]) => `${createHash('sha256').update(content).digest('hex')}  ${file}\n`,
  )
  return lines.join('')
}

function timeOfCommit() {
  const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' })
  return new Date(Number(seconds) * 1000).toISOString()
}
