import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startFunctionsHost } from '@webinar-connector/functions-emulator'
import { startEnvironment } from './environment/environment.ts'
import { printTable } from './environment/print-table.ts'
import { bundle } from './package/bundle.ts'
import { pack } from './package/pack.ts'

/** Packs a deployment and measures its size and its time to start, beside two alternatives on this machine. */

const rounds = 5
const maxMegabytes = 5
// Inside node_modules, so that the app that is not bundled finds its packages.
const folder = resolve(mkdtempSync(join('node_modules', '.package-')))

try {
  const app = await pack(folder)
  const hello = await small(join(folder, 'hello'), ['tools/package/hello-world.ts'])
  const unbundled = await small(join(folder, 'unbundled'), globSync('functions/*.ts'), [/^[^./]/])
  const [appTime, helloTime, unbundledTime] = await startTimes([app, hello, unbundled])

  const files = filesOf(app)
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6
  const zipped = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1e6
  const installed = installedFiles()
  printTable(
    ['Deployment', 'is', 'must be'],
    [
      { figure: 'Files', is: files.length },
      { figure: '  MB', is: megabytes, must: `below ${maxMegabytes}`, ok: megabytes < maxMegabytes },
      { figure: '  MB compressed', is: zipped },
      { figure: 'Start to functions known, ms', is: Math.round(appTime) },
      { figure: '  of a hello world with one function, ms', is: Math.round(helloTime) },
      { figure: 'Files with node_modules instead of a bundle', is: installed.length },
      { figure: '  MB', is: installed.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6 },
      { figure: '  start to functions known, ms', is: Math.round(unbundledTime) },
    ],
  )
} finally {
  rmSync(folder, { recursive: true })
}

async function small(root: string, entries: string[], external: RegExp[] = []) {
  await bundle(entries, join(root, 'dist'), external)
  for (const file of ['host.json', 'package.json']) cpSync(file, join(root, file))
  return root
}

/** The medians of the starts, in milliseconds; the apps start in turn, so that a busy moment affects all alike. */
async function startTimes(roots: string[]): Promise<[number, number, number]> {
  const environment = await startEnvironment()
  const times = roots.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [at, appRoot] of roots.entries()) {
      const began = performance.now()
      const host = await startFunctionsHost({ appRoot, env: environment.settings })
      times[at]?.push(performance.now() - began)
      await host.stop()
    }
  }
  await environment.stop()
  const [app = 0, hello = 0, unbundled = 0] = times.map((all) => all.toSorted((a, b) => a - b)[Math.floor(rounds / 2)])
  return [app, hello, unbundled]
}

/** The files that `npm ci --omit=dev --workspaces=false` installs. */
function installedFiles() {
  const options = 'ls --omit=dev --omit=peer --workspaces=false --all --parseable'
  const listed = execFileSync('npm', options.split(' '), { encoding: 'utf8' })
  const packages = new Set(listed.split('\n').filter((path) => path.includes('node_modules')))
  return [...packages].flatMap((root) =>
    filesOf(root).filter((file) => !file.slice(root.length).includes('node_modules')),
  )
}

function filesOf(root: string) {
  return globSync('**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
