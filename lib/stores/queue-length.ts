import type { QueueClient } from '@azure/storage-queue'
import { withDeadline } from '../core/deadline.ts'
import { storageFailure } from '../core/storage-failure.ts'
import { second } from '../core/time.ts'
import type { QueueName } from './queues.ts'

/** Beyond the two tries of the client. */
const callTime = 20 * second

/** How many messages a queue holds, about: those that wait for their time and those in hand as well. */
export type QueueLength = (queue: QueueName) => Promise<number>

/** @throws Unavailable, as each call of the answer may */
export function createQueueLength(clientFor: (queue: string) => QueueClient): QueueLength {
  return async (queue) => {
    try {
      const ask = (abortSignal: AbortSignal) => clientFor(queue).getProperties({ abortSignal })
      const { approximateMessagesCount = 0 } = await withDeadline(callTime, ask)
      return approximateMessagesCount
    } catch (error) {
      // The first message makes the queue.
      if ((error as { code?: string }).code === 'QueueNotFound') return 0
      throw storageFailure(error)
    }
  }
}
