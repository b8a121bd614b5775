import { randomUUID } from 'node:crypto'
import { QueueClient, QueueServiceClient } from '@azure/storage-queue'
import { expect, test } from 'vitest'
import { correlated } from '../../../lib/core/correlation.ts'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { createQueues } from '../../../lib/stores/queue-client.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const change = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70002'
const backfill = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70003'
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
  await newQueues().send('webinars', [row])
  expect(await taken('webinars')).toEqual([{ table: 'msevtmgt_event', id: 'a' }])
})

test('a message sent on behalf of a change carries the id of that change', async () => {
  const row = { table: 'msevtmgt_eventregistration', id: 'a' }
  await correlated(change, () => newQueues().send('registrations', [row]))
  expect(await taken('registrations')).toEqual([{ ...row, correlation: change }])
})

test('every one of many rows is in the queue, which is made on first use', async () => {
  const rows = Array.from({ length: 30 }, (_, at) => ({ table: 'contact', id: String(at) }))
  await newQueues().send('registrations', rows)
  const ids = (await taken('registrations')).map((message) => (message as { id: string }).id)
  expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual(rows.map(({ id }) => id))
})

test('a message that has to wait is not seen before its time', async () => {
  await newQueues().send('webinars', [{ table: 'contact', id: 'a' }], 60_000)
  expect(await taken('webinars')).toEqual([])
})

test('storage that is out is unavailable, without any detail of what was sent', async () => {
  const unreachable = 'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:9/a'
  const queues = createQueues((name) => new QueueClient(unreachable, name, { retryOptions: { maxTries: 1 } }))
  const sent = queues.send('registrations', [{ table: 'contact', id: 'secret-id' }]).catch((error: unknown) => error)
  expect(await sent).toBeInstanceOf(UnavailableError)
  expect(String(await sent)).not.toContain('secret-id')
})

test('a message that the host gave up on is handed over once, with its work', async () => {
  const id = randomUUID()
  await put('webinars-poison', { ...event, id, work: 'review', backfill })
  await put('audits-poison', { ...event, id, run: backfill, since: earlier, tries: 3 })
  await put('registrations-poison', 'no object')
  const failed = await drained()
  const review = { ...event, id, work: 'review', backfill }
  expect(failed).toMatchObject([
    { queue: 'webinars', message: review },
    { queue: 'registrations', message: undefined },
    { queue: 'webinars', message: { ...review, firstAttemptAt: earlier, attempts: 3 } },
  ])
  expect(await drained()).toEqual([])
})

test('the reason that the first edition wrote beside a message is kept', async () => {
  const reason = { kind: 'refused', reason: 'ON24 answered 400', configuration: randomUUID() }
  await put('types-poison', { table: 'msevtmgt_webinarconfiguration', id: randomUUID(), ...reason })
  expect(await drained()).toMatchObject([{ queue: 'configurations', ...reason, message: { work: 'types' } }])
})

test('a message that could not be recorded stays in its poison queue', async () => {
  await put('webinars-poison', { ...event, id: randomUUID() })
  const handle = () => Promise.reject(new UnavailableError({ code: 'storage_unreachable' }))
  await expect(newQueues().drainPoison(10, handle)).rejects.toThrow(UnavailableError)
  const { approximateMessagesCount } = await new QueueClient(
    storage.connectionString(),
    'webinars-poison',
  ).getProperties()
  expect(approximateMessagesCount).toBe(1)
})

test.each([
  ['contacts', 'registrations', undefined],
  ['attendance', 'webinars', 'attendance'],
  ['audits', 'webinars', 'review'],
  ['backfills', 'webinars', 'backfill'],
  ['types', 'configurations', 'types'],
] as const)('a message of the former queue %s moves to %s with its new names', async (former, queue, work) => {
  const row = { table: 'contact', id: randomUUID() }
  await put(former, { ...row, correlation: change, run: backfill, since: earlier, tries: 3 })
  await put(former, 'no object')
  expect(await newQueues().moveFormer(10)).toBe(2)
  const moved = {
    ...row,
    ...(work && { work }),
    correlation: change,
    backfill,
    firstAttemptAt: earlier,
    attempts: 3,
  }
  expect(await taken(queue)).toEqual(expect.arrayContaining([moved, 'no object']))
  expect(await taken(former)).toEqual([])
})

test('a queue that does not exist holds nothing', async () => {
  expect([await newQueues().moveFormer(10), await drained()]).toEqual([0, []])
})

const event = { table: 'msevtmgt_event' }
const earlier = '2026-05-04T16:00:00.000Z'

async function put(queue: string, entry: unknown) {
  const client = new QueueClient(storage.connectionString(), queue)
  await client.createIfNotExists()
  await client.sendMessage(Buffer.from(JSON.stringify(entry)).toString('base64'))
}

async function drained() {
  const failed: unknown[] = []
  await newQueues().drainPoison(10, async (one) => void failed.push(one))
  return failed
}
