import type { Fault } from '@webinar-connector/emulator-server'
import { expect } from 'vitest'
import { bodyOf, columns, expectOutage, test } from '../harness/configurations.ts'
import { until } from '../harness/test-app.ts'

test.afterEach(({ app }) => app.clearFaults())

const out: Fault = () => Response.json({}, { status: 503, headers: { 'retry-after': '9' } })
test.for<[string, Fault, string]>([
  ['is out', out, 'ON24 reports a fault of its own at present. Try again in a few minutes.'],
  ['cuts the connection', () => 'reset', 'ON24 cannot be reached at present. Try again in a few minutes.'],
  [
    'shows a page',
    () => new Response('<html>Back soon</html>'),
    'ON24 cannot be reached at present. Try again in a few minutes.',
  ],
])('nothing is kept and nothing is lost while ON24 %s', async ([_how, fault, message], { app, configurations }) => {
  const [id, { clientId, body }] = [configurations.newRow(), configurations.client()]
  const blank = configurations.newRow({ msevtmgt_clientid: clientId })
  await configurations.give(id, configurations.client().body)
  const [before, row] = [await configurations.view(id), configurations.row(blank)]
  app.on24.na.injectFault(fault)
  await expectOutage(await configurations.give(id, body), message)
  await expectOutage(await configurations.give(blank, body), message)
  app.on24.na.injectFault()
  expect([await configurations.view(id), await configurations.view(blank)]).toEqual([before, undefined])
  expect(configurations.row(blank)).toEqual(row)
  expect((await configurations.give(blank, body)).status).toBe(200)
})

test('nothing is kept and ON24 is not called while Dataverse is out', async ({ app, configurations }) => {
  const id = configurations.newRow()
  const { body } = configurations.client()
  const asked = () => app.on24.na.calls.filter(({ path }) => !/\/(eventtypes|languages)$/.test(path)).length
  const before = asked()
  app.dataverse.injectFault(out)
  const answer = await configurations.give(id, body)
  expect(answer.headers.get('retry-after')).toBe('9')
  await expectOutage(answer, 'Dataverse reports a fault of its own at present. Try again in a few minutes.')
  expect(asked()).toBe(before)
  expect(await configurations.view(id)).toBeUndefined()
})

test('nothing is kept while Dataverse takes no changes, and a repeat does the rest', async ({
  app,
  configurations,
}) => {
  const id = configurations.newRow()
  const { body } = configurations.client()
  configurations.withdrawTerms()
  app.dataverse.injectFault((request) => (request.method === 'PATCH' ? out(request) : undefined))
  await expectOutage(
    await configurations.give(id, body),
    'Dataverse reports a fault of its own at present. Try again in a few minutes.',
  )
  expect(await configurations.view(id)).toBeUndefined()
  app.dataverse.injectFault()
  expect((await configurations.give(id, body)).status).toBe(200)
  expect(configurations.row(id)).toMatchObject({ ...columns.healthy, msevtmgt_clientid: body.clientId })
})

test('an administrator is answered anew as soon as an outage has ended', async ({ app, configurations }) => {
  const id = configurations.newRow()
  const { body } = configurations.client()
  app.dataverse.injectFault(out)
  const told = 'Dataverse reports a fault of its own at present. Try again in a few minutes.'
  for (let time = 0; time < 8; time += 1) await expectOutage(await configurations.give(id, body), told)
  app.dataverse.injectFault()
  expect((await configurations.give(id, body)).status).toBe(200)
})

test('an identity that Dataverse refuses is answered with a hint to its security role', async ({
  app,
  configurations,
}) => {
  app.dataverse.injectFault(() => Response.json({ error: { code: '0x80040220', message: 'No.' } }, { status: 403 }))
  const message =
    'Dataverse does not let the connector in. Check its application user and security role: npm run crm -- plan.'
  await expectOutage(await configurations.give(configurations.newRow(), configurations.client().body), message)
})

test('an identity that gets no token is an outage', async ({ app, configurations }) => {
  const fresh = await configurations.freshInstance()
  app.identity.injectFault(() => Response.json({ statusCode: 400, message: 'No.' }, { status: 400 }))
  const answer = await fresh('PUT', `configurations/${configurations.newRow()}`, configurations.client().body)
  await expectOutage(
    answer,
    'The connector’s identity gets no token for Dataverse. See whether the identity still exists and is assigned to the app.',
  )
})

test('storage that is out is an outage for every route', async ({ app, configurations }) => {
  const nowhere = app.storage.connectionString.replace(/TableEndpoint=[^;]+/, 'TableEndpoint=http://127.0.0.1:9/none')
  const fresh = await configurations.freshInstance({ AzureWebJobsStorage: nowhere })
  const id = configurations.newRow()
  const answers = await Promise.all([
    fresh('PUT', `configurations/${id}`, configurations.client().body),
    fresh('GET', 'configurations'),
    fresh('GET', `configurations/${id}`),
    fresh('POST', `configurations/${id}/check`),
    fresh('DELETE', `configurations/${id}`),
  ])
  for (const answer of answers)
    await expectOutage(answer, 'The connector’s own storage cannot be reached at present. Try again in a few minutes.')
})

test('an unexpected error is a 500 with only a correlation id, which the log has too', async ({
  app,
  configurations,
}) => {
  const id = configurations.newRow()
  await configurations.give(id, configurations.client().body)
  // The message lacks the facts that its sentence is made of.
  const healthMessage = JSON.stringify({ code: 'credentials_incomplete' })
  await configurations.kept().updateEntity({ partitionKey: 'configuration', rowKey: id, healthMessage })
  const answer = await app.call('GET', `configurations/${id}`)
  const text = await answer.text()
  const [correlation = 'none'] = /[0-9a-f-]{36}/.exec(text) ?? []
  const message = `Something went wrong. Quote ${correlation} to your administrator.`
  expect([answer.status, JSON.parse(text)]).toEqual([500, { error: { code: 'internal', message } }])
  await until(() =>
    expect(app.host.logs).toContainEqual(
      expect.objectContaining({ invocationId: correlation, message: expect.stringContaining('Unforeseen TypeError') }),
    ),
  )
  await configurations.kept().deleteEntity('configuration', id)
})

test('input is validated first, also while an external system is out', async ({ app, configurations }) => {
  app.dataverse.injectFault(out)
  const answer = await configurations.give(configurations.newRow(), { ...bodyOf('1'), region: 'moon' })
  expect(answer.status).toBe(400)
})
