import { randomUUID } from 'node:crypto'
import type { Fault } from '@webinar-connector/emulator-server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { bodyOf, columns, configurationDesk, expectOutage } from '../harness/configurations.ts'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
let desk: ReturnType<typeof configurationDesk>
beforeAll(async () => {
  rig = await startRig()
  desk = configurationDesk(rig)
})
afterAll(() => rig.stop())
const neighbours = () => ({ ...rig.on24, dataverse: rig.dataverse, keyVault: rig.keyVault, identity: rig.identity })
afterEach(() => {
  for (const neighbour of Object.values(neighbours())) neighbour.interfere()
})

const out: Fault = () => Response.json({}, { status: 503, headers: { 'retry-after': '9' } })
test.each<[string, Fault, string]>([
  ['is out', out, 'ON24 reports a fault of its own at present. Try again in a few minutes.'],
  ['cuts the connection', () => 'reset', 'ON24 cannot be reached at present. Try again in a few minutes.'],
  [
    'shows a page',
    () => new Response('<html>Back soon</html>'),
    'ON24 cannot be reached at present. Try again in a few minutes.',
  ],
])('while ON24 %s nothing is kept, and what was there stays', async (_how, fault, message) => {
  const [id, blank] = [desk.newRow(), desk.newRow()]
  await desk.put(id, desk.client().body)
  const [before, row] = [await desk.view(id), desk.row(blank)]
  const { body } = desk.client()
  rig.on24.na.interfere(fault)
  await expectOutage(await desk.put(id, body), message)
  await expectOutage(await desk.put(blank, body), message)
  rig.on24.na.interfere()
  expect([await desk.view(id), await desk.view(blank)]).toEqual([before, undefined])
  expect(desk.row(blank)).toEqual(row)
  expect((await desk.put(blank, body)).status).toBe(200)
})

test('while Dataverse is out nothing is kept, and ON24 is not asked', async () => {
  const id = desk.newRow()
  const { body } = desk.client()
  const asked = () => rig.on24.na.calls.filter(({ path }) => !/\/(eventtypes|languages)$/.test(path)).length
  const before = asked()
  rig.dataverse.interfere(out)
  const answer = await desk.put(id, body)
  expect(answer.headers.get('retry-after')).toBe('9')
  await expectOutage(answer, 'Dataverse reports a fault of its own at present. Try again in a few minutes.')
  expect(asked()).toBe(before)
  expect(await desk.view(id)).toBeUndefined()
})

test('while Dataverse takes no changes nothing is kept, and a repeat does what is left', async () => {
  const id = desk.newRow()
  const { body } = desk.client()
  rig.dataverse.interfere((request) => (request.method === 'PATCH' ? out(request) : undefined))
  await expectOutage(
    await desk.put(id, body),
    'Dataverse reports a fault of its own at present. Try again in a few minutes.',
  )
  expect(await desk.view(id)).toBeUndefined()
  rig.dataverse.interfere()
  expect((await desk.put(id, body)).status).toBe(200)
  expect(desk.row(id)).toMatchObject({ ...columns.healthy, msevtmgt_clientid: body.clientId })
})

test('an identity that Dataverse does not let in is told as a matter of its security role', async () => {
  rig.dataverse.interfere(() => Response.json({ error: { code: '0x80040220', message: 'No.' } }, { status: 403 }))
  const message =
    'Dataverse does not let the connector in. Check its application user and security role: npm run crm -- plan.'
  await expectOutage(await desk.put(desk.newRow(), desk.client().body), message)
})

test('an identity that gets no token is an outage', async () => {
  const fresh = await desk.freshInstance()
  rig.identity.interfere(() => Response.json({ statusCode: 400, message: 'No.' }, { status: 400 }))
  const answer = await fresh('PUT', `configurations/${desk.newRow()}`, desk.client().body)
  await expectOutage(
    answer,
    'The connector’s identity gets no token for Dataverse. See whether the identity still exists and is assigned to the app.',
  )
})

test('storage that is out is an outage for every route', async () => {
  const nowhere = rig.storage.connectionString.replace(/TableEndpoint=[^;]+/, 'TableEndpoint=http://127.0.0.1:9/none')
  const fresh = await desk.freshInstance({ AzureWebJobsStorage: nowhere })
  const id = desk.newRow()
  const answers = await Promise.all([
    fresh('PUT', `configurations/${id}`, desk.client().body),
    fresh('GET', 'configurations'),
    fresh('GET', `configurations/${id}`),
    fresh('POST', `configurations/${id}/check`),
    fresh('DELETE', `configurations/${id}`),
  ])
  for (const answer of answers)
    await expectOutage(answer, 'The connector’s own storage cannot be reached at present. Try again in a few minutes.')
})

test('anything unforeseen is a 500 with a correlation id and nothing else; the log has it by that id', async () => {
  const id = randomUUID()
  await desk.put(desk.newRow(), desk.client().body)
  await desk.kept().createEntity({ partitionKey: 'configuration', rowKey: id, provider: 'on24', clientId: 'strange' })
  const answer = await rig.call('GET', `configurations/${id}`)
  const text = await answer.text()
  const [correlation = 'none'] = /[0-9a-f-]{36}/.exec(text) ?? []
  const message = `Something went wrong. Quote ${correlation} to your administrator.`
  expect([answer.status, JSON.parse(text)]).toEqual([500, { error: { code: 'internal', message } }])
  await until(() =>
    expect(rig.host.logs).toContainEqual(
      expect.objectContaining({ invocationId: correlation, message: expect.stringContaining('Unforeseen ValiError') }),
    ),
  )
  await desk.kept().deleteEntity('configuration', id)
})

test('what is asked for while a neighbour is out is still checked first', async () => {
  rig.dataverse.interfere(out)
  const answer = await desk.put(desk.newRow(), { ...bodyOf('1'), region: 'moon' })
  expect(answer.status).toBe(400)
})
