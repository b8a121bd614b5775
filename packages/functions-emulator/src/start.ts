import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { FunctionInfo, Keys, LogRecord, ToChild, ToParent } from './protocol.ts'

export type FunctionsHost = {
  url: string
  keys: Keys
  functions: FunctionInfo[]
  /** Everything logged so far, oldest first, and what the app wrote to stdout and stderr. */
  logs: LogRecord[]
  onLog(listener: (record: LogRecord) => void): void
  /** Fires a timer function now; rejects with the message of what it threw. */
  run(functionName: string): Promise<void>
  child: ChildProcess
  /** Lets the invocations in hand end; safe to call on a host that was killed. */
  stop(): Promise<void>
}

export type HostOptions = {
  appRoot: string
  env: Record<string, string>
  port?: number
  /** How far the clock of this host is ahead, in milliseconds. */
  clockShift?: number
}

/** The longest a host may take to stop before it is killed; it gives itself a little less. */
const patience = 12_000

/** Runs a Functions app in a process of its own, with these settings and no others, as in Azure. */
export async function startFunctionsHost({
  appRoot,
  env,
  port = 0,
  clockShift = 0,
}: HostOptions): Promise<FunctionsHost> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./child.ts'))], {
    cwd: appRoot,
    env: { ...essentials(), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const gone = ended(child)
  const send = (message: ToChild) => void (child.connected && child.send(message, () => undefined))
  const logs: LogRecord[] = []
  const listeners: ((record: LogRecord) => void)[] = []
  const waiting = new Map<number, (error?: string) => void>()
  const keys = hostKeys(env)

  const record = (entry: LogRecord) => {
    logs.push(entry)
    for (const listener of listeners) listener(entry)
  }
  for (const [stream, level] of [[child.stdout, 'information'] as const, [child.stderr, 'error'] as const]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (message) =>
      record({ time: new Date().toISOString(), level, category: 'console', message }),
    )
  }

  const ready = new Promise<Extract<ToParent, { type: 'ready' }> | undefined>((resolve) => {
    child.on('message', (message: ToParent) => {
      if (message.type === 'log') record(message.record)
      else if (message.type === 'ran') waiting.get(message.id)?.(message.error)
      else resolve(message)
    })
    void gone.then(resolve)
  })
  void gone.then(() => {
    for (const end of waiting.values()) end('The host ended before the function did.')
  })
  send({ type: 'start', appRoot, port, keys, clockShift })
  const started = await ready
  if (!started) {
    const said = logs.filter((one) => one.category === 'console').map((one) => one.message)
    throw new Error(['The Functions host did not start.', ...said].join('\n'))
  }

  return {
    ...{ url: started.url, functions: started.functions, keys, logs, child },
    onLog: (listener) => void listeners.push(listener),
    run: (name) =>
      new Promise((resolve, reject) => {
        const id = nextRun++
        waiting.set(id, (error) => {
          waiting.delete(id)
          if (error === undefined) resolve()
          else reject(new Error(error))
        })
        if (child.connected) send({ type: 'run', id, name })
        else waiting.get(id)?.('The host is not running.')
      }),
    stop: async () => {
      send({ type: 'stop' })
      const kill = setTimeout(() => child.kill('SIGKILL'), patience)
      await gone
      clearTimeout(kill)
    },
  }
}

let nextRun = 1

/** All that the child said has arrived. Its event `close` would do, but stays away after a disconnect from this side. */
async function ended(child: ChildProcess) {
  const ends = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'close'))
  await Promise.all([once(child, 'exit'), once(child, 'disconnect'), ...ends])
  return undefined
}

/** In Azure the instances of an app share keys that lie in its storage; here they follow from the storage's address. */
function hostKeys(env: Record<string, string>): Keys {
  const key = (name: string) => createHash('sha256').update(`${name} ${env.AzureWebJobsStorage}`).digest('base64url')
  return { master: key('master'), default: key('default') }
}

function essentials() {
  const { PATH = '', HOME = '', TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}) }
}
