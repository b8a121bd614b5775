import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { FunctionInfo, Keys, LogRecord, ToChild, ToParent } from './protocol.ts'

export type HostProcess = {
  child: ChildProcess
  /** Resolves when the functions are served; rejects with the console output if the process ends before. */
  ready: Promise<{ url: string; functions: FunctionInfo[] }>
  /** Resolves when the process has ended and its last record has arrived; true if another process has to take its place. */
  ended: Promise<boolean>
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

/** Milliseconds after which a stopping host is killed. The child itself gives up two seconds earlier. */
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
  const ended = closed(child).then(() => {
    for (const settle of running.values()) settle('The host ended before the function did.')
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
    void ended.then(() => reject(new Error(['The Functions host did not start.', ...printed].join('\n'))))
  })
  send({ type: 'start', appRoot, ...options })

  return {
    child,
    ready,
    ended,
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
      await ended
      clearTimeout(kill)
    },
  }
}

/** Resolves when the child has ended and all its messages have arrived; after a disconnect its event `close` is missing. */
async function closed(child: ChildProcess) {
  const streams = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'close'))
  await Promise.all([once(child, 'exit'), once(child, 'disconnect'), ...streams])
}

function essentials() {
  const { PATH = '', HOME = '', TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}) }
}
