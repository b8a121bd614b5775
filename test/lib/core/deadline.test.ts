import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { createHttpClient } from '../../../lib/core/http-client.ts'
import { streamElements } from '../../../lib/core/json-stream.ts'

/** A server of one behaviour; open connections end with the test. */
async function clientOf(behave: (response: ServerResponse) => void) {
  let calls = 0
  const server = createServer((_, response) => {
    calls += 1
    behave(response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const failure = () => new UnavailableError({ code: 'out_of_service', system: 'Other system' })
  const api = createHttpClient({ name: 'Other system', url: `http://127.0.0.1:${port}`, headers: () => ({}), failure })
  return { api, calls: () => calls }
}

const silent = () => undefined
const headersThenSilence =
  (status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.write('{"people": [1, ')
  }
/** A character at a time, without end. */
function trickle(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"people": [')
  const timer = setInterval(() => response.write('1, '), 20)
  response.on('close', () => clearInterval(timer))
}

/** Garbage is collected while a call waits: that is what loses the signal of a request. */
async function collectGarbage(during: Promise<unknown>) {
  let done = false
  const end = () => {
    done = true
  }
  during.then(end, end)
  for (let held: unknown[] = []; !done; await setTimeout(5))
    held = Array.from({ length: 50_000 }, () => ({ held: held.length }))
}

test.each([
  ['nothing at all', silent],
  ['headers, then silence', headersThenSilence()],
  ['a refusal whose body never ends', headersThenSilence(500)],
  ['a trickle without end', trickle],
])('a call that gets %s ends in time', async (_, behave) => {
  const { api, calls } = await clientOf(behave)
  const begun = performance.now()
  const call = api.read(v.unknown(), 'POST', 'people', { timeout: 1_500 })
  const [outcome] = await Promise.allSettled([call, collectGarbage(call)])
  expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) })
  expect(performance.now() - begun).toBeLessThan(20_000)
  // A call that changes something is never repeated.
  expect(calls()).toBeLessThanOrEqual(1)
})

test('a text that stalls after its headers ends as an outage', async () => {
  const { api } = await clientOf(headersThenSilence())
  await expect(api.readText('POST', 'people', { timeout: 1_000 })).rejects.toThrow(UnavailableError)
})

test('a streamed list that stalls ends after its idle limit', async () => {
  const { api } = await clientOf(headersThenSilence())
  const response = await api.send('GET', 'people', { timeout: 60_000, idle: 2_000 })
  const begun = performance.now()
  const cutShort = (cause: unknown) => new Error('cut short', { cause })
  await expect(Array.fromAsync(streamElements(response, '$.people.*', cutShort))).rejects.toThrow('cut short')
  expect(performance.now() - begun).toBeLessThan(20_000)
})

test('a long list that keeps coming is read beyond its idle limit', async () => {
  const { api } = await clientOf((response) => {
    response.write('{"people": [0')
    let sent = 0
    const timer = setInterval(() => {
      sent += 1
      if (sent <= 60) return void response.write(`, ${sent}`)
      clearInterval(timer)
      response.end(']}')
    }, 50)
  })
  const response = await api.send('GET', 'people', { timeout: 60_000, idle: 2_000 })
  const read = await Array.fromAsync(streamElements(response, '$.people.*', (cause) => new Error('cut', { cause })))
  expect(read).toEqual(Array.from({ length: 61 }, (_, at) => at))
})

test('repeats of a read share one deadline', async () => {
  const { api, calls } = await clientOf((response) => {
    response.writeHead(503).end()
  })
  const begun = performance.now()
  await expect(api.read(v.unknown(), 'GET', 'people', { timeout: 1_500 })).rejects.toThrow(UnavailableError)
  expect(performance.now() - begun).toBeLessThan(20_000)
  expect(calls()).toBeGreaterThan(1)
})
