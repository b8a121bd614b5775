import { setTimeout } from 'node:timers/promises'
import { QueueClient } from '@azure/storage-queue'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import type { Subscription } from './webhooks.ts'

/**
 * Resolves when no webhook is being sent and all queues of the app are empty. Work on one queue may fill another, so the
 * queues have to be empty twice in a row.
 */
export async function waitUntilIdle(
  connectionString: string,
  host: Pick<FunctionsHost, 'functions'>,
  webhooks: Subscription,
) {
  const queues = host.functions.flatMap(({ queueName }) =>
    queueName === undefined ? [] : [new QueueClient(connectionString, queueName)],
  )
  for (let emptyRounds = 0; emptyRounds < 2; ) {
    await webhooks.settled()
    // The count includes hidden messages, which are being processed.
    const lengths = await Promise.all(queues.map((queue) => queue.getProperties()))
    emptyRounds = lengths.some(({ approximateMessagesCount }) => approximateMessagesCount) ? 0 : emptyRounds + 1
    if (emptyRounds < 2) await setTimeout(50)
  }
}
