import { setTimeout } from 'node:timers/promises'
import { QueueServiceClient } from '@azure/storage-queue'

/** The time of the plan, in seconds. */
export type Clock = { now(): number; waitUntil(at: number): Promise<void>; stop(): void }

/** Ready messages from which on the machine counts as overloaded; a queue shows no more of them at once. */
const overload = 32
/** Speed of the plan while the machine is overloaded, for actions and faults alike. */
const reducedSpeed = 0.2
const tick = 250
/** The most that one tick adds to the time of the plan, in seconds. */
const longestTick = 0.5

/** Starts the clock of the plan, which slows down while the machine is overloaded. */
export function startClock(connectionString: string): Clock {
  const queue = QueueServiceClient.fromConnectionString(connectionString).getQueueClient('registrations')
  let now = 0
  let running = true
  async function run() {
    for (let before = performance.now(); running; ) {
      const ready = await queue.peekMessages({ numberOfMessages: overload }).catch(() => undefined)
      await setTimeout(tick)
      const passed = (performance.now() - before) / 1000
      before += passed * 1000
      // A tick that took long means overload too; at full length it would skip faults and actions.
      now += Math.min(passed, longestTick) * (ready?.peekedMessageItems.length === overload ? reducedSpeed : 1)
    }
  }
  void run()
  return {
    now: () => now,
    async waitUntil(at) {
      while (now < at) await setTimeout(Math.max(10, Math.min(tick, (at - now) * 1000)))
    },
    stop: () => {
      running = false
    },
  }
}
