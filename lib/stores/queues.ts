import type { QueueClient } from '@azure/storage-queue'
import pLimit from 'p-limit'
import { correlation } from '../core/correlation.ts'
import { storageFailure } from '../core/table.ts'

/** The queues of the app; the workers in `functions/` carry the same names. */
export const queueNames = [
  ...(['configurations', 'registrations', 'contacts', 'webinars'] as const),
  ...(['attendance', 'audits', 'backfills', 'types'] as const),
]
export type QueueName = (typeof queueNames)[number]

export type RowReference = { table: string; id: string }

/** All that a message ever says: this row may need attention, and how long somebody has been trying. */
export type Message = RowReference & {
  /** Dataverse's correlation id, to follow a change through the logs. */
  correlation?: string | undefined
  /** The run of a backfill that waits for this row. */
  run?: string | undefined
  /** When it was first tried, how often since, and how often another worker was at the row or person instead. */
  since?: string | undefined
  tries?: number | undefined
  conflicts?: number | undefined
}

/** A message that gave up, with the reason for whoever looks after the connector. */
export type DeadLetter = Message & { kind: string; reason: string; configuration?: string | undefined }

export type Queues = {
  /** Resolves once every message is stored, to be seen after `wait` milliseconds. Throws `Unavailable`. */
  send(queue: QueueName, messages: Iterable<Message>, wait?: number): Promise<void>
  /** Puts a message where the host puts those it gave up on. */
  deadLetter(queue: QueueName, message: DeadLetter): Promise<void>
}

/** All that ever goes into a queue, whatever else the sender knows. */
const members = ['table', 'id', 'correlation', 'run', 'since', 'tries', 'conflicts', 'kind', 'reason', 'configuration']

/** The host reads base64 (host.json, messageEncoding), which the client leaves to its caller. */
function toText(message: Message) {
  return Buffer.from(JSON.stringify(message, members)).toString('base64')
}

/** Enough to hide the way to storage, not so many that one sender fills the sockets of an instance. */
const sendersAtOnce = 16

/** A message lives until it is dealt with; the default of seven days would end it in silence. */
const forever = -1

export function createQueues(clientFor: (queue: string) => QueueClient): Queues {
  async function sendAll(name: string, messages: Iterable<Message>, wait = 0) {
    const client = clientFor(name)
    const limit = pLimit(sendersAtOnce)
    const options = { messageTimeToLive: forever, visibilityTimeout: Math.ceil(wait / 1000) }
    const deliver = (message: Message) =>
      client.sendMessage(toText({ correlation: correlation(), ...message }), options)
    try {
      await limit.map(messages, async (message) => {
        await deliver(message).catch(async (error: { code?: string }) => {
          if (error.code !== 'QueueNotFound') throw error
          await client.createIfNotExists()
          await deliver(message)
        })
      })
    } catch (error) {
      throw storageFailure(error)
    }
  }
  return { send: sendAll, deadLetter: (queue, message) => sendAll(`${queue}-poison`, [message]) }
}
