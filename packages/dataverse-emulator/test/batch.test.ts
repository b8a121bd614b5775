import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, registerAda } from './fixtures.ts'

let dataverse: Dataverse

beforeEach(async () => {
  dataverse = await startDataverse()
})

afterEach(() => dataverse.stop())

const HTTP = 'Content-Type: application/http\r\nContent-Transfer-Encoding: binary'
const read = (path: string) => `${HTTP}\r\n\r\nGET /api/data/v9.2/${path} HTTP/1.1\r\nAccept: application/json\r\n\r\n`
const write = (contentId: number, method: string, path: string, body: unknown) =>
  `${HTTP}\r\nContent-ID: ${contentId}\r\n\r\n${method} /api/data/v9.2/${path} HTTP/1.1\r\nContent-Type: application/json; type=entry\r\n\r\n${JSON.stringify(body)}`
const wrap = (boundary: string, parts: string[]) =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`
const changeSet = (...parts: string[]) => `Content-Type: multipart/mixed; boundary="set"\r\n\r\n${wrap('set', parts)}`
const batch = (parts: string[], prefer: string | null = null) =>
  call(dataverse, 'POST', '$batch', wrap('b', parts), { 'content-type': 'multipart/mixed; boundary="b"', prefer })
const statuses = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))

test('reads and a change set run in sequence', async () => {
  const { contact } = registerAda(dataverse)
  const reply = await batch([
    changeSet(write(1, 'PATCH', `contacts(${contact})`, { jobtitle: 'Analyst' })),
    read(`contacts(${contact})?$select=jobtitle`),
  ])
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batchresponse_/)
  expect(statuses(reply.text)).toEqual([204, 200])
  expect(reply.text).toContain('"jobtitle":"Analyst"')
})

test('a failing change set is undone and answers with one part', async () => {
  const reply = await batch([
    changeSet(write(1, 'POST', 'accounts', { name: 'A' }), write(2, 'POST', 'accounts', { nickname: 'B' })),
  ])
  expect(reply.status).toBe(400)
  expect(statuses(reply.text)).toEqual([400])
  expect(dataverse.rows('account')).toEqual([])
})

test('the first failure stops a batch unless continue-on-error is set', async () => {
  const parts = [read('nothing'), read('accounts')]
  const stopped = await batch(parts)
  expect([stopped.status, statuses(stopped.text)]).toEqual([404, [404]])
  const wentOn = await batch(parts, 'odata.continue-on-error')
  expect([wentOn.status, statuses(wentOn.text)]).toEqual([200, [404, 200]])
})

test('a change set takes no reads', async () => {
  const part = read('accounts').replace('binary', 'binary\r\nContent-ID: 1')
  expect((await batch([changeSet(part)])).status).toBe(400)
})

test('a write outside a change set stands alone', async () => {
  const reply = await batch([write(1, 'POST', 'accounts', { name: 'A' }), read('nothing')])
  expect(reply.status).toBe(404)
  expect(dataverse.rows('account')).toMatchObject([{ name: 'A' }])
})

test('more than a thousand requests are refused', async () => {
  const part = read('WhoAmI')
  expect((await batch(Array.from({ length: 1001 }, () => part))).status).toBe(400)
})
