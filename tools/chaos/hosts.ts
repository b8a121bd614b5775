import { once } from 'node:events'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import type { Environment } from '../environment/environment.ts'
import { eager } from '../environment/fast-polling.ts'
import { hosts } from './plan.ts'

export type Fleet = {
  /** The hosts that run now. */
  running(): FunctionsHost[]
  /** Ends a host at once, whatever it is at, and starts another in its place. */
  kill(host: number, back: Promise<unknown>): Promise<void>
  /** Lets all end their work and starts them anew with clocks that are this much ahead. */
  restart(ahead: number): Promise<void>
  kills(): number
  /** Messages that came to an end so far, by the app's own reports. */
  ended(): number
  /** What functions threw and nobody foresaw: no outage, no refusal. */
  unforeseen(): string[]
}

/** The clocks of the hosts are a minute apart. */
const shifts = Array.from({ length: hosts }, (_, host) => host * (60_000 / (hosts - 1)) - 30_000)

/** Several hosts on the same queues. */
export async function startFleet(environment: Environment): Promise<Fleet> {
  const fleet: (FunctionsHost | undefined)[] = []
  const unforeseen: string[] = []
  let ahead = 0
  let kills = 0
  let ended = 0

  async function start(host: number) {
    const started = await environment.startHost({ env: eager, clockShift: (shifts[host] ?? 0) + ahead })
    started.onLog(({ level, category, message }) => {
      if (message.startsWith('{"event":"connector.message"')) ended += 1
      else if (level === 'error' && category.endsWith('.User')) unforeseen.push(message)
      // Ten thousand registrations would fill the memory with lines that nobody reads.
      if (started.logs.length > 1000) started.logs.splice(0, 500)
    })
    fleet[host] = started
  }
  await Promise.all(shifts.map((_, host) => start(host)))

  return {
    running: () => fleet.filter((host) => host !== undefined),
    async kill(host, back) {
      const doomed = fleet[host]
      if (!doomed) return
      fleet[host] = undefined
      const gone = once(doomed.child, 'exit')
      doomed.child.kill('SIGKILL')
      await gone
      kills += 1
      await back
      await start(host)
    },
    async restart(further) {
      ahead = further
      await Promise.all(fleet.splice(0).map((host) => host?.stop()))
      await Promise.all(shifts.map((_, host) => start(host)))
    },
    kills: () => kills,
    ended: () => ended,
    unforeseen: () => unforeseen,
  }
}
