import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../dist/functions/dataverse-webhook-post.js', import.meta.url))
const hostJson = fileURLToPath(new URL('../../host.json', import.meta.url))
const empty = fileURLToPath(import.meta.resolve('./empty-function.ts'))

/** Creates an app of two functions with the product's host.json: the built webhook function and an empty one, no workers. */
export async function createWebhookApp() {
  const appRoot = await mkdtemp(join(tmpdir(), 'webhook-app-'))
  await mkdir(join(appRoot, 'functions'))
  await writeFile(join(appRoot, 'package.json'), JSON.stringify({ type: 'module', main: 'functions/*' }))
  await cp(hostJson, join(appRoot, 'host.json'))
  await symlink(built, join(appRoot, 'functions', 'webhook.js'))
  await symlink(empty, join(appRoot, 'functions', 'empty.ts'))
  return { appRoot, remove: () => rm(appRoot, { recursive: true }) }
}
