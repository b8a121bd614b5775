import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue'
import type { TypedData } from './core-types.ts'
import type { QueueSettings } from './host-settings.ts'
import { sendCreating } from './queue-output.ts'

/** Seconds that a message is hidden while it is processed; renewed at half time. */
export const hiddenSeconds = 600

export type Work = (text: string, triggerMetadata: Record<string, TypedData>) => Promise<unknown>

/** `poison` is missing where the queue is itself a poison queue. */
export type Queues = { queue: QueueClient; poison: QueueClient | undefined }

/**
 * Processes one message: then it is deleted, hidden for a later attempt, or moved to the poison queue. A message of a poison
 * queue cannot be moved: it stays hidden after a failure, and is neither run nor deleted after too many attempts.
 * github.com/Azure/azure-webjobs-sdk, `QueueProcessor.cs`
 */
export async function processMessage(
  message: DequeuedMessageItem,
  { queue, poison }: Queues,
  settings: QueueSettings,
  work: Work,
) {
  const moveToPoison = async (popReceipt: string) => {
    if (!poison) return
    await sendCreating(poison, message.messageText)
    await queue.deleteMessage(message.messageId, popReceipt)
  }
  const text = decode(message.messageText)
  if (text === undefined || message.dequeueCount > settings.maxDequeueCount) return moveToPoison(message.popReceipt)

  const hidden = keepHidden(queue, message)
  const succeeded = await work(text, toMetadata(text, message)).then(
    () => true,
    () => false,
  )
  const popReceipt = await hidden.end()
  if (succeeded) return queue.deleteMessage(message.messageId, popReceipt)
  if (!poison || message.dequeueCount >= settings.maxDequeueCount) return moveToPoison(popReceipt)
  const seconds = Math.ceil(settings.visibilityTimeout / 1000)
  return queue.updateMessage(message.messageId, popReceipt, undefined, seconds)
}

function keepHidden(queue: QueueClient, { messageId, popReceipt }: DequeuedMessageItem) {
  let latest = Promise.resolve(popReceipt)
  const renew = async () => {
    const receipt = await latest
    const renewed = await queue.updateMessage(messageId, receipt, undefined, hiddenSeconds).catch(() => undefined)
    return renewed?.popReceipt ?? receipt
  }
  const timer = setInterval(() => {
    latest = renew()
  }, hiddenSeconds * 500)
  return {
    end: () => {
      clearInterval(timer)
      return latest
    },
  }
}

function decode(text: string) {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes.toString() : undefined
}

/** Metadata of a message, with its top-level fields. github.com/Azure/azure-functions-host, `WorkerFunctionInvoker.cs` */
function toMetadata(text: string, message: DequeuedMessageItem): Record<string, TypedData> {
  const json = (value: unknown) => ({ json: JSON.stringify(value) })
  const fields = Object.entries(readObject(text)).map(([key, value]) => [
    key,
    typeof value === 'string' ? { string: value } : json(value),
  ])
  return {
    ...Object.fromEntries(fields),
    QueueTrigger: { string: text },
    Id: { string: message.messageId },
    PopReceipt: { string: message.popReceipt },
    DequeueCount: json(message.dequeueCount),
    InsertionTime: json(message.insertedOn),
    ExpirationTime: json(message.expiresOn),
    NextVisibleTime: json(message.nextVisibleOn),
  }
}

function readObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}
