import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { QueueServiceClient } from '@azure/storage-queue'
import { type FunctionsHost, startFunctionsHost } from '@webinar-connector/functions-emulator'
import { addWebinar, configure, register } from '../bench/account.ts'
import { percentile } from '../bench/figure.ts'
import { pollUntil } from '../demo/poll-until.ts'
import { type Environment, startEnvironment } from '../environment/environment.ts'
import { subscribe, webhookEndpoint } from '../environment/webhooks.ts'
import { type Chunk, loadedWith } from './bundle.ts'

const run = promisify(execFile)
const rounds = 9
const hostRounds = 7
const median = (values: number[]) => percentile(values, 0.5)

type Start = { known: number; load: number }

/**
 * Medians of starts in a worker process (`worker.ts`), in milliseconds. The apps start in turn, so that a busy moment affects
 * all alike.
 * @param worker the bundled worker
 */
export async function measureStarts<Roots extends readonly [string, ...string[]]>(
  worker: string,
  roots: Roots,
): Promise<{ [At in keyof Roots]: Start }> {
  const starts = roots.map((): Start[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [at, root] of roots.entries()) starts[at]?.push(await start(worker, root))
  }
  return starts.map((all) => ({
    known: median(all.map(({ known }) => known)),
    load: median(all.map(({ load }) => load)),
  })) as { [At in keyof Roots]: Start }
}

type Later = { name: string; what: string; bytes: number; milliseconds: number }

/** The files that come later: size and time to load, of what is not there yet. */
export async function measureLater(worker: string, root: string, chunks: readonly Chunk[]): Promise<Later[]> {
  const measured: Later[] = []
  for (const { name, what, after } of later) {
    const there = ['functions', ...after].flatMap((one) => loadedWith(one, chunks))
    const files = loadedWith(name, chunks).filter((chunk) => !there.includes(chunk))
    const urls = [name, ...after].map((one) => urlOf(root, loadedWith(one, chunks)))
    const times: number[] = []
    for (let round = 0; round < rounds; round++) times.push((await start(worker, root, ...urls)).later)
    measured.push({ name, what, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), milliseconds: median(times) })
  }
  return measured
}

/** `after`: what is loaded before it. */
const later = [
  { name: 'on-first-webhook', what: 'the first webhook', after: [] },
  { name: 'on-first-join', what: 'the first join link', after: [] },
  { name: 'on-first-call', what: 'the first other call, timer or message', after: [] },
  { name: 'identity', what: 'the first token of the identity, after a webhook', after: ['on-first-webhook'] },
  { name: 'key-vault', what: 'the first call to Key Vault, after another call', after: ['on-first-call'] },
]

function urlOf(root: string, [first]: readonly Chunk[]) {
  return pathToFileURL(join(root, 'dist', first?.file ?? '')).href
}

async function start(worker: string, ...args: string[]): Promise<Start & { later: number }> {
  const { stdout } = await run(process.execPath, [worker, ...args])
  return JSON.parse(stdout)
}

const change = {
  MessageName: 'Create',
  PrimaryEntityName: 'msevtmgt_eventregistration',
  PrimaryEntityId: '00000000-0000-4000-8000-000000000001',
}

/** The median time, in milliseconds, from functions known to the answer of the first webhook, as its sender sees it. */
export function measureFirstWebhook(appRoot: string): Promise<number> {
  return measureFirst(appRoot, 202, (host) => {
    const { url, headers, organization } = webhookEndpoint(host)
    return fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'x-ms-dynamics-organization': organization },
      body: JSON.stringify(change),
    })
  })
}

/**
 * Medians, in milliseconds, from the start of a worker process to the redirect of a join link, and to the answer of a hello
 * world: both in turn.
 * @param worker the bundled process (`first-answer.ts`)
 */
export async function measureFirstJoin(worker: string, appRoot: string, hello: string) {
  const environment = await startEnvironment({ ownTables: true })
  const token = await makeJoinLink(environment, appRoot)
  const env = { ...process.env, ...environment.settings }
  const [joined, greeted]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    joined.push(await answered(303, [worker, appRoot, 'join-get', token], env))
    greeted.push(await answered(200, [worker, hello, 'hello-world'], env))
  }
  await environment.stop()
  return { joined: median(joined), greeted: median(greeted) }
}

async function answered(status: number, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { stdout } = await run(process.execPath, args, { env })
  const answer = JSON.parse(stdout) as { answered: number; status: number }
  if (answer.status !== status) throw new Error(`The first call was answered ${answer.status}.`)
  return answer.answered
}

/** Registers somebody for a webinar that begins soon; the token of a link that leads there. */
async function makeJoinLink(environment: Environment, appRoot: string): Promise<string> {
  const host = await startFunctionsHost({ appRoot, env: environment.settings })
  const webhooks = subscribe(environment.dataverse, host)
  const webinar = addWebinar(environment, await configure(environment, host), 0.5)
  const { dataverse } = environment
  const shown = (table: string, id: string, column: string) =>
    pollUntil(
      () => dataverse.row(table, id)?.[column] ?? undefined,
      () => `Nothing is in ${column}.`,
    )
  // Where the audience gets in is noted with it.
  await shown('msevtmgt_event', webinar.id, 'msevtmgt_webinarurl')
  const link = String(await shown('msevtmgt_eventregistration', register(environment, webinar), 'wbc_joinlink'))
  await webhooks.settled()
  await host.stop()
  return link.slice(link.lastIndexOf('/') + 1)
}

async function measureFirst(appRoot: string, status: number, call: (host: FunctionsHost) => Promise<Response>) {
  const environment = await startEnvironment()
  const queues = QueueServiceClient.fromConnectionString(environment.storage.connectionString)
  const times: number[] = []
  for (let round = 0; round < hostRounds; round++) {
    const host = await startFunctionsHost({ appRoot, env: environment.settings })
    const began = performance.now()
    const answer = await call(host)
    times.push(performance.now() - began)
    if (answer.status !== status) throw new Error(`The first call was answered ${answer.status}.`)
    await host.stop()
    // In Azure each queue's function has instances of its own: no message may load the next instance with its work.
    await queues.getQueueClient('registrations').clearMessages()
  }
  await environment.stop()
  return median(times)
}
