import { randomUUID } from 'node:crypto'
import { type Dataverse as Emulator, startDataverse } from '@webinar-connector/dataverse-emulator'
import { serve } from '@webinar-connector/emulator-server'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { ConflictError, NotFoundError, RefusedError, UnavailableError } from '../../../lib/core/errors.ts'
import { createDataverse, type Dataverse, quoted } from '../../../lib/dataverse/client.ts'
import { OptionalText } from '../../../lib/dataverse/column-types.ts'
import { select } from '../../../lib/dataverse/selection.ts'
import { table } from '../../../lib/dataverse/table-definition.ts'
import { noBreaker } from '../../harness/no-limits.ts'

let emulator: Emulator
let dataverse: Dataverse
beforeAll(async () => {
  emulator = await startDataverse({ accepts: (token) => token === 'ours' })
})
afterAll(() => emulator.stop())
beforeEach(() => {
  emulator.injectFault()
  emulator.calls.length = 0
  // A client that was asked to wait does wait.
  dataverse = createDataverse(emulator.url, async () => 'ours', noBreaker)
})

const contacts = table('contact', {
  privileges: [],
  watched: {},
  read: { emailaddress1: OptionalText, nickname: OptionalText },
  written: ['jobtitle', 'nickname'],
})
const accounts = table('account', { privileges: [], watched: {}, read: {}, written: ['name', 'nickname'] })
const contact = select(contacts, ['id', 'emailaddress1'])
const newContact = (values: Record<string, unknown> = {}) =>
  emulator.insert('contact', { emailaddress1: `${randomUUID()}@example.test`, ...values })
const refuse = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  emulator.injectFault(() => Response.json(body, { status, headers }))

test('a row is read with its selected columns, and a missing row is undefined', async () => {
  const id = newContact({ emailaddress1: 'ada@example.test' })
  expect(await dataverse.row(contact, id)).toEqual({
    id,
    emailaddress1: 'ada@example.test',
    etag: expect.stringContaining('W/'),
  })
  expect(await dataverse.row(contact, randomUUID())).toBeUndefined()
})

test('all rows of a query come, page after page', async () => {
  const company = emulator.insert('account', { name: 'Engines' })
  for (let count = 0; count < 5001; count += 1) newContact({ parentcustomerid: company })
  const filter = `_parentcustomerid_value eq ${company}`
  const ids = new Set<string>()
  for await (const row of dataverse.rows(contact, { filter })) ids.add(row.id)
  expect(ids.size).toBe(5001)
  expect(emulator.calls).toHaveLength(2)
})

test('the token never goes to another host, whatever the next page says', async () => {
  const heard: string[] = []
  const stranger = await serve((request) => {
    heard.push(request.headers.get('authorization') ?? '')
    return Response.json({ value: [] })
  })
  onTestFinished(() => stranger.stop())
  const nextLink = `${stranger.url}/api/data/v9.2/contacts`
  emulator.injectFault(() => Response.json({ value: [], '@odata.nextLink': nextLink }))
  const reading = Array.fromAsync(dataverse.rows(contact, {}))
  await expect(reading).rejects.toThrow(UnavailableError)
  expect(heard).toEqual([])
})

test('a query about a person travels in a body, and no address in it can extend it', async () => {
  const email = "o'hara+ü&x=1#%41@example.test"
  const id = newContact({ emailaddress1: email })
  const find = (value: string) => dataverse.privateRows(contact, { filter: `emailaddress1 eq ${quoted(value)}` })
  expect(await find(email)).toEqual([{ id, emailaddress1: email, etag: expect.any(String) }])
  expect(await find("x' or emailaddress1 ne '")).toEqual([])
  expect(await find('x\r\n\r\nGET /api/data/v9.2/contacts HTTP/1.1')).toEqual([])
  expect(emulator.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array(3).fill('POST /api/data/v9.2/$batch'),
  )
})

test('a refusal inside a batch is the same as outside', async () => {
  const nickname = select(contacts, ['nickname'])
  await expect(dataverse.privateRows(nickname, { filter: 'statecode eq 0' })).rejects.toThrow(RefusedError)
})

test.each([
  ['no batch', 'good morning'],
  ['a batch cut short', '--b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{"value":[{"contactid"'],
  ['a batch without rows', '--b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{"values":[]}\r\n--b--'],
])('an answer that is %s is an outage', async (_what, answer) => {
  emulator.injectFault(() => new Response(answer))
  await expect(dataverse.privateRows(contact, { filter: 'statecode eq 0' })).rejects.toThrow(UnavailableError)
})

test('an update changes a row that is there and never makes one', async () => {
  const id = newContact()
  await dataverse.update(contacts, id, { jobtitle: 'Analyst' })
  expect(emulator.row('contact', id)).toMatchObject({ jobtitle: 'Analyst' })
  const gone = randomUUID()
  await expect(dataverse.update(contacts, gone, { jobtitle: 'Analyst' })).rejects.toThrow(NotFoundError)
  expect(emulator.row('contact', gone)).toBeUndefined()
})

test('an update of a version that is no longer there is a conflict', async () => {
  const id = newContact()
  const { etag = '' } = (await dataverse.row(contact, id)) ?? {}
  await dataverse.update(contacts, id, { jobtitle: 'One' }, etag)
  await expect(dataverse.update(contacts, id, { jobtitle: 'Two' }, etag)).rejects.toThrow(ConflictError)
  expect(emulator.row('contact', id)).toMatchObject({ jobtitle: 'One' })
})

test('an upsert makes the row, then changes it', async () => {
  const id = randomUUID()
  await dataverse.upsert(accounts, id, { name: 'Engines' })
  await dataverse.upsert(accounts, id, { name: 'Analytical Engines' })
  expect(emulator.row('account', id)).toMatchObject({ name: 'Analytical Engines' })
})

test('many rows go in one call, all or none', async () => {
  const rows = [1, 2, 3].map((count) => ({ accountid: randomUUID(), name: `Engines ${count}` }))
  await dataverse.upsertAll(accounts, rows)
  expect(rows.map(({ accountid }) => emulator.row('account', accountid)?.name)).toEqual(rows.map(({ name }) => name))
  const bad = [
    { accountid: randomUUID(), name: 'Fine' },
    { accountid: randomUUID(), nickname: 'Not fine' },
  ]
  await expect(dataverse.upsertAll(accounts, bad)).rejects.toThrow(RefusedError)
  expect(emulator.row('account', bad[0]?.accountid ?? '')).toBeUndefined()
  expect(emulator.calls).toHaveLength(2)
})

test.each([
  [400, RefusedError],
  [401, UnavailableError],
  [403, UnavailableError],
  [404, NotFoundError],
  [412, ConflictError],
  [413, RefusedError],
  [429, UnavailableError],
  [500, UnavailableError],
  [503, UnavailableError],
])('%i is understood', async (status, kind) => {
  refuse(status, { error: { code: '0x80040000', message: 'No.' } })
  const update = dataverse.update(contacts, randomUUID(), {})
  await expect(update).rejects.toThrow(kind)
  await expect(update).rejects.toMatchObject({
    message: expect.stringMatching(new RegExp(`^\\w+: Dataverse answered ${status} 0x80040000 to PATCH contacts`)),
  })
})

test('the time to come back is the one that Dataverse names', async () => {
  refuse(429, { error: { code: '0x80072322', message: 'Number of requests exceeded.' } }, { 'retry-after': '37' })
  await expect(dataverse.update(contacts, randomUUID(), {})).rejects.toMatchObject({ retryAfter: 37 })
  expect(emulator.calls).toHaveLength(1)
  emulator.injectFault()
  await expect(dataverse.upsert(accounts, randomUUID(), {})).rejects.toThrow('asked_to_wait')
  expect(emulator.calls).toHaveLength(1)
})

test('a refusal repeats Dataverse’s message, and does without a readable body', async () => {
  await expect(dataverse.update(contacts, newContact(), { nickname: 'A' })).rejects.toThrow(RefusedError)
  await expect(dataverse.update(contacts, newContact(), { nickname: 'A' })).rejects.toMatchObject({
    userMessage: { code: 'dataverse_refused', said: expect.stringContaining('nickname') },
  })
  emulator.injectFault(() => new Response('<html>', { status: 400 }))
  await expect(dataverse.update(contacts, randomUUID(), {})).rejects.toMatchObject({
    userMessage: { code: 'dataverse_refused', said: '' },
  })
})

test('a refused identity is reported as a missing security role', async () => {
  const stranger = createDataverse(emulator.url, async () => 'theirs', noBreaker)
  await expect(stranger.row(contact, randomUUID())).rejects.toMatchObject({
    name: 'UnavailableError',
    userMessage: { code: 'dataverse_no_access' },
  })
})
