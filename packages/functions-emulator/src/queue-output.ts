import { QueueClient, RestError } from '@azure/storage-queue'
import type { TypedData } from './core-types.ts'
import type { QueueAddress } from './hosted-function.ts'

type Output = { name: string; data: TypedData | null | undefined }

/** Few attempts, so that an outage of the storage is noticed in a second instead of a minute. */
const retryOptions = { maxTries: 2, retryDelayInMs: 100 }

/** Opens a queue without a call. */
export function openQueue({ connectionString, queueName }: QueueAddress) {
  return new QueueClient(connectionString, queueName, { retryOptions })
}

/** Sends the queue outputs of a function. */
export async function writeOutputs(addresses: Map<string, QueueAddress>, outputs: Output[]) {
  for (const { name, data } of outputs) {
    const address = addresses.get(name)
    if (!address) continue
    const queue = openQueue(address)
    for (const text of toMessages(data)) await sendCreating(queue, Buffer.from(text).toString('base64'))
  }
}

/** Sends a message and creates a missing queue, as the host does for output and poison queues. */
export async function sendCreating(queue: QueueClient, text: string) {
  try {
    await queue.sendMessage(text)
  } catch (error) {
    if (!(error instanceof RestError) || error.statusCode !== 404) throw error
    await queue.createIfNotExists()
    await queue.sendMessage(text)
  }
}

/** The messages of an output: one for each element of an array or of text that is a JSON array. */
function toMessages(data: TypedData | null | undefined): (string | Uint8Array)[] {
  if (!data) return []
  if (data.bytes) return [data.bytes]
  const text = data.string ?? data.json ?? String(data.int ?? data.double)
  const elements = readArray(text)
  return elements?.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))) ?? [text]
}

function readArray(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
