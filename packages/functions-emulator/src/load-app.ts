import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'
import { type Runtime, withFixed } from './core-module.ts'

const PackageJson = v.object({ main: v.string(), type: v.optional(v.string()) })

/**
 * Loads every file that `main` of the app's package.json matches, in turn, and closes registration.
 * Order as in github.com/Azure/azure-functions-nodejs-worker, `src/startApp.ts`.
 */
export async function loadApp(appRoot: string, runtime: Runtime) {
  const { main, type } = v.parse(PackageJson, JSON.parse(await readFile(join(appRoot, 'package.json'), 'utf8')))
  const files = globSync(main, { cwd: appRoot }).toSorted()
  if (files.length === 0) throw new Error(`Found no file that matches "${main}", the main entry of package.json.`)
  const require = createRequire(join(appRoot, 'package.json'))
  for (const file of files) {
    const path = join(appRoot, file)
    const isModule = file.endsWith('.mjs') || (type === 'module' && !file.endsWith('.cjs'))
    await (isModule ? import(pathToFileURL(path).href) : require(path))
  }
  const context = withFixed({ functionAppDirectory: appRoot }, { hookData: {}, appHookData: runtime.appHookData })
  await runtime.runHooks('appStart', context)
  if (runtime.functions.size === 0) throw new Error(`No function was registered by ${files.join(', ')}.`)
  const capabilities = (await runtime.model().getCapabilities?.({})) ?? {}
  if ('HttpUri' in capabilities) throw new Error('HTTP streaming (enableHttpStream) is not supported: switch it off.')
  runtime.lock()
  return context.hookData
}
