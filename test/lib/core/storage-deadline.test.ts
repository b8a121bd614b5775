import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TableClient } from '@azure/data-tables'
import { QueueServiceClient } from '@azure/storage-queue'
import * as v from 'valibot'
import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { createTable } from '../../../lib/core/table.ts'
import { createQueues } from '../../../lib/stores/queue-client.ts'

/** An account whose storage behaves like this; every call creates a table before it. */
async function storageThat(behaves: (response: ServerResponse) => void) {
  const server = createServer((_, response) => behaves(response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/account`
  const key = Buffer.from('key').toString('base64')
  const connection = `DefaultEndpointsProtocol=http;AccountName=account;AccountKey=${key};TableEndpoint=${url};QueueEndpoint=${url}`
  const table = createTable(TableClient.fromConnectionString(connection, 'memory', { allowInsecureConnection: true }), {
    callTime: 300,
  })
  const service = QueueServiceClient.fromConnectionString(connection)
  return { table, queues: createQueues((name) => service.getQueueClient(name), 300) }
}

const kinds: [string, (response: ServerResponse) => void][] = [
  ['is silent', () => undefined],
  [
    'falls silent after its headers',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"value": [')
    },
  ],
]

test.each(kinds)('calls of a storage that %s end in time', async (_, behaves) => {
  const { table, queues } = await storageThat(behaves)
  const begun = performance.now()
  const outcomes = await Promise.allSettled([
    table.get(v.object({}), 'a', 'b'),
    table.put('a', 'b', { count: 1 }),
    table
      .putAll([1, 2].map((count) => ({ partition: 'a', row: String(count), values: { count } })))
      .then(([first]) => first?.status === 'rejected' && Promise.reject(first.reason)),
    Array.fromAsync(table.list(v.object({}), '')),
    queues.send('registrations', [{ table: 'contact', id: crypto.randomUUID() }]),
    queues.drainPoison(10, async () => undefined),
  ])
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) })
  }
  expect(performance.now() - begun).toBeLessThan(10_000)
})
