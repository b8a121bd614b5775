import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { type Emulator, serve } from '@webinar-connector/emulator-server'
import * as v from 'valibot'
import { expect, onTestFinished, test } from 'vitest'
import { RefusedError, UnavailableError } from '../../../lib/core/errors.ts'
import { createHttpClient, type Failure, type HttpClient, retryAfter } from '../../../lib/core/http-client.ts'

const Answer = v.object({ name: v.string(), size: v.number() })
const good = () => Response.json({ name: 'Ada', size: 1 })

type Seen = { request: Request; text: string }

/** A server that gives these answers one after the other, the last one for good. */
async function startServer(...answers: (() => Response | Promise<Response>)[]) {
  const seen: Seen[] = []
  const failures: Failure[] = []
  const server = await serve(async (request) => {
    seen.push({ request, text: await request.text() })
    const answer = answers[Math.min(seen.length, answers.length) - 1] ?? good
    return answer()
  })
  onTestFinished(() => server.stop())
  const api = apiOf(server, (failure) => {
    failures.push(failure)
    return new RefusedError({ code: 'dataverse_refused', said: '' }, { message: 'said no' })
  })
  return { api, seen, failures, server }
}

function apiOf({ url }: Pick<Emulator, 'url'>, failure: (failure: Failure) => RefusedError): HttpClient {
  return createHttpClient({ name: 'Other system', url: `${url}/v2`, headers: async () => ({ token: 'ours' }), failure })
}

const status =
  (code: number, body: unknown = {}, headers = {}) =>
  () =>
    Response.json(body, { status: code, headers })
const raw = (body: string) => () => new Response(body, { headers: { 'content-type': 'application/json' } })

test('an answer is read and checked; path, query and headers are sent as given', async () => {
  const { api, seen } = await startServer()
  const options = { query: { of: 'a b', limit: 5 }, headers: { prefer: 'less' } }
  expect(await api.read(Answer, 'GET', 'people', options)).toEqual({ name: 'Ada', size: 1 })
  const request = seen[0]?.request
  expect(request?.url).toMatch(/\/v2\/people\?of=a\+b&limit=5$/)
  expect([request?.headers.get('token'), request?.headers.get('prefer')]).toEqual(['ours', 'less'])
})

test('a body travels as JSON, as a form or as text', async () => {
  const { api, seen } = await startServer()
  await api.send('POST', 'people', { json: { name: 'Ada' } })
  await api.send('POST', 'people', { form: { name: 'Ada & Co' } })
  await api.send('POST', 'people', { text: 'Ada', headers: { 'content-type': 'text/plain' } })
  expect(seen.map(({ text }) => text)).toEqual(['{"name":"Ada"}', 'name=Ada+%26+Co', 'Ada'])
  const types = seen.map(({ request }) => request.headers.get('content-type')?.split(';')[0])
  expect(types).toEqual(['application/json', 'application/x-www-form-urlencoded', 'text/plain'])
})

test.each([500, 502, 503, 504])('a read that meets a passing %i is repeated', async (code) => {
  const { api, seen } = await startServer(status(code), good)
  expect(await api.read(Answer, 'GET', 'people')).toMatchObject({ name: 'Ada' })
  expect(seen).toHaveLength(2)
})

test('a read whose connection is cut is repeated', async () => {
  const { api, seen, server } = await startServer()
  let cut = false
  server.injectFault(() => {
    if (cut) return undefined
    cut = true
    return 'reset'
  })
  expect(await api.read(Answer, 'GET', 'people')).toMatchObject({ name: 'Ada' })
  expect(seen).toHaveLength(1)
})

test.each([
  [400, {}],
  [401, {}],
  [403, {}],
  [404, {}],
  [429, { 'retry-after': '1' }],
  [503, { 'retry-after': '600' }],
])('a read answered by %i %j is not repeated', async (code, headers) => {
  const { api, seen, failures } = await startServer(status(code, { message: 'No.' }, headers))
  await expect(api.read(Answer, 'GET', 'people')).rejects.toThrow('said no')
  expect(seen).toHaveLength(1)
  expect(failures).toMatchObject([{ status: code, body: { message: 'No.' }, call: 'GET people' }])
})

test.each(['POST', 'PATCH', 'DELETE'])('a %s is never repeated, because it may have been done', async (method) => {
  const { api, seen, server } = await startServer(status(503))
  await expect(api.send(method, 'people')).rejects.toThrow('said no')
  expect(seen).toHaveLength(1)
  server.injectFault(() => 'reset')
  const before = server.calls.length
  await expect(api.send(method, 'people')).rejects.toThrow(UnavailableError)
  expect(server.calls.length).toBe(before + 1)
})

test.each([
  ['no JSON', '<html>busy</html>'],
  ['cut short', '{"name":"Ada","si'],
  ['empty', ''],
  ['of another shape', '{"name":7,"sizes":1}'],
  ['no object', 'null'],
])('an answer that is %s is an outage', async (_what, body) => {
  const { api } = await startServer(raw(body))
  await expect(api.read(Answer, 'GET', 'people')).rejects.toThrow(UnavailableError)
})

test('an unknown shape is told by its fields, never by their values', async () => {
  const { api } = await startServer(raw('{"name":{"first":"Ada"},"size":"secret"}'))
  await expect(api.read(Answer, 'GET', 'people')).rejects.toMatchObject({
    userMessage: { code: 'unreadable_answer', system: 'Other system' },
    message: 'unreadable_answer: Other system answered GET people in an unknown shape: name, size',
  })
})

test('a body that is cut half way is an outage', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"name":', () => response.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const api = apiOf(
    { url: `http://127.0.0.1:${port}` },
    () => new RefusedError({ code: 'dataverse_refused', said: '' }, { message: 'said no' }),
  )
  await expect(api.read(Answer, 'GET', 'people')).rejects.toThrow(UnavailableError)
})

test('a server that does not answer in time is an outage, before the answer or within', async () => {
  const late = () => setTimeout(500).then(good)
  const stuck = () => new Response(new ReadableStream({ start: (one) => one.enqueue(new TextEncoder().encode('{')) }))
  for (const slow of [late, stuck]) {
    const { api, seen } = await startServer(slow)
    await expect(api.read(Answer, 'GET', 'people', { timeout: 60 })).rejects.toThrow(UnavailableError)
    expect(seen).toHaveLength(1)
  }
})

test('an unreachable server is an outage', async () => {
  const server = await serve(good)
  await server.stop()
  const api = apiOf(server, () => new RefusedError({ code: 'dataverse_refused', said: '' }, { message: 'said no' }))
  await expect(api.send('POST', 'people')).rejects.toMatchObject({
    userMessage: { code: 'unreachable', system: 'Other system' },
    message: 'unreachable: Other system gave no whole answer to POST people',
  })
})

test('a redirection is not followed, because headers hold tokens', async () => {
  const stranger = await startServer()
  const { api, failures } = await startServer(() => Response.redirect(`${stranger.server.url}/v2/people`, 307))
  await expect(api.read(Answer, 'GET', 'people')).rejects.toThrow('said no')
  expect(failures).toMatchObject([{ status: 307 }])
  expect(stranger.seen).toEqual([])
})

test.each([
  ['people?email=ada@example.test', 'GET people'],
  ['registrant/ada%40example.test/event', 'GET registrant/{email}/event'],
  ['registrant/ada@example.test', 'GET registrant/{email}'],
])('a call is described without query and address: %s', async (path, described) => {
  const { api, failures } = await startServer(status(400))
  await expect(api.send('GET', path)).rejects.toThrow('said no')
  expect(failures).toMatchObject([{ call: described }])
})

test('a token that cannot be had keeps its own error', async () => {
  const { server, seen } = await startServer()
  const api = createHttpClient({
    name: 'Other system',
    url: server.url,
    headers: () => Promise.reject(new UnavailableError({ code: 'no_dataverse_token' })),
    failure: () => new RefusedError({ code: 'dataverse_refused', said: '' }, { message: 'said no' }),
  })
  await expect(api.send('GET', 'people')).rejects.toThrow('no_dataverse_token')
  expect(seen).toEqual([])
})

test('the time to come back is read in seconds', () => {
  const given = (value?: string) => retryAfter(new Headers(value === undefined ? {} : { 'retry-after': value }))
  expect([given('17'), given('0'), given('soon'), given()]).toEqual([17, 0, undefined, undefined])
})
