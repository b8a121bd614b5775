import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import type { LogRecord } from '@webinar-connector/functions-emulator/protocol'
import type { Environment } from '../environment/environment.ts'

/** Shorter than in Azure, so that a developer sees effects at once. */
const env = {
  METRICS_SCHEDULE: '0 */5 * * * *',
  RECONCILE_SCHEDULE: '30 * * * * *',
  AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:01',
}

/** The app of `npm start`, on one port with the same keys for as long as it runs. */
export type RunningApp = Pick<FunctionsHost, 'url' | 'keys' | 'onLog'> & {
  logs: readonly LogRecord[]
  /** Starts the app anew with its clock ahead, in milliseconds, and runs its timers. */
  restart(clockShift: number): Promise<void>
  runTimers(): Promise<void>
}

/** Runs the app on a port. */
export async function runApp({ startHost }: Environment, port: number): Promise<RunningApp> {
  const listeners: ((record: LogRecord) => void)[] = []
  const started = async (clockShift: number) => {
    const host = await startHost({ port, env, clockShift })
    host.onLog((record) => {
      for (const listener of listeners) listener(record)
    })
    return host
  }
  let host = await started(0)
  const { url, keys, logs } = host
  const runTimers = async () => {
    for (const timer of ['sweep-timer', 'attendance-timer']) await host.run(timer)
  }
  return {
    ...{ url, keys, logs, runTimers },
    onLog: (listener) => void listeners.push(listener),
    async restart(clockShift) {
      await host.stop()
      host = await started(clockShift)
      await runTimers()
    },
  }
}
