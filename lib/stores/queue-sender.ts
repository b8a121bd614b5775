import type { QueueClient } from '@azure/storage-queue'
import pLimit from 'p-limit'
import { correlation } from '../core/correlation.ts'
import { withDeadline } from '../core/deadline.ts'
import { storageFailure } from '../core/storage-failure.ts'
import type { Message, QueueName } from './queues.ts'

/** Every call may throw `UnavailableError`. */
export type QueueSender = {
  /** Resolves once every message is stored, to be seen after `wait` milliseconds. */
  send(queue: QueueName, messages: Iterable<Message>, wait?: number): Promise<void>
  /** Puts the text of a message into a queue, which is made where it is missing. */
  deliver(queue: string, text: string, wait?: number): Promise<void>
}

/** All that ever goes into a queue, whatever else the sender knows. */
const members = ['table', 'id', 'work', 'correlation', 'backfill', 'firstAttemptAt', 'attempts', 'conflicts', 'booked']

/** The host reads base64 (host.json, messageEncoding), which the client leaves to its caller. */
export function toText(message: Message) {
  return Buffer.from(JSON.stringify(message, members)).toString('base64')
}

/** Enough to hide the way to storage, not so many that one sender fills the sockets of an instance. */
const sendersAtOnce = 16

/** A message lives until it is dealt with; the default of seven days would end it in silence. */
const forever = -1

/**
 * Puts messages into queues, and nothing else: a webhook needs no more of storage.
 * @param callTime for a call with its repeats, in milliseconds
 */
export function createQueueSender(clientFor: (queue: string) => QueueClient, callTime = 20_000): QueueSender {
  async function deliver(name: string, text: string, wait = 0) {
    const client = clientFor(name)
    const options = { messageTimeToLive: forever, visibilityTimeout: Math.ceil(wait / 1000) }
    const attempt = () => withDeadline(callTime, (abortSignal) => client.sendMessage(text, { ...options, abortSignal }))
    const created = async (error: { code?: string }) => {
      if (error.code !== 'QueueNotFound') throw error
      await withDeadline(callTime, (abortSignal) => client.createIfNotExists({ abortSignal }))
      return attempt()
    }
    await attempt().catch(created).catch(storageOut)
  }

  return {
    deliver,
    async send(queue, messages, wait) {
      const limit = pLimit(sendersAtOnce)
      const text = (message: Message) => toText({ correlation: correlation(), ...message })
      await limit.map(messages, (message) => deliver(queue, text(message), wait))
    },
  }
}

/** @throws UnavailableError, DefectError */
export function storageOut(error: unknown): never {
  throw storageFailure(error)
}
