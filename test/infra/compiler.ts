import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { compiler, isNewer } from '../../tools/release/bicep.ts'

export { isNewer, notChecked, reviewedVersion } from '../../tools/release/bicep.ts'

const run = promisify(execFile)

/** Runs the compiler and answers its findings, errors too. */
async function bicep(...options: string[]): Promise<string[]> {
  const { stdout, stderr } = await run(compiler?.path ?? 'bicep', options).catch((error) => error)
  const findings = `${stdout}\n${stderr}`.matchAll(
    /^(?:.+\(\d+,\d+\) : (?=\w+ [\w-]+: )|Template snapshotting )(.+)$/gm,
  )
  return [...new Set([...findings].map(([, finding = '']) => finding))].filter(
    (finding) => !(isNewer && finding.includes(' use-recent-api-versions: ')),
  )
}

export type ArmTemplate = {
  parameters: Record<string, { type: string }>
  outputs: Record<string, { type: string }>
}

/**
 * Builds and lints the templates of a folder by the rules of infra/bicepconfig.json.
 * Answers the main one as ARM JSON; undefined if there is an error among the findings.
 */
export async function build(folder: string): Promise<{ arm: ArmTemplate | undefined; findings: string[] }> {
  return withFolder(async (built) => {
    const rules = ['--config', 'infra/bicepconfig.json']
    const findings = await bicep('build', '--pattern', join(folder, '*.bicep'), '--outdir', built, ...rules)
    return { arm: readIfThere(join(built, 'main.json')), findings }
  })
}

export type Resource = {
  id: string
  type: string
  name: string
  sku?: { name: string }
  properties: Record<string, unknown>
}

/**
 * The resources that a deployment would make. The compiler evaluates the templates; what only Azure knows stays an
 * expression in brackets. Empty if there is an error among the findings.
 * @param parameters Values as Bicep writes them.
 */
export async function predict(
  parameters: Record<string, string>,
): Promise<{ resources: Resource[]; findings: string[] }> {
  return withFolder(async (folder) => {
    const assignments = Object.entries(parameters).map(([name, value]) => `param ${name} = ${value}\n`)
    const using = `using '${relative(folder, 'infra/main.bicep')}'\n`
    writeFileSync(join(folder, 'main.bicepparam'), using + assignments.join(''))
    const id = '00000000-0000-4000-8000-000000000000'
    const scope = ['--subscription-id', id, '--tenant-id', id, '--location', 'westeurope']
    const findings = await bicep('snapshot', join(folder, 'main.bicepparam'), ...scope)
    return { resources: readIfThere(join(folder, 'main.snapshot.json'))?.predictedResources ?? [], findings }
  })
}

function readIfThere(file: string) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** Lends a folder that is removed afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bicep-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
