import { once } from 'node:events'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import type { Environment } from '../environment/environment.ts'
import { fastPolling } from '../environment/fast-polling.ts'
import { hostCount } from './plan.ts'

export type Hosts = {
  /** The hosts that run now. */
  running(): FunctionsHost[]
  /** Kills a host in the middle of its work, and starts another in its place when `back` resolves. */
  kill(host: number, back: Promise<unknown>): Promise<void>
  /** Stops all hosts and starts them anew with their clocks this many milliseconds ahead. */
  restart(ahead: number): Promise<void>
  kills(): number
  /** Number of messages with an outcome so far, by the app's own telemetry. */
  settledMessages(): number
  /** Errors that functions logged as unexpected: neither outage nor refusal. */
  unexpectedErrors(): string[]
}

/** Milliseconds that the hosts' clocks are ahead or behind; first and last are a minute apart. */
const clockShifts = Array.from({ length: hostCount }, (_, host) => host * (60_000 / (hostCount - 1)) - 30_000)

/** Starts several hosts on the same queues. */
export async function startHosts(environment: Environment): Promise<Hosts> {
  const hosts: (FunctionsHost | undefined)[] = []
  const unexpectedErrors: string[] = []
  let ahead = 0
  let kills = 0
  let settledMessages = 0

  async function start(host: number) {
    const started = await environment.startHost({ env: fastPolling, clockShift: (clockShifts[host] ?? 0) + ahead })
    started.onLog(({ level, category, message }) => {
      if (message.startsWith('{"event":"connector.message"')) settledMessages += 1
      else if (level === 'error' && category.endsWith('.User')) unexpectedErrors.push(message)
      // Without this, the logs of ten thousand registrations would fill the memory.
      if (started.logs.length > 1000) started.logs.splice(0, 500)
    })
    hosts[host] = started
  }
  await Promise.all(clockShifts.map((_, host) => start(host)))

  return {
    running: () => hosts.filter((host) => host !== undefined),
    async kill(host, back) {
      const killed = hosts[host]
      if (!killed) return
      hosts[host] = undefined
      const exit = once(killed.child, 'exit')
      killed.child.kill('SIGKILL')
      await exit
      kills += 1
      await back
      await start(host)
    },
    async restart(further) {
      ahead = further
      await Promise.all(hosts.splice(0).map((host) => host?.stop()))
      await Promise.all(clockShifts.map((_, host) => start(host)))
    },
    kills: () => kills,
    settledMessages: () => settledMessages,
    unexpectedErrors: () => unexpectedErrors,
  }
}
