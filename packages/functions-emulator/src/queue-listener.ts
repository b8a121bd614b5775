import { setTimeout } from 'node:timers/promises'
import type { QueueSettings } from './host-settings.ts'
import type { QueueAddress } from './hosted-function.ts'
import { hiddenSeconds, processMessage, type Work } from './queue-message.ts'
import { openQueue } from './queue-output.ts'

const shortestWait = 100

type Listener = { stop(): Promise<void> }

/**
 * Polls a queue for a function. The wait between polls doubles while the queue is empty, and is short again after a message.
 * github.com/Azure/azure-webjobs-sdk, `QueueListener.cs`
 */
export async function listenToQueue(
  address: QueueAddress,
  settings: QueueSettings,
  work: Work,
  warn: (message: string) => void,
): Promise<Listener> {
  const stopping = new AbortController()
  const queue = openQueue(address)
  const isPoison = address.queueName.endsWith('-poison')
  const poison = isPoison ? undefined : openQueue({ ...address, queueName: `${address.queueName}-poison` })
  const busy = new Set<Promise<void>>()

  const report = (error: unknown) => {
    if (!stopping.signal.aborted) warn(`Queue ${address.queueName}: ${error instanceof Error ? error.message : error}`)
  }
  // A receive in hand is never cut off: its messages are hidden already, and nobody would see them for ten minutes.
  const receive = () =>
    queue
      .receiveMessages({ numberOfMessages: settings.batchSize, visibilityTimeout: hiddenSeconds })
      .then((answer) => answer.receivedMessageItems)
  await queue.createIfNotExists().catch(report)

  async function poll() {
    let wait = shortestWait
    while (!stopping.signal.aborted) {
      const messages = await receive().catch((error) => {
        report(error)
        return []
      })
      for (const message of messages) {
        const done: Promise<void> = processMessage(message, { queue, poison }, settings, work)
          .catch(report)
          .then(() => void busy.delete(done))
        busy.add(done)
      }
      if (messages.length === 0) {
        await setTimeout(wait * (0.8 + Math.random() * 0.4), undefined, stopping).catch(() => undefined)
        wait = Math.min(wait * 2, settings.maxPollingInterval)
      } else {
        wait = shortestWait
        while (busy.size > settings.newBatchThreshold) await Promise.race(busy)
      }
    }
  }

  const polling = poll()
  return {
    stop: async () => {
      stopping.abort()
      await polling
      await Promise.all(busy)
    },
  }
}
