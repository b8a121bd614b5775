import { TableClient } from '@azure/data-tables'
import { QueueClient } from '@azure/storage-queue'
import { expect, onTestFinished, test } from 'vitest'
import { startStorage } from '../src/storage.ts'

async function storage() {
  const started = await startStorage()
  onTestFinished(() => started.stop())
  return started
}

test('a received message keeps its text when its visibility changes', async () => {
  const { connectionString } = await storage()
  const queue = new QueueClient(connectionString, 'registrations')
  await queue.create()
  await queue.sendMessage('hello')
  const [first] = (await queue.receiveMessages()).receivedMessageItems
  if (!first) throw new Error('nothing received')
  await queue.updateMessage(first.messageId, first.popReceipt, undefined, 0)
  const [again] = (await queue.receiveMessages()).receivedMessageItems
  expect(again).toMatchObject({ messageText: 'hello', dequeueCount: 2 })
})

test('an update with an old ETag is refused', async () => {
  const { connectionString } = await storage()
  const table = TableClient.fromConnectionString(connectionString, 'cursors', { allowInsecureConnection: true })
  await table.createTable()
  const entity = { partitionKey: 'a', rowKey: 'b', count: 1 }
  const { etag } = await table.createEntity(entity)
  await table.updateEntity({ ...entity, count: 2 }, 'Replace')
  const update = table.updateEntity({ ...entity, count: 3 }, 'Replace', { etag: etag ?? '' })
  await expect(update).rejects.toMatchObject({ statusCode: 412 })
})

test('calls of a service are counted, and a fault answers in its place', async () => {
  const { connectionString, services } = await storage()
  const queue = new QueueClient(connectionString, 'registrations', { retryOptions: { maxTries: 1 } })
  await queue.create()
  await queue.sendMessage('hello')
  const path = '/devstoreaccount1/registrations'
  expect(services.queue.calls).toEqual([
    { method: 'PUT', path, status: 201 },
    { method: 'POST', path: `${path}/messages`, status: 201 },
  ])
  services.queue.injectFault(() => new Response(null, { status: 503 }))
  await expect(queue.sendMessage('hello')).rejects.toMatchObject({ statusCode: 503 })
  services.queue.injectFault()
  await queue.sendMessage('hello')
  expect(services.table.calls).toEqual([])
})

test('a transaction is all or nothing, of one partition, and of a hundred rows at most', async () => {
  const { connectionString } = await storage()
  const table = TableClient.fromConnectionString(connectionString, 'cursors', { allowInsecureConnection: true })
  await table.createTable()
  const rows = Array.from({ length: 101 }, (_, at) => ({ partitionKey: 'a', rowKey: String(at) }))
  await table.submitTransaction(rows.slice(0, 100).map((row) => ['create', row]))
  const remove = (some: typeof rows) => table.submitTransaction(some.map((row) => ['delete', row]))
  await expect(
    remove([
      { partitionKey: 'a', rowKey: '0' },
      { partitionKey: 'a', rowKey: 'none' },
    ]),
  ).rejects.toMatchObject({
    statusCode: 404,
  })
  expect(await table.getEntity('a', '0')).toMatchObject({ rowKey: '0' })
  await expect(remove(rows)).rejects.toMatchObject({ statusCode: 400 })
  await remove(rows.slice(0, 100))
  expect(await Array.fromAsync(table.listEntities())).toEqual([])
})

test('two storages in one process share nothing', async () => {
  const [one, other] = [await storage(), await storage()]
  await new QueueClient(one.connectionString, 'registrations').create()
  expect(await new QueueClient(other.connectionString, 'registrations').exists()).toBe(false)
})

test('a stopped storage refuses calls at once', async () => {
  const started = await startStorage()
  const queue = new QueueClient(started.connectionString, 'registrations', { retryOptions: { maxTries: 1 } })
  await queue.create()
  await started.stop()
  await expect(queue.sendMessage('late')).rejects.toThrow(/ECONNREFUSED|socket hang up/)
})
