import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { intercept } from '../src/intercept.ts'
import { serve } from '../src/server.ts'
import { stall, stalls } from '../src/stall.ts'

/** Longer than a stall of these tests sends anything in. */
const patience = 300

async function emulatorWith(kind: (typeof stalls)[number], seconds?: number) {
  const emulator = await serve(() => Response.json({ status: 'fine' }))
  onTestFinished(() => emulator.stop())
  const answer = () => Response.json({ name: 'Ada' }, { status: 201, headers: { etag: '"1"' } })
  emulator.injectFault(() => stall(kind, { answer: answer(), ...(seconds !== undefined && { seconds }) }))
  return emulator
}

/** The part of a body that arrived before nothing more came. */
async function begun(response: Response) {
  const reader = response.body?.getReader()
  let text = ''
  for (;;) {
    const chunk = await Promise.race([reader?.read(), setTimeout(patience)])
    if (!chunk) return text
    if (chunk.done) return `${text} and ended`
    text += Buffer.from(chunk.value).toString()
  }
}

test('headers come with the first half of the body, and then nothing more', async () => {
  const { url } = await emulatorWith('headers, then silence')
  const response = await fetch(url)
  expect([response.status, response.headers.get('etag')]).toEqual([201, '"1"'])
  expect(await begun(response)).toBe('{"name"')
})

test('a trickle brings a byte now and then and does not end', async () => {
  const { url } = await emulatorWith('trickle')
  const response = await fetch(url)
  expect([response.status, await begun(response)]).toEqual([201, ' '])
})

test('a half-open connection is accepted, and no answer comes', async () => {
  const { url } = await emulatorWith('half-open')
  const answer = fetch(url, { signal: AbortSignal.timeout(patience) })
  await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' })
})

test.each(stalls)('%s: an answer without a body does not come at all', async (kind) => {
  const emulator = await emulatorWith(kind)
  emulator.injectFault(() => stall(kind, { answer: new Response(null, { status: 204 }) }))
  const answer = fetch(emulator.url, { signal: AbortSignal.timeout(patience) })
  await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' })
})

test.each(stalls)('%s: the answer breaks off when its time is over', async (kind) => {
  const { url } = await emulatorWith(kind, 0.1)
  const text = fetch(url).then((response) => response.text())
  if (kind === 'half-open') await expect(text).rejects.toThrow('fetch failed')
  else expect(JSON.stringify(await text)).toMatch(kind === 'trickle' ? /^" +"$/ : /^"\{\\"name\\""$/)
})

test.each(stalls)('%s: others are answered meanwhile, and the emulator can be stopped', async (kind) => {
  const { url, injectFault, stop } = await emulatorWith(kind)
  const hanging = fetch(url)
    .then((response) => response.text())
    .catch(() => 'cut')
  await setTimeout(50)
  injectFault()
  expect(await (await fetch(url)).json()).toEqual({ status: 'fine' })
  await stop()
  expect(await hanging).toBe('cut')
})

test('a server of any make is intercepted: its calls are counted, and faults answer', async () => {
  const server = createServer((request, response) => response.end(request.method))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  const { calls, injectFault } = intercept(server)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/things?secret=1`
  expect(await (await fetch(url, { method: 'PUT', body: 'x' })).text()).toBe('PUT')
  injectFault((request) => new Response(new URL(request.url).pathname, { status: 503 }))
  expect(await (await fetch(url)).text()).toBe('/things')
  injectFault(() => 'reset')
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  injectFault(() => stall('headers, then silence', { answer: new Response('12') }))
  expect(await begun(await fetch(url))).toBe('1')
  expect(calls.slice(0, 2)).toEqual([
    { method: 'PUT', path: '/things', status: 200 },
    { method: 'GET', path: '/things', status: 503 },
  ])
})
