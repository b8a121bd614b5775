import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Change, type Dataverse, startDataverse } from '../src/dataverse.ts'
import { type ExecutionContext, executionContext, sendWebhook } from '../src/webhook.ts'
import { call, registerAda } from './fixtures.ts'

type Received = { url: URL; headers: Headers; body: Record<string, unknown> }

let dataverse: Dataverse
let receiver: Emulator
let received: Received[]
let answers: number[]
let changes: Change[]

beforeEach(async () => {
  received = []
  answers = []
  changes = []
  dataverse = await startDataverse()
  dataverse.onChange((change) => changes.push(change))
  receiver = await serve(async (request) => {
    received.push({ url: new URL(request.url), headers: request.headers, body: JSON.parse(await request.text()) })
    return new Response(null, { status: answers.shift() ?? 202 })
  })
})

afterEach(() => Promise.all([dataverse.stop(), receiver.stop()]))

const endpoint = () => ({
  url: `${receiver.url}/hook`,
  headers: { 'x-key': 'secret' },
  organization: 'contoso.crm.dynamics.com',
})
const context = (change: Change | undefined): ExecutionContext => {
  if (!change) throw new Error('Nothing has changed.')
  return executionContext(change)
}
const targetOf = (body: Record<string, unknown>) =>
  (body.InputParameters as { key: string; value: Record<string, unknown> }[])[0]?.value ?? {}
const attributesOf = (body: Record<string, unknown>) =>
  Object.fromEntries(
    (targetOf(body).Attributes as { key: string; value: unknown }[]).map(({ key, value }) => [key, value]),
  )

test('a created row is sent in full, in the encodings of Dataverse', () => {
  const { registration, contact } = registerAda(dataverse)
  const body = context(changes.at(-1))
  expect(body).toMatchObject({
    MessageName: 'Create',
    PrimaryEntityName: 'msevtmgt_eventregistration',
    PrimaryEntityId: registration,
    Stage: 40,
    Mode: 1,
    OutputParameters: [{ key: 'id', value: registration }],
  })
  expect(attributesOf(body)).toMatchObject({
    msevtmgt_contactid: { __type: expect.stringMatching(/^EntityReference:/), Id: contact, LogicalName: 'contact' },
    msevtmgt_publishingstate: { __type: expect.stringMatching(/^OptionSetValue:/), Value: 100_000_000 },
    msevtmgt_iscanceled: false,
    createdon: expect.stringMatching(/^\/Date\(\d+\)\/$/),
  })
  expect(targetOf(body).FormattedValues).toContainEqual({ key: 'msevtmgt_publishingstate', value: 'Pending' })
})

test('a changed row is sent with its changed columns', async () => {
  const { contact } = registerAda(dataverse)
  await call(dataverse, 'PATCH', `contacts(${contact})`, { jobtitle: 'Analyst' })
  const body = context(changes.at(-1))
  expect(Object.keys(attributesOf(body)).sort()).toEqual(
    ['contactid', 'jobtitle', 'modifiedby', 'modifiedon', 'modifiedonbehalfby'].sort(),
  )
  expect(targetOf(body).RowVersion).toBe(String(dataverse.row('contact', contact)?.versionnumber))
})

test('a deleted row is sent as a reference', () => {
  const { registration } = registerAda(dataverse)
  dataverse.remove('msevtmgt_eventregistration', registration)
  expect(targetOf(context(changes.at(-1)))).toMatchObject({
    __type: expect.stringMatching(/^EntityReference:/),
    Id: registration,
    LogicalName: 'msevtmgt_eventregistration',
  })
})

test('the call carries key, organisation and message', async () => {
  const { registration } = registerAda(dataverse)
  expect(await sendWebhook(endpoint(), context(changes.at(-1)))).toEqual({ status: 202, attempts: 1 })
  const [call] = received
  expect(Object.fromEntries(call?.headers ?? [])).toMatchObject({
    'x-key': 'secret',
    'x-ms-dynamics-organization': 'contoso.crm.dynamics.com',
    'x-ms-dynamics-entity-name': 'msevtmgt_eventregistration',
    'x-ms-dynamics-request-name': 'Create',
    'x-ms-correlation-request-id': call?.body.CorrelationId,
  })
  expect(call?.headers.has('x-ms-dynamics-msg-size-exceeded')).toBe(false)
  expect(call?.body.PrimaryEntityId).toBe(registration)
})

test('a stripped message says so and still names its row', async () => {
  const { registration } = registerAda(dataverse)
  await sendWebhook(endpoint(), context(changes.at(-1)), { stripped: true })
  expect(received[0]?.headers.has('x-ms-dynamics-msg-size-exceeded')).toBe(true)
  expect(received[0]?.body).not.toHaveProperty('InputParameters')
  expect(received[0]?.body).toMatchObject({ PrimaryEntityId: registration, MessageName: 'Create' })
})

test('a message over 256 KB is stripped by itself', async () => {
  const { registration } = registerAda(dataverse)
  const large = { message: 'Update', table: 'msevtmgt_eventregistration', id: registration, by: 'user' } as const
  await sendWebhook(endpoint(), executionContext({ ...large, values: { msevtmgt_qrcode: 'x'.repeat(300_000) } }))
  expect(received[0]?.headers.has('x-ms-dynamics-msg-size-exceeded')).toBe(true)
})

test.each([502, 503, 504])('a webhook answered by %d is sent once more and no third time', async (status) => {
  registerAda(dataverse)
  answers = [status, status]
  expect(await sendWebhook(endpoint(), context(changes.at(-1)))).toEqual({ status, attempts: 2 })
  answers = [status]
  expect(await sendWebhook(endpoint(), context(changes.at(-1)))).toEqual({ status: 202, attempts: 2 })
})

test.each([400, 401, 429, 500])('a webhook answered by %d is not sent again', async (status) => {
  registerAda(dataverse)
  answers = [status]
  expect(await sendWebhook(endpoint(), context(changes.at(-1)))).toEqual({ status, attempts: 1 })
})

test('a receiver that cannot be reached is not called again', async () => {
  registerAda(dataverse)
  await receiver.stop()
  expect(await sendWebhook(endpoint(), context(changes.at(-1)))).toEqual({ status: undefined, attempts: 1 })
})
