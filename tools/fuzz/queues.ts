import { setTimeout } from 'node:timers/promises'
import { QueueServiceClient } from '@azure/storage-queue'
import { queueNames } from '../../lib/stores/queues.ts'
import type { Ledger } from './ledger.ts'
import type { FuzzMessage } from './messages.ts'

/** A message that the host could not delete is seen again after ten minutes; all other waits are shorter. Milliseconds. */
const longest = 660_000

export function openQueues(connectionString: string) {
  const service = QueueServiceClient.fromConnectionString(connectionString)
  const poisoned = queueNames.map((name) => `${name}-poison`)
  const lying = async (names: readonly string[]) => {
    const counts = await Promise.all(
      names.map((name) =>
        service
          .getQueueClient(name)
          .getProperties()
          .then(({ approximateMessagesCount }) => approximateMessagesCount ?? 0)
          .catch(() => 0),
      ),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }
  const unread = async ({ waiting }: Ledger) => (await lying(queueNames)) - waiting()

  return {
    async send({ queue, text }: FuzzMessage) {
      await service.getQueueClient(queue).sendMessage(text)
    },
    /** Resolves once nothing lies in the queues but what waits for its time; with how much does after a while. */
    async settle(ledger: Ledger): Promise<number> {
      const end = performance.now() + longest
      for (let quiet = 0; quiet < 3 && performance.now() < end; ) {
        quiet = (await unread(ledger)) > 0 ? 0 : quiet + 1
        await setTimeout(300)
      }
      return Math.max(0, await unread(ledger))
    },
    poisoned: () => lying(poisoned),
  }
}
