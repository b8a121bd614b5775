import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { QueueServiceClient } from '@azure/storage-queue'
import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { startFixture, userLogs } from './fixture-app.ts'

/** As in host.json of function-app. */
const maxDequeueCount = 3

let storage: Storage
let queues: QueueServiceClient

beforeAll(async () => {
  storage = await startStorage()
  queues = QueueServiceClient.fromConnectionString(storage.connectionString)
})
afterAll(() => storage.stop())

const settings = (name: string, value: string) => ({ [`AzureFunctionsJobHost__extensions__queues__${name}`]: value })
const retryAtOnce = settings('visibilityTimeout', '00:00:00')

/** Each test works on a queue of its own. */
async function start(queueName: string, env: Record<string, string> = {}) {
  const host = await startFixture(storage, { WORK_QUEUE: queueName, ...retryAtOnce, ...env })
  onTestFinished(() => host.stop())
  const work = () => userLogs(host, 'work').map((message) => JSON.parse(message))
  return { host, work }
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const send = (queueName: string, value: unknown) => queues.getQueueClient(queueName).sendMessage(encode(value))

async function texts(queueName: string) {
  const { peekedMessageItems } = await queues.getQueueClient(queueName).peekMessages({ numberOfMessages: 32 })
  return peekedMessageItems.map((item) => Buffer.from(item.messageText, 'base64').toString())
}

async function count(queueName: string) {
  return (await queues.getQueueClient(queueName).getProperties()).approximateMessagesCount
}

test('a message is processed once and then deleted', async () => {
  const { work } = await start('success')
  await send('success', { kind: 'plain', id: 'of the message' })
  await vi.waitFor(async () => expect(await count('success')).toBe(0))
  expect(work()).toEqual([
    { ...work()[0], entry: { kind: 'plain', id: 'of the message' }, dequeueCount: 1, kind: 'plain' },
  ])
})

test('a message that failed is tried again after the visibility timeout', async () => {
  const { host, work } = await start('retry', settings('visibilityTimeout', '00:00:01'))
  await send('retry', { kind: 'fail once' })
  await vi.waitFor(async () => expect(await count('retry')).toBe(0), { timeout: 5000 })
  expect(work().map((one) => one.dequeueCount)).toEqual([1, 2])
  const [first, second] = host.logs.filter((one) => one.category === 'Host.Results').map((one) => Date.parse(one.time))
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(900)
})

test('a message that fails too often is moved to the poison queue', async () => {
  const { work } = await start('failing')
  await send('failing', { kind: 'fail' })
  await vi.waitFor(async () => expect(await texts('failing-poison')).toEqual(['{"kind":"fail"}']), { timeout: 5000 })
  expect(work().map((one) => one.dequeueCount)).toEqual([1, 2, 3])
  await vi.waitFor(async () => expect(await count('failing')).toBe(0))
})

test('a message that is not base64 is moved to the poison queue without a run', async () => {
  const { work } = await start('plain-text')
  await queues.getQueueClient('plain-text').sendMessage('{"kind":"plain"}')
  await vi.waitFor(async () => expect(await count('plain-text-poison')).toBe(1), { timeout: 5000 })
  expect(work()).toEqual([])
})

test('a failed message of a poison queue stays hidden', async () => {
  const { work } = await start('old-poison')
  await send('old-poison', { kind: 'fail' })
  await send('old-poison', { kind: 'plain' })
  await vi.waitFor(async () => expect(await count('old-poison')).toBe(1))
  await vi.waitFor(() => expect(work()).toHaveLength(2))
  expect(await texts('old-poison')).toEqual([])
})

test('a message of a poison queue taken too often is neither run nor deleted', async () => {
  const queue = queues.getQueueClient('stuck-poison')
  await queue.create()
  await queue.sendMessage(encode({ kind: 'plain' }))
  for (let takes = 1; takes <= maxDequeueCount; takes++) {
    const [taken] = (await queue.receiveMessages()).receivedMessageItems
    await queue.updateMessage(taken?.messageId ?? '', taken?.popReceipt ?? '', undefined, 0)
  }
  const { work } = await start('stuck-poison')
  await vi.waitFor(async () => expect(await texts('stuck-poison')).toEqual([]))
  await send('stuck-poison', { kind: 'later' })
  await vi.waitFor(() => expect(work()).toEqual([expect.objectContaining({ entry: { kind: 'later' } })]))
  await vi.waitFor(async () => expect(await count('stuck-poison')).toBe(1))
  expect(await texts('stuck-poison')).toEqual([])
})

test.each([
  { what: 'an array', copies: [{ id: 1 }, 'two', 3], messages: ['{"id":1}', 'two', '3'] },
  { what: 'a text that is an array', copies: '["a","b"]', messages: ['a', 'b'] },
  { what: 'an object', copies: { list: [1, 2] }, messages: ['{"list":[1,2]}'] },
  { what: 'nothing', copies: null, messages: [] },
])('$what as output becomes $messages', async ({ copies, messages }) => {
  const { host } = await start('unused')
  await queues.getQueueClient('copies').createIfNotExists()
  await queues.getQueueClient('copies').clearMessages()
  await send('originals', { copies })
  await vi.waitFor(async () => expect(await texts('copies')).toEqual(messages))
  await vi.waitFor(async () => expect(await count('originals')).toBe(0))

  await queues.getQueueClient('copies').clearMessages()
  const body = JSON.stringify(copies)
  expect((await fetch(`${host.url}/api/sending`, { method: 'POST', body })).status).toBe(202)
  expect(await texts('copies')).toEqual(messages)
})

test('a call whose output cannot be written fails', async () => {
  const { host } = await start('unused')
  expect((await fetch(`${host.url}/api/sending-badly`, { method: 'POST', body: '{}' })).status).toBe(500)
})

test('two hosts share a queue, and one goes on when the other is killed', async () => {
  const [one, other] = await Promise.all([
    start('shared', { HOST_NAME: 'one' }),
    start('shared', { HOST_NAME: 'other' }),
  ])
  expect(one.host.keys).toEqual(other.host.keys)
  const numbers = Array.from({ length: 40 }, (_, number) => number)
  await Promise.all(numbers.map((number) => send('shared', { number })))
  await vi.waitFor(async () => expect(await count('shared')).toBe(0), { timeout: 10_000 })
  const done = [...one.work(), ...other.work()].map((record) => record.entry.number)
  expect(done.toSorted((a, b) => a - b)).toEqual(numbers)

  one.host.child.kill('SIGKILL')
  await Promise.all([40, 41].map((number) => send('shared', { number })))
  await vi.waitFor(async () => expect(await count('shared')).toBe(0), { timeout: 5000 })
})

test('a message that a killed host was processing stays hidden', async () => {
  const { host, work } = await start('orphan')
  await send('orphan', { kind: 'hang' })
  await vi.waitFor(() => expect(work()).toHaveLength(1))
  host.child.kill('SIGKILL')
  expect(await texts('orphan')).toEqual([])
  expect(await count('orphan')).toBe(1)
})

test('a host that is stopped while it receives a message still handles it', async () => {
  await queues.getQueueClient('last').createIfNotExists()
  await send('last', { kind: 'plain' })
  const answered = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  const slow = createServer(async (request, response) => {
    const { method = 'GET', url } = request
    const body = method === 'GET' ? {} : { body: await new Response(request).bytes() }
    const headers = Object.entries(request.headers).filter(([name]) => !/^(host|connection)$/.test(name))
    const answer = await fetch(new URL(url ?? '', storage.queueUrl), {
      ...{ method, headers: headers as [string, string][], ...body },
    })
    const text = await answer.text()
    if (text.includes('<MessageText>')) {
      answered.resolve()
      await stopped.promise
    }
    response.writeHead(answer.status, [...answer.headers].filter(([name]) => /^(x-ms|content-type)/.test(name)).flat())
    response.end(text)
  })
  await new Promise<void>((listening) => void slow.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void slow.close())
  const { port } = slow.address() as AddressInfo
  const through = storage.connectionString.replace(new URL(storage.queueUrl).host, `127.0.0.1:${port}`)
  const host = await startFixture({ ...storage, connectionString: through }, { WORK_QUEUE: 'last', ...retryAtOnce })
  await answered.promise
  const stop = host.stop()
  // The host has heard of it once it no longer takes calls.
  await vi.waitFor(() => expect(fetch(`${host.url}/api/unknown`)).rejects.toThrow(), { timeout: 5000 })
  stopped.resolve()
  await stop
  expect(userLogs(host, 'work')).toHaveLength(1)
  expect(await count('last')).toBe(0)
})
