import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { QueueServiceClient } from '@azure/storage-queue'
import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import { type FunctionsHost, startFunctionsHost } from '@webinar-connector/functions-emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueNames } from '../../lib/stores/queues.ts'
import { type Environment, startEnvironment } from '../../tools/environment/environment.ts'
import { webhookEndpoint } from '../../tools/environment/webhooks.ts'
import { bundle } from '../../tools/package/bundle.ts'

let environment: Environment
let app: FunctionsHost
let queues: QueueServiceClient
let appRoot: string
const hosts: FunctionsHost[] = []

beforeAll(async () => {
  environment = await startEnvironment()
  queues = QueueServiceClient.fromConnectionString(environment.storage.connectionString)
  appRoot = await webhookOnly()
  app = await open()
})
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()))
  await environment.stop()
  await rm(appRoot, { recursive: true })
})

/** The app with one function only: no worker takes the messages that the route queues. */
async function webhookOnly() {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-only-'))
  await bundle(['functions/dataverse-webhook-post.ts'], join(folder, 'dist'))
  await symlink(resolve('host.json'), join(folder, 'host.json'))
  await writeFile(join(folder, 'package.json'), '{"type":"module","main":"dist/functions.js"}')
  return folder
}

async function open(env: Record<string, string> = {}) {
  const host = await startFunctionsHost({ appRoot, env: { ...environment.settings, ...env } })
  hosts.push(host)
  return host
}

const registration = 'msevtmgt_eventregistration'
const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
const organization = { 'x-ms-dynamics-organization': '127.0.0.1' }

function post(body: unknown, { headers = organization as Record<string, string>, host = app } = {}) {
  return fetch(`${host.url}/api/webhooks/dataverse?code=${host.keys.default}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** Takes all messages out of the queues. */
async function queued() {
  const all: Record<string, unknown[]> = {}
  for (const name of queueNames) {
    const queue = queues.getQueueClient(name)
    if (!(await queue.exists())) continue
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 })
    const texts = receivedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString())
    if (texts.length) all[name] = texts.map((text) => JSON.parse(text))
    await queue.clearMessages()
  }
  return all
}

test.each([
  ['msevtmgt_webinarconfiguration', 'configurations'],
  ['msevtmgt_webinarconsent', 'configurations'],
  ['msevtmgt_eventregistration', 'registrations'],
  ['msevtmgt_sessionregistration', 'registrations'],
  ['contact', 'registrations'],
  ['msevtmgt_event', 'webinars'],
  ['msevtmgt_session', 'webinars'],
])('a change of %s is accepted and lies in the queue %s as table and id only', async (table, queue) => {
  const body = { PrimaryEntityName: table, PrimaryEntityId: id, MessageName: 'Update' }
  const response = await post(body)
  expect(response.status).toBe(202)
  expect(await response.text()).toBe('')
  expect(await queued()).toEqual({ [queue]: [{ table, id }] })
})

test('the body that Dataverse sends for a new registration is accepted as it is', async () => {
  const response = await post(await readFile('test/fixtures/dataverse/webhook-create.json', 'utf8'))
  expect(response.status).toBe(202)
  const row = { table: registration, id: '22222222-bbbb-4bbb-8bbb-000000000001' }
  expect(await queued()).toEqual({ registrations: [row] })
})

test('a webhook of another table is accepted and ignored', async () => {
  const response = await post(await readFile('test/fixtures/dataverse/webhook-update.json', 'utf8'))
  expect(response.status).toBe(202)
  expect(await queued()).toEqual({})
})

test('a message about no single row is accepted and ignored', async () => {
  const response = await post({ MessageName: 'Associate', PrimaryEntityName: 'none', PrimaryEntityId: id })
  expect(response.status).toBe(202)
  expect(await queued()).toEqual({})
})

test('a body that Dataverse stripped for its size still names its row', async () => {
  const change = { message: 'Update', table: registration, id, values: {}, by: 'user' } as const
  const endpoint = webhookEndpoint(app)
  const context = executionContext(change)
  const sent = await sendWebhook(endpoint, context, { stripped: true })
  expect(sent).toEqual({ status: 202, attempts: 1 })
  expect(await queued()).toEqual({ registrations: [{ table: registration, id, correlation: context.CorrelationId }] })
})

test('a correlation id that is none is not passed on', async () => {
  const headers = { ...organization, 'x-ms-correlation-request-id': 'ada@example.test' }
  expect((await post({ PrimaryEntityName: registration, PrimaryEntityId: id }, { headers })).status).toBe(202)
  expect(await queued()).toEqual({ registrations: [{ table: registration, id }] })
})

test('a deletion, whose target is a reference, names its row', async () => {
  const { PrimaryEntityId: _, ...body } = executionContext({
    ...{ message: 'Delete', table: registration, id, values: {}, by: 'user' },
  })
  expect((await post(body)).status).toBe(202)
  expect(await queued()).toEqual({ registrations: [{ table: registration, id }] })
})

test.each([
  ['in braces', `{${id}}`],
  ['in capitals', id.toUpperCase()],
  ['wrapped with its type', { __type: 'Guid:#System', __value: id }],
])('an id %s is the same id', async (_, written) => {
  const response = await post({ PrimaryEntityName: registration, PrimaryEntityId: written, NewMember: { deep: [1] } })
  expect(response.status).toBe(202)
  expect(await queued()).toEqual({ registrations: [{ table: registration, id }] })
})

test('the organisation is known by its host name in any case', async () => {
  const local = await open({ DATAVERSE_URL: 'https://contoso.crm.dynamics.com' })
  const headers = { 'x-ms-dynamics-organization': 'Contoso.crm.dynamics.com' }
  const body = { PrimaryEntityName: 'contact', PrimaryEntityId: id }
  expect((await post(body, { headers, host: local })).status).toBe(202)
  expect(await queued()).toEqual({ registrations: [{ table: 'contact', id }] })
})

test.each([
  ['an empty body', ''],
  ['white space', '  \r\n '],
  ['what is no JSON', '<xml/>'],
  ['JSON that is cut short', '{"PrimaryEntityName":"contact","Prim'],
  ['a list', '[]'],
  ['a text', '"hello"'],
  ['nothing but null', 'null'],
  ['an object that names no table', { PrimaryEntityId: id }],
  ['an object that names no row', { PrimaryEntityName: 'contact' }],
  ['a row whose id is no id', { PrimaryEntityName: 'contact', PrimaryEntityId: '1 or 1=1' }],
  ['numbers in place of names', { PrimaryEntityName: 7, PrimaryEntityId: 7 }],
])('%s is answered with 400 and the reason, and nothing is queued', async (_, body) => {
  const response = await post(body)
  expect(response.status).toBe(400)
  const { error } = (await response.json()) as { error: { message: string } }
  expect(error).toEqual({ code: 'invalid_input', message: error.message })
  expect(error.message).toMatch(/^The body /)
  expect(await queued()).toEqual({})
})

test.each([
  ['no organisation', {}],
  ['another organisation', { 'x-ms-dynamics-organization': 'fabrikam.crm.dynamics.com' }],
  ['an organisation that only begins like ours', { 'x-ms-dynamics-organization': '127.0.0.1.evil.test' }],
])('a webhook of %s is answered with 401', async (_, headers) => {
  const response = await post({ PrimaryEntityName: registration, PrimaryEntityId: id }, { headers })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } })
  expect(await queued()).toEqual({})
})

test('a webhook without the key is refused', async () => {
  const url = `${app.url}/api/webhooks/dataverse`
  const body = JSON.stringify({ PrimaryEntityName: registration, PrimaryEntityId: id })
  expect((await fetch(url, { method: 'POST', headers: organization, body })).status).toBe(401)
  expect((await fetch(`${url}?code=${app.keys.default}`, { headers: organization })).status).toBe(404)
  expect(await queued()).toEqual({})
})

test('the answer is 503 while the queue is out, so that Dataverse tries once more', async () => {
  const nowhere = environment.storage.connectionString.replace(
    /QueueEndpoint=[^;]+/,
    'QueueEndpoint=http://127.0.0.1:9/x',
  )
  const shut = await open({ AzureWebJobsStorage: nowhere })
  const endpoint = webhookEndpoint(shut)
  const change = { message: 'Create', table: registration, id, values: {}, by: 'user' } as const
  expect(await sendWebhook(endpoint, executionContext(change))).toEqual({ status: 503, attempts: 2 })

  const response = await post({ PrimaryEntityName: registration, PrimaryEntityId: id }, { host: shut })
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await response.json()).toMatchObject({ error: { code: 'unavailable' } })
  const ignored = await post({ PrimaryEntityName: 'account', PrimaryEntityId: id }, { host: shut })
  expect(ignored.status).toBe(202)
})

test('the webhook route calls no Dataverse, ON24, Key Vault or identity', async () => {
  const { dataverse, on24, keyVault, identity } = environment
  const externalSystems = [dataverse, on24.na, on24.eu, keyVault, identity]
  for (const table of [registration, 'contact', 'msevtmgt_event', 'msevtmgt_webinarconfiguration']) {
    expect((await post({ PrimaryEntityName: table, PrimaryEntityId: id })).status).toBe(202)
  }
  expect(externalSystems.flatMap(({ calls }) => calls)).toEqual([])
  await queued()
})
