import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Storage } from '@webinar-connector/azure-emulators/storage'
import { onTestFinished } from 'vitest'
import { type FunctionsHost, startFunctionsHost } from '../src/start.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** Starts the app of test/function-app; by default its timer fires once a year. */
export function startFixture(storage: Storage, env: Record<string, string> = {}) {
  const settings = { AzureWebJobsStorage: storage.connectionString, WORK_QUEUE: 'work', SWEEP_SCHEDULE: '0 0 0 1 1 *' }
  return startFunctionsHost({ appRoot: path('function-app'), env: { ...settings, ...env } })
}

/** Starts an app of one file, in a folder of its own. */
export async function startApp(code: string, env: Record<string, string> = {}) {
  const appRoot = await mkdtemp(join(tmpdir(), 'function-app-'))
  onTestFinished(() => rm(appRoot, { recursive: true }))
  await writeFile(join(appRoot, 'package.json'), JSON.stringify({ type: 'module', main: 'index.js' }))
  await writeFile(join(appRoot, 'host.json'), JSON.stringify({ version: '2.0' }))
  await writeFile(join(appRoot, 'index.js'), `import { app, output } from '@azure/functions'\n${code}`)
  await symlink(path('../../../node_modules'), join(appRoot, 'node_modules'))
  const host = await startFunctionsHost({ appRoot, env })
  onTestFinished(() => host.stop())
  return host
}

/** The logs of a function, as text, oldest first. */
export function userLogs(host: FunctionsHost, functionName: string) {
  const category = `Function.${functionName}.User`
  return host.logs.filter((record) => record.category === category).map((record) => record.message)
}
