import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue'
import { withDeadline } from '../core/deadline.ts'
import { type FailedMessage, readReason } from './failures.ts'
import { createQueueSender, type QueueSender, storageOut, toText } from './queue-sender.ts'
import { formerQueues, purposes, readMessage, type Work } from './queues.ts'

/** Every call may throw `UnavailableError`. */
export type Queues = Pick<QueueSender, 'send'> & {
  /**
   * Hands over what lies in the poison queues, at most `limit` messages of each; a message is deleted once it was
   * handled. The host neither runs nor deletes them itself after five takes.
   */
  drainPoison(limit: number, handle: (failed: FailedMessage) => Promise<void>): Promise<void>
  /** Moves messages from the first edition's queues to today's, at most `limit` of each; how many that were. */
  moveFormer(limit: number): Promise<number>
}

/** Storage gives out this many messages at once, and none of them to anybody else for as many seconds. */
const batch = { numberOfMessages: 32, visibilityTimeout: 300 }

/** @param callTime for a call with its repeats, in milliseconds */
export function createQueues(clientFor: (queue: string) => QueueClient, callTime = 20_000): Queues {
  const { send, deliver } = createQueueSender(clientFor, callTime)

  /** Takes messages out of a queue, if there is such a queue; each is deleted once it was handled. */
  async function drain(name: string, limit: number, handle: (item: DequeuedMessageItem) => Promise<void>) {
    const client = clientFor(name)
    for (let taken = 0; taken < limit; ) {
      const { receivedMessageItems: items } = await withDeadline(callTime, (abortSignal) =>
        client.receiveMessages({ ...batch, abortSignal }),
      ).catch(emptyIfMissing)
      if (items.length === 0) return
      await Promise.all(
        items.map(async (item) => {
          await handle(item)
          await withDeadline(callTime, (abortSignal) =>
            client.deleteMessage(item.messageId, item.popReceipt, { abortSignal }),
          ).catch(storageOut)
        }),
      )
      taken += items.length
    }
  }

  return {
    send,

    async drainPoison(limit, handle) {
      for (const [name, { queue, work }] of Object.entries(purposes)) {
        await drain(`${name}-poison`, limit, async (item) => {
          const entry = entryOf(item)
          await handle({ ...readReason(entry), queue, message: messageOf(entry, item, work) })
        })
      }
    },

    async moveFormer(limit) {
      let moved = 0
      for (const [name, { queue, work }] of Object.entries(formerQueues)) {
        await drain(name, limit, async (item) => {
          const message = messageOf(entryOf(item), item, work)
          // A message that cannot be read is for the worker to record.
          await deliver(queue, message ? toText(message) : item.messageText)
          moved += 1
        })
      }
      return moved
    },
  }
}

function entryOf({ messageText }: DequeuedMessageItem): unknown {
  try {
    return JSON.parse(Buffer.from(messageText, 'base64').toString())
  } catch {
    return undefined
  }
}

/** The message of an entry; `work` is what its queue stood for in the first edition. */
function messageOf(entry: unknown, { insertedOn }: DequeuedMessageItem, work: Work | undefined) {
  const message = readMessage(entry)
  if (!message) return undefined
  const { firstAttemptAt = insertedOn.toISOString() } = message
  return { ...message, firstAttemptAt, work: work ?? message.work }
}

function emptyIfMissing(error: { code?: string }): { receivedMessageItems: DequeuedMessageItem[] } {
  return error.code === 'QueueNotFound' ? { receivedMessageItems: [] } : storageOut(error)
}
