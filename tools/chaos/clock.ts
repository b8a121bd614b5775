import { setTimeout } from 'node:timers/promises'
import { QueueServiceClient } from '@azure/storage-queue'

/** The time of the plan, in seconds. */
export type Clock = { now(): number; until(at: number): Promise<void>; stop(): void }

/** With as many messages ready to be taken, the most that can be seen at once, the machine is what everybody waits for. */
const most = 32
/** Then the plan goes on more slowly: people and faults alike. */
const slowly = 0.2
const tick = 250

/** A clock that goes more slowly while the machine has more than it can do. */
export function startClock(connectionString: string): Clock {
  const queue = QueueServiceClient.fromConnectionString(connectionString).getQueueClient('registrations')
  let now = 0
  let running = true
  async function run() {
    for (let before = performance.now(); running; ) {
      const ready = await queue.peekMessages({ numberOfMessages: most }).catch(() => undefined)
      await setTimeout(tick)
      const passed = (performance.now() - before) / 1000
      before += passed * 1000
      now += passed * (ready?.peekedMessageItems.length === most ? slowly : 1)
    }
  }
  void run()
  return {
    now: () => now,
    async until(at) {
      while (now < at) await setTimeout(Math.max(10, Math.min(tick, (at - now) * 1000)))
    },
    stop: () => {
      running = false
    },
  }
}
