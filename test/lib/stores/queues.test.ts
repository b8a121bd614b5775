import { QueueClient, QueueServiceClient } from '@azure/storage-queue'
import { expect, test } from 'vitest'
import { correlated } from '../../../lib/core/correlation.ts'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { createQueues } from '../../../lib/stores/queues.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const storage = freshStorage()

function newQueues() {
  const service = QueueServiceClient.fromConnectionString(storage.connectionString())
  return createQueues((name) => service.getQueueClient(name))
}

/** The messages of a queue as the host would decode them, and off the queue. */
async function taken(name: string): Promise<unknown[]> {
  const queue = new QueueClient(storage.connectionString(), name)
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 })
  return receivedMessageItems.map(({ messageText }) => JSON.parse(Buffer.from(messageText, 'base64').toString()))
}

test('a message names a row and nothing else', async () => {
  const row = { table: 'msevtmgt_event', id: 'a', email: 'ada@example.test' }
  await newQueues().send('attendance', [row])
  expect(await taken('attendance')).toEqual([{ table: 'msevtmgt_event', id: 'a' }])
})

test('a message sent on behalf of a change carries the id of that change', async () => {
  const row = { table: 'msevtmgt_eventregistration', id: 'a' }
  await correlated('c-1', () => newQueues().send('types', [row]))
  expect(await taken('types')).toEqual([{ ...row, correlation: 'c-1' }])
})

test('every one of many rows is in the queue, which is made on first use', async () => {
  const rows = Array.from({ length: 30 }, (_, at) => ({ table: 'contact', id: String(at) }))
  await newQueues().send('contacts', rows)
  const ids = (await taken('contacts')).map((message) => (message as { id: string }).id)
  expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(rows.map(({ id }) => id))
})

test('a message that can never succeed lies in the poison queue, with its reason', async () => {
  const dead = { table: 'contact', id: 'a', kind: 'refused', reason: 'ON24 answered 400', tries: 1, conflicts: 2 }
  await newQueues().deadLetter('webinars', dead)
  expect(await taken('webinars-poison')).toEqual([dead])
})

test('a message that has to wait is not seen before its time', async () => {
  await newQueues().send('audits', [{ table: 'contact', id: 'a' }], 60_000)
  expect(await taken('audits')).toEqual([])
})

test('storage that is out is unavailable, without any detail of what was sent', async () => {
  const unreachable = 'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:9/a'
  const queues = createQueues((name) => new QueueClient(unreachable, name, { retryOptions: { maxTries: 1 } }))
  const sent = queues.send('contacts', [{ table: 'contact', id: 'secret-id' }]).catch((error: unknown) => error)
  expect(await sent).toBeInstanceOf(UnavailableError)
  expect(String(await sent)).not.toContain('secret-id')
})
