import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../dist/functions/dataverse-webhook-post.js', import.meta.url))
const hostJson = fileURLToPath(new URL('../../host.json', import.meta.url))
const empty = fileURLToPath(import.meta.resolve('./empty-function.ts'))

/** An app of two functions under the product's host.json: the built webhook door and the empty one. No worker disturbs. */
export async function makeDoorApp() {
  const appRoot = await mkdtemp(join(tmpdir(), 'door-'))
  await mkdir(join(appRoot, 'functions'))
  await writeFile(join(appRoot, 'package.json'), JSON.stringify({ type: 'module', main: 'functions/*' }))
  await cp(hostJson, join(appRoot, 'host.json'))
  await symlink(built, join(appRoot, 'functions', 'door.js'))
  await symlink(empty, join(appRoot, 'functions', 'empty.ts'))
  return { appRoot, remove: () => rm(appRoot, { recursive: true }) }
}
