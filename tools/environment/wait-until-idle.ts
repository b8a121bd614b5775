import { setTimeout } from 'node:timers/promises'
import { QueueClient } from '@azure/storage-queue'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import type { Subscription } from './webhooks.ts'

/**
 * Resolves once no webhook and no message is on its way. Work in one queue may fill another, so two looks in a row
 * have to find nothing.
 */
export async function quiet(connectionString: string, host: Pick<FunctionsHost, 'functions'>, webhooks: Subscription) {
  const queues = host.functions.flatMap(({ queueName }) =>
    queueName === undefined ? [] : [new QueueClient(connectionString, queueName)],
  )
  for (let stillLooks = 0; stillLooks < 2; ) {
    await webhooks.settled()
    // Messages in hand are hidden, and counted.
    const lengths = await Promise.all(queues.map((queue) => queue.getProperties()))
    stillLooks = lengths.some(({ approximateMessagesCount }) => approximateMessagesCount) ? 0 : stillLooks + 1
    if (stillLooks < 2) await setTimeout(50)
  }
}
