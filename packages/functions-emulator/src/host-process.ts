import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { FunctionInfo, Keys, LogRecord, ToChild, ToParent } from './protocol.ts'

export type HostProcess = {
  child: ChildProcess
  /** Settles when all functions are listened to; rejects with what the process printed if it ended before. */
  ready: Promise<{ url: string; functions: FunctionInfo[] }>
  /** The process is gone and all it said has arrived; true if another one has to take its place. */
  gone: Promise<boolean>
  run(functionName: string): Promise<void>
  stop(): Promise<void>
}

export type HostProcessOptions = {
  appRoot: string
  env: Record<string, string>
  port: number
  keys: Keys
  clockShift: number
}

/** The longest a host may take to stop before it is killed; it gives itself a little less. */
const longestStop = 12_000

/** Starts the process of a host, with these settings and no others, as in Azure. */
export function spawnHost(
  { appRoot, env, ...options }: HostProcessOptions,
  record: (entry: LogRecord) => void,
): HostProcess {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./child.ts'))], {
    cwd: appRoot,
    env: { ...essentials(), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const send = (message: ToChild) => void (child.connected && child.send(message, () => undefined))
  const running = new Map<number, (error?: string) => void>()
  const printed: string[] = []
  let isReady = false
  let restarts = false
  let nextRun = 1

  for (const [stream, level] of [[child.stdout, 'information'] as const, [child.stderr, 'error'] as const]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (message) => {
      if (!isReady) printed.push(message)
      record({ time: new Date().toISOString(), level, category: 'console', message })
    })
  }
  const gone = closed(child).then(() => {
    for (const end of running.values()) end('The host ended before the function did.')
    return restarts
  })
  const ready = new Promise<Extract<ToParent, { type: 'ready' }>>((resolve, reject) => {
    child.on('message', (message: ToParent) => {
      if (message.type === 'log') record(message.record)
      else if (message.type === 'ran') running.get(message.id)?.(message.error)
      else if (message.type === 'restart') restarts = true
      else {
        isReady = true
        resolve(message)
      }
    })
    void gone.then(() => reject(new Error(['The Functions host did not start.', ...printed].join('\n'))))
  })
  send({ type: 'start', appRoot, ...options })

  return {
    child,
    ready,
    gone,
    run: (name) =>
      new Promise((resolve, reject) => {
        const id = nextRun++
        running.set(id, (error) => {
          running.delete(id)
          if (error === undefined) resolve()
          else reject(new Error(error))
        })
        if (child.connected) send({ type: 'run', id, name })
        else running.get(id)?.('The host is not running.')
      }),
    stop: async () => {
      send({ type: 'stop' })
      const kill = setTimeout(() => child.kill('SIGKILL'), longestStop)
      await gone
      clearTimeout(kill)
    },
  }
}

/** All that the child said has arrived. Its event `close` would do, but stays away after a disconnect from this side. */
async function closed(child: ChildProcess) {
  const ends = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'close'))
  await Promise.all([once(child, 'exit'), once(child, 'disconnect'), ...ends])
}

function essentials() {
  const { PATH = '', HOME = '', TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}) }
}
