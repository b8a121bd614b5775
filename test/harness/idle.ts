import { setTimeout } from 'node:timers/promises'
import type { QueueServiceClient } from '@azure/storage-queue'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { queueNames } from '../../lib/stores/queues.ts'
import type { Subscription } from '../../tools/environment/webhooks.ts'
import { waiting } from './reports.ts'

/** Resolves when no webhook is on its way, and no message but those that wait for their time. */
export function createIdle(
  webhooks: Subscription,
  queues: Pick<QueueServiceClient, 'getQueueClient'>,
  hosts: readonly FunctionsHost[],
): () => Promise<void> {
  return async () => {
    let seen: number
    let busy: number
    do {
      seen = webhooks.statuses.length
      await webhooks.settled()
      const counts = await Promise.all(queueNames.map((name) => queues.getQueueClient(name).getProperties()))
      const lying = counts.reduce((sum, { approximateMessagesCount = 0 }) => sum + approximateMessagesCount, 0)
      busy = lying - waiting(hosts)
      await webhooks.settled()
      if (busy > 0) await setTimeout(25)
    } while (busy > 0 || webhooks.statuses.length !== seen)
  }
}
