import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { type HostProcess, spawnHost } from './host-process.ts'
import type { FunctionInfo, Keys, LogRecord } from './protocol.ts'

export type FunctionsHost = {
  url: string
  keys: Keys
  functions: FunctionInfo[]
  /** All log records so far, oldest first, with the app's stdout and stderr. */
  logs: LogRecord[]
  onLog(listener: (record: LogRecord) => void): void
  /** Runs a timer function now; rejects with the message of its error. */
  run(functionName: string): Promise<void>
  /** The current process; it is replaced after a function exceeded `functionTimeout`. */
  readonly child: ChildProcess
  /** Waits for running invocations; can be called on a killed host. */
  stop(): Promise<void>
}

export type HostOptions = {
  appRoot: string
  env: Record<string, string>
  port?: number
  /** Milliseconds that the clock of this host is ahead. */
  clockShift?: number
}

/** Runs a Functions app in a process of its own, with the settings in `env` and no others. */
export async function startFunctionsHost(options: HostOptions): Promise<FunctionsHost> {
  const { port = 0, clockShift = 0 } = options
  const keys = hostKeys(options.env)
  const logs: LogRecord[] = []
  const listeners: ((record: LogRecord) => void)[] = []
  const record = (entry: LogRecord) => {
    logs.push(entry)
    for (const listener of listeners) listener(entry)
  }
  let stopping = false

  function launch(at: number): HostProcess {
    const launched = spawnHost({ ...options, port: at, keys, clockShift }, record)
    void launched.ended.then((restarts) => {
      if (!restarts || stopping) return
      current = launch(Number(new URL(url).port))
      current.ready.catch(({ message }: Error) =>
        record({ time: new Date().toISOString(), level: 'critical', category: 'Host.General', message }),
      )
    })
    return launched
  }
  let current = launch(port)
  const { url, functions } = await current.ready

  return {
    url,
    keys,
    functions,
    logs,
    onLog: (listener) => void listeners.push(listener),
    run: async (name) => {
      await current.ready
      await current.run(name)
    },
    get child() {
      return current.child
    },
    stop: async () => {
      stopping = true
      await current.stop()
    },
  }
}

/** Keys derived from the connection string, so that hosts on one storage share them; in Azure they are stored there. */
function hostKeys(env: Record<string, string>): Keys {
  const key = (name: string) => createHash('sha256').update(`${name} ${env.AzureWebJobsStorage}`).digest('base64url')
  return { master: key('master'), default: key('default') }
}
