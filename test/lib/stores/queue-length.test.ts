import { QueueServiceClient } from '@azure/storage-queue'
import { expect, test } from 'vitest'
import { createQueues } from '../../../lib/stores/queue-client.ts'
import { createQueueLength } from '../../../lib/stores/queue-length.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const storage = freshStorage()

test('messages that wait for their time count as well, and a queue that is not there has none', async () => {
  const service = QueueServiceClient.fromConnectionString(storage.connectionString())
  const client = (name: string) => service.getQueueClient(name)
  const queueLength = createQueueLength(client)
  expect(await queueLength('registrations')).toBe(0)
  const queues = createQueues(client)
  await queues.send('registrations', [{ table: 'contact', id: 'a' }])
  await queues.send('registrations', [{ table: 'contact', id: 'b' }], 600_000)
  expect(await queueLength('registrations')).toBe(2)
})
