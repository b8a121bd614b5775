import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QueueServiceClient } from '@azure/storage-queue'
import { startStorage } from '@webinar-connector/azure-emulators/storage'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readHostSettings } from '../src/host-settings.ts'
import { startApp, startFixture, userLogs } from './fixture-app.ts'

const limited = (limit: string) => ({ AzureFunctionsJobHost__functionTimeout: limit })
const exceeded = 'Timeout value of 00:00:05 was exceeded by function: Functions.endless'

test('an invocation over the limit fails with all others, and a new worker goes on', async () => {
  const host = await startApp(
    `
    const yearly = '0 0 0 1 1 *', never = () => new Promise(() => undefined)
    app.timer('endless', { schedule: yearly, handler: () => {
      console.log('begun')
      return never()
    } })
    app.http('waiting', { methods: ['GET'], handler: () => { console.log('called'); return never() } })
    app.timer('quick', { schedule: yearly, handler() {} })
    app.hook.appTerminate(() => console.log('appTerminate'))`,
    limited('00:00:05'),
  )
  const printed = (message: string) =>
    vi.waitFor(() => expect(host.logs).toContainEqual(expect.objectContaining({ category: 'console', message })), 4000)
  const { url, child } = host

  const endless = expect(host.run('endless')).rejects.toThrow(exceeded)
  await printed('begun')
  const call = fetch(`${url}/api/waiting`)
  await printed('called')
  await endless
  expect((await call).status).toBe(500)
  const results = host.logs.filter(({ category }) => category === 'Host.Results').map(({ message }) => message)
  expect(results).toEqual([expect.stringContaining(exceeded), expect.stringContaining(exceeded)])

  await vi.waitFor(() => expect(host.child.pid).not.toBe(child.pid), 20_000)
  await host.run('quick')
  expect(child.exitCode).toBe(0)
  expect(host.logs).toContainEqual(expect.objectContaining({ message: 'appTerminate' }))
  expect((await fetch(`${url}/api/nowhere`)).status).toBe(404)
})

test('a message being processed when the limit is exceeded is tried again', async () => {
  const storage = await startStorage()
  onTestFinished(() => storage.stop())
  const retry = { AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00' }
  const host = await startFixture(storage, { WORK_QUEUE: 'endless', ...retry, ...limited('00:00:01') })
  onTestFinished(() => host.stop())
  const queue = QueueServiceClient.fromConnectionString(storage.connectionString).getQueueClient('endless')
  await queue.sendMessage(Buffer.from('{"kind":"hang once"}').toString('base64'))
  await vi.waitFor(async () => expect((await queue.getProperties()).approximateMessagesCount).toBe(0), 20_000)
  expect(userLogs(host, 'work').map((message) => JSON.parse(message).dequeueCount)).toEqual([1, 2])
})

test.each([
  { stated: undefined, milliseconds: 30 * 60_000 },
  { stated: '00:10:00', milliseconds: 10 * 60_000 },
  { stated: '-1', milliseconds: undefined },
])('a functionTimeout of $stated allows $milliseconds ms', async ({ stated, milliseconds }) => {
  const appRoot = await mkdtemp(join(tmpdir(), 'host-json-'))
  onTestFinished(() => rm(appRoot, { recursive: true }))
  await writeFile(join(appRoot, 'host.json'), JSON.stringify({ version: '2.0', functionTimeout: stated }))
  expect((await readHostSettings(appRoot, {})).functionTimeout).toBe(milliseconds)
})

test('a functionTimeout below a second is refused', async () => {
  const start = startApp("app.http('one', { handler: () => ({}) })", limited('00:00:00.5'))
  await expect(start).rejects.toThrow(/functionTimeout/)
})
