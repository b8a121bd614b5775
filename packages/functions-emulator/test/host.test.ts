import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { FunctionsHost } from '../src/start.ts'
import { startFixture, userLogs } from './fixture-app.ts'

let storage: Storage
let host: FunctionsHost

beforeAll(async () => {
  storage = await startStorage()
  host = await startFixture(storage, { ANSWER: '42', FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' })
})
afterAll(async () => {
  await host.stop()
  await storage.stop()
})

const call = (path: string, init: RequestInit & { duplex?: 'half' } = {}) => fetch(host.url + path, init)
type Echo = { params: object; text: string; environment: Record<string, string>; context: { triggerMetadata?: object } }

const withKey = (key: string) => ({ headers: { 'x-functions-key': key } })
const echo = async (path: string, init: RequestInit & { duplex?: 'half' } = {}) =>
  (
    await call(path, { ...init, headers: { ...init.headers, 'x-functions-key': host.keys.default } })
  ).json() as Promise<Echo>

describe('HTTP', () => {
  test('a function gets parameters, joined query values, lower-case headers and body', async () => {
    const seen = await echo('/api/echo/Caf%C3%A9/7?a=1&a=2', {
      method: 'POST',
      body: '{}',
      headers: { 'X-Case': 'Kept' },
    })
    expect(seen).toMatchObject({
      method: 'POST',
      url: `${host.url}/api/echo/Caf%C3%A9/7?a=1&a=2`,
      params: { table: 'Café', id: '7' },
      query: { a: '1,2' },
      headers: { 'x-case': 'Kept' },
      text: '{}',
    })
    expect(seen.context.triggerMetadata).toBeUndefined()
  })

  test('an optional parameter may be left out', async () => {
    expect((await echo('/API/Echo/events')).params).toEqual({ table: 'events' })
  })

  test('the first matching route by function name serves a call', async () => {
    expect(await (await call('/api/overlap/literal')).text()).toBe('a')
  })

  test('a body sent in chunks, without a length, arrives empty', async () => {
    const body = new Blob(['{}']).stream()
    expect((await echo('/api/echo/events', { method: 'POST', body, duplex: 'half' })).text).toBe('')
  })

  test('a body above the limit of the host never reaches a function', async () => {
    const post = (length: number) =>
      call('/api/echo/events', { method: 'POST', body: 'x'.repeat(length), ...withKey(host.keys.default) })
    expect((await post(1000)).status).toBe(200)
    const refused = await post(1001)
    expect([refused.status, await refused.text()]).toEqual([500, ''])
  })

  test('the key is taken from the header first and from the query next', async () => {
    const { master, default: key } = host.keys
    const status = async (query: string, header?: string) =>
      (await call(`/api/echo/events${query}`, header === undefined ? {} : withKey(header))).status
    expect(await status('', key)).toBe(200)
    expect(await status('', master)).toBe(200)
    expect(await status(`?code=${key}`)).toBe(200)
    expect(await status('')).toBe(401)
    expect(await status(`?code=${key}`, 'wrong')).toBe(401)
    expect(await (await call('/api/echo/events')).text()).toBe('')
  })

  test('a function of level admin opens to the master key only', async () => {
    expect((await call('/api/closed', withKey(host.keys.default))).status).toBe(401)
    expect((await call('/api/closed', withKey(host.keys.master))).status).toBe(200)
  })

  test('a wrong path, an unlisted method and a path without the prefix are not found', async () => {
    expect((await call('/api/nowhere')).status).toBe(404)
    expect((await call('/api/open', { method: 'POST' })).status).toBe(404)
    expect((await call('/open')).status).toBe(404)
    expect((await call('/api/open', { method: 'HEAD' })).status).toBe(200)
  })

  test('an error becomes an empty 500 and is logged as a hook left it', async () => {
    const answer = await call('/api/failing')
    expect([answer.status, await answer.text()]).toEqual([500, ''])
    const logged = () => host.logs.find((one) => one.category === 'Host.Results' && one.functionName === 'failing')
    await vi.waitFor(() => expect(logged()).toMatchObject({ level: 'error' }))
    expect(logged()?.message).toContain('secret **** in the text')
    expect(JSON.stringify(host.logs)).not.toContain('4711')
  })

  test('a function that answers nothing fails', async () => {
    expect((await call('/api/silent')).status).toBe(500)
  })

  test('a function in a CommonJS file is served as well', async () => {
    expect(await (await call('/api/common')).text()).toBe('from CommonJS')
  })

  test('a hook may wrap the handler', async () => {
    expect((await call('/api/open')).headers.get('x-hooked')).toBe('yes')
  })
})

test('the app has the given settings and no others', async () => {
  const { environment } = await echo('/api/echo/events')
  expect(environment.ANSWER).toBe('42')
  const usual = ['PATH', 'HOME', 'TMPDIR', 'AzureWebJobsStorage', 'WORK_QUEUE', 'SWEEP_SCHEDULE', 'ANSWER']
  const ofHost = ['FUNCTIONS_REQUEST_BODY_SIZE_LIMIT', 'WEBSITE_HOSTNAME']
  expect(Object.keys(environment).filter((name) => ![...usual, ...ofHost].includes(name))).toEqual([])
  expect(environment.WEBSITE_HOSTNAME).toBe(new URL(host.url).host)
})

test('functions are listed with what triggers them', () => {
  const find = (name: string) => host.functions.find((one) => one.name === name)
  const echoed = { route: '/api/echo/{table}/{id?}', methods: ['GET', 'POST'], authLevel: 'function' }
  expect(find('echo')).toEqual({ name: 'echo', trigger: 'http', ...echoed })
  expect(find('work')).toEqual({ name: 'work', trigger: 'queue', queueName: 'work' })
  expect(find('sweep')).toEqual({ name: 'sweep', trigger: 'timer', schedule: '0 0 0 1 1 *' })
})

test('a timer function runs on demand and gets its schedule', async () => {
  await host.run('sweep')
  await vi.waitFor(() => expect(userLogs(host, 'sweep')).toHaveLength(1))
  const seen = JSON.parse(userLogs(host, 'sweep')[0] ?? '')
  expect(seen).toMatchObject({ isPastDue: false, scheduleStatus: { next: expect.stringMatching(/-01-01T00:00:00/) } })
  await expect(host.run('open')).rejects.toThrow('There is no timer function open.')
})

test('console output of the app is in the log', async () => {
  await call('/api/printing')
  await vi.waitFor(() => expect(host.logs).toContainEqual(expect.objectContaining({ message: 'printed' })))
})

test('the admin API opens to the master key only', async () => {
  expect((await call('/admin/functions', withKey(host.keys.default))).status).toBe(401)
  const listed = await (await call('/admin/functions', withKey(host.keys.master))).json()
  expect(listed).toEqual(host.functions.map(({ name }) => expect.objectContaining({ name })))
  const status = await (await call('/admin/host/status', withKey(host.keys.master))).json()
  expect(status).toMatchObject({ state: 'Running' })
})

test('the admin API fires timer and queue functions', async () => {
  const fire = async (name: string, body: string) =>
    (await call(`/admin/functions/${name}`, { method: 'POST', body, ...withKey(host.keys.master) })).status
  expect(await fire('sweep', '{"input":""}')).toBe(202)
  expect(await fire('work', '{"input":"{\\"kind\\":\\"by hand\\"}"}')).toBe(202)
  await vi.waitFor(() => expect(userLogs(host, 'work').join()).toContain('by hand'))
  expect([await fire('nobody', '{}'), await fire('open', '{}'), await fire('work', '{')]).toEqual([404, 400, 400])
})
