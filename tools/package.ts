import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { figure } from './bench/figure.ts'
import { printTable } from './environment/print-table.ts'
import { bundle } from './package/bundle.ts'
import { measureFirstJoin, measureFirstWebhook, measureLater, measureStarts } from './package/cold-start.ts'
import { pack } from './package/pack.ts'

/** Packs a deployment and measures its size and its cold start, beside a hello world of the same library. */

// Inside node_modules, so that the app that is not bundled finds its packages.
const folder = resolve(mkdtempSync(join('node_modules', '.package-')))

try {
  const { root, chunks } = await pack(folder)
  const smallest = await bundled(join(folder, 'hello'), ['tools/package/hello-world.ts'])
  const unbundled = await bundled(join(folder, 'unbundled'), globSync('functions/*.ts'), [/^[^./]/])
  await bundle(['tools/package/worker.ts'], join(folder, 'worker'))
  const worker = join(folder, 'worker', 'functions.js')

  const [app, hello, asPackages] = await measureStarts(worker, [root, smallest, unbundled])
  const later = await measureLater(worker, root, chunks)
  const webhook = await measureFirstWebhook(root)
  await bundle(['tools/package/first-answer.ts'], join(folder, 'first-answer'))
  const firstAnswer = join(folder, 'first-answer', 'functions.js')
  const { joined, greeted } = await measureFirstJoin(firstAnswer, root, smallest)
  const identity = later.find(({ name }) => name === 'identity')?.milliseconds ?? Number.NaN
  const installed = installedFiles()
  const files = filesOf(root)

  printTable(
    ['Deployment', 'is', 'must be'],
    [
      { figure: 'Files', is: files.length },
      figure('  MB', megabytes(files), { atMost: 5 }),
      {
        figure: '  MB compressed',
        is: files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1e6,
      },
      { figure: 'Files with node_modules instead of a bundle', is: installed.length },
      { figure: '  MB', is: megabytes(installed) },
    ],
  )
  console.log()
  printTable(
    ['Cold start, ms in the worker', 'is', 'must be'],
    [
      { figure: 'Start of the process to all functions known', is: Math.round(app.known) },
      { figure: '  of a hello world of the same library', is: Math.round(hello.known) },
      figure('  ratio', app.known / hello.known, { atMost: 1.25 }),
      { figure: '  of it for loading the app', is: Math.round(app.load) },
      { figure: '  of a hello world', is: Math.round(hello.load) },
      figure('  ratio', app.load / hello.load, { atMost: 1.25 }),
      { figure: '  with node_modules instead of a bundle', is: Math.round(asPackages.load) },
      figure('Functions known to the first 202 of the webhook', Math.round(webhook), { atMost: 150 }),
      figure('  and loading the identity, as it is in Azure', Math.round(webhook + identity), { atMost: 150 }),
      { figure: 'Start of the process to the first redirect of a join link', is: Math.round(joined) },
      { figure: '  of a hello world to its first answer', is: Math.round(greeted) },
      { figure: '  ratio', is: joined / greeted },
    ],
  )
  console.log()
  const atStart = chunks.find(({ isEntry }) => isEntry)?.bytes ?? Number.NaN
  printTable(
    ['Loaded with', 'kB', 'ms'],
    [
      { figure: 'the start', is: kilobytes(atStart), must: Math.round(app.load) },
      ...later.map(({ what, bytes, milliseconds }) => ({
        figure: what,
        is: kilobytes(bytes),
        must: Math.round(milliseconds),
      })),
    ],
  )
} finally {
  rmSync(folder, { recursive: true })
}

async function bundled(root: string, entries: string[], external: RegExp[] = []) {
  await bundle(entries, join(root, 'dist'), external)
  for (const file of ['host.json', 'package.json']) cpSync(file, join(root, file))
  return root
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

function megabytes(files: readonly string[]) {
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6
}

function kilobytes(bytes: number) {
  return Math.round(bytes / 1000)
}
