import { startEnvironment } from './environment/environment.ts'
import { toLine } from './environment/to-line.ts'
import { subscribe } from './environment/webhooks.ts'
import { busyPort } from './start/busy-port.ts'
import { curls } from './start/curls.ts'
import { enterCredentials } from './start/enter-credentials.ts'
import { openBrowser } from './start/open-browser.ts'
import { readStartOptions } from './start/options.ts'
import { namedPorts, portsFrom } from './start/ports.ts'
import { runApp } from './start/running-app.ts'
import { seed } from './start/seed.ts'
import { type Actions, serveStrip } from './start/serve-strip.ts'
import { shellOf } from './start/shell.ts'
import { createWorld } from './start/world.ts'

/** Runs the app and its environment on known ports, for a developer to try things out. */

const { withHost, first } = options()
const { app: appPort, environment: ports } = portsFrom(first)
const busy = await busyPort({ ...namedPorts(ports), ...(withHost && { 'the app': appPort }) })
if (busy) {
  console.error(
    `Port ${busy.port} (${busy.name}) is in use: stop what listens there, or take nine others: npm start -- --ports 20000`,
  )
  process.exit(1)
}

let ahead = 0
const now = () => new Date(Date.now() + ahead)
let actions: Actions | undefined
const added = await serveStrip(() => actions)
const environment = await startEnvironment({ ports, now, solution: true, dataverse: { now, added } })
const { dataverse, keyVault, identity, storage, on24 } = environment
const host = withHost ? await runApp(environment, appPort) : undefined
const app = `http://127.0.0.1:${appPort}`
// Rows that were there before the connector: nothing tells it of them.
const account = seed(environment, now)
// Core Tools accepts any key on this machine.
subscribe(dataverse, { url: app, keys: host?.keys ?? { default: 'any', master: 'any' } })
const world = createWorld(environment, account, now)
actions = {
  ...world,
  pass:
    host &&
    (async (milliseconds) => {
      const before = now()
      ahead += milliseconds
      world.pass(before)
      await host.restart(ahead)
    }),
}

// Ctrl-C may arrive twice: the terminal sends it to the whole group, and npm passes it on.
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!stopping) void environment.stop().then(() => process.exit(0))
    stopping = true
  })
}
if (host) {
  await enterCredentials(dataverse, account)
  await host.runTimers()
}

const page = `${dataverse.url}/WebResources/wbc_/webinars.html`
const addresses = {
  'The page': page,
  'The app': `${app}/api`,
  Dataverse: `${dataverse.url}/api/data/v9.2`,
  'Key Vault': keyVault.url,
  'ON24, North America': `${on24.na.url}/v2`,
  'ON24, Europe': `${on24.eu.url}/v2`,
  Identity: identity.settings.IDENTITY_ENDPOINT,
  Queues: storage.queueUrl,
  Tables: storage.tableUrl,
}
for (const [name, url] of Object.entries(addresses)) console.log(`${name.padEnd(20)} ${url}`)
console.log(`${'Function key'.padEnd(20)} ${host?.keys.default ?? 'none: Core Tools needs no key on this machine'}`)
if (host)
  console.log(`${'For operators'.padEnd(20)} npm run connector -- status --app ${app} --key ${host.keys.default}`)
console.log('\nThere are an ON24 account, an event of tomorrow and one of yesterday. Paste these commands in order:\n')
for (const { purpose, command } of curls(app, account, host?.keys, shellOf(process.platform)))
  console.log(`# ${purpose}\n${command}\n`)
if (!host && first !== undefined) {
  console.log(`Put these values into local.settings.json:\n${JSON.stringify(environment.settings, null, 2)}\n`)
}
const func = `Now run \`func start${first === undefined ? '' : ` --port ${appPort}`}\`. Ctrl-C stops everything else.\n`
console.log(host ? `The page: ${page}\nCtrl-C stops everything. Logs of the app:\n` : func)
openBrowser(page)
for (const record of host?.logs ?? []) console.log(toLine(record))
host?.onLog((record) => console.log(toLine(record)))

function options() {
  try {
    return readStartOptions(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
