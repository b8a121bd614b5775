import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../package/bundle.ts'

const webhook = fileURLToPath(new URL('../../functions/dataverse-webhook-post.ts', import.meta.url))
const hostJson = fileURLToPath(new URL('../../host.json', import.meta.url))
const empty = fileURLToPath(import.meta.resolve('./empty-function.ts'))

/** Creates an app of two functions with the product's host.json: the bundled webhook function and an empty one, no workers. */
export async function createWebhookApp() {
  const appRoot = await mkdtemp(join(tmpdir(), 'webhook-app-'))
  await bundle([webhook, empty], join(appRoot, 'dist'))
  await writeFile(join(appRoot, 'package.json'), JSON.stringify({ type: 'module', main: 'dist/functions.js' }))
  await cp(hostJson, join(appRoot, 'host.json'))
  return { appRoot, remove: () => rm(appRoot, { recursive: true }) }
}
