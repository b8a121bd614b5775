import type { Services } from '../../services.ts'
import type { Message, QueueName } from '../../stores/queues.ts'

/** A message that went well is no failure any more, and a backfill that waits for it gets on. */
export async function settleMessage(
  queue: QueueName,
  message: Message,
  how: 'done' | 'failed',
  { failureStore, backfillStore }: Services,
) {
  if (how === 'done') await failureStore.resolve(queue, message)
  if (message.run) await backfillStore.settle(message.run, message.id, how)
}
