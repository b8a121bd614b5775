import type { QueueClient } from '@azure/storage-queue'
import pLimit from 'p-limit'
import { storageFailure } from '../base/table.ts'

/** The queues of the app; the workers in `functions/` carry the same names. */
export const queueNames = ['configurations', 'registrations', 'contacts', 'webinars', 'attendance'] as const
export type QueueName = (typeof queueNames)[number]

/** All that a message ever says: this row may need attention. */
export type RowReference = { table: string; id: string }

export type Queues = {
  /** Resolves once every message is stored. Throws `Unavailable`. */
  send(queue: QueueName, rows: Iterable<RowReference>): Promise<void>
  /** Puts a message that can never succeed where the host puts those it gave up on. */
  setAside(queue: QueueName, message: unknown): Promise<void>
}

/** Enough to hide the way to storage, not so many that one sender fills the sockets of an instance. */
const sendersAtOnce = 16

export function createQueues(clientFor: (queue: string) => QueueClient): Queues {
  async function sendAll(name: string, messages: Iterable<unknown>) {
    const client = clientFor(name)
    const limit = pLimit(sendersAtOnce)
    try {
      await limit.map(messages, (message) => deliver(client, JSON.stringify(message)))
    } catch (error) {
      throw storageFailure(error)
    }
  }
  return {
    send: (queue, rows) =>
      sendAll(
        queue,
        Iterator.from(rows).map(({ table, id }) => ({ table, id })),
      ),
    setAside: (queue, message) => sendAll(`${queue}-poison`, [message]),
  }
}

/** The host reads base64 (host.json, messageEncoding), which the client leaves to its caller. */
async function deliver(client: QueueClient, text: string) {
  const message = Buffer.from(text).toString('base64')
  try {
    await client.sendMessage(message)
  } catch (error) {
    if ((error as { code?: string }).code !== 'QueueNotFound') throw error
    await client.createIfNotExists()
    await client.sendMessage(message)
  }
}
