import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { type TestApp, test, until } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })

const tableOf = (app: TestApp, name: string) =>
  TableClient.fromConnectionString(app.storage.connectionString, name, { allowInsecureConnection: true })
const timers = (app: TestApp, timer: string) => app.reports('connector.timer').filter(({ name }) => name === timer)

test('one unreadable record ends no timer, is counted, and is reported once', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -3 })
  await app.host.run('attendance-timer')
  await app.idle()
  const record = { partitionKey: `event_${crypto.randomUUID()}`, rowKey: 'pull', configuration: 'a', webinarId: '5' }
  await tableOf(app, 'webinars').createEntity({ ...record, final: 'ada@example.test' })
  for (let run = 0; run < 2; run += 1) {
    await app.host.run('attendance-timer')
    expect(timers(app, 'attendance-timer').at(-1)).toMatchObject({ outcome: 'done', unreadable: 1 })
  }
  await until(() =>
    expect(app.reports('connector.record')).toEqual([
      { event: 'connector.record', table: 'webinars', partition: record.partitionKey, row: 'pull', columns: ['final'] },
    ]),
  )
  expect(JSON.stringify(app.host.logs)).not.toContain('ada@example.test')
  expect((await app.call('GET', `webinars/msevtmgt_event/${webinar.id}/attendance`)).status).toBe(200)
})

test('a health that only a newer version knows is found out anew', async ({ app }) => {
  const { configuration } = await app.account()
  const configurations = tableOf(app, 'configurations')
  const row = { partitionKey: 'configuration', rowKey: configuration }
  await configurations.updateEntity({ ...row, healthStatus: 'paused' })
  expect((await app.call('GET', 'configurations')).status).toBe(200)
  await app.host.run('sweep-timer')
  const shown = await (await app.call('GET', `configurations/${configuration}`)).json()
  expect(shown).toMatchObject({ health: { status: 'healthy' } })
})

test('an account that cannot be read is told as such, and is in no list', async ({ app }) => {
  const { configuration } = await app.account()
  const row = { partitionKey: 'configuration', rowKey: configuration }
  await tableOf(app, 'configurations').updateEntity({ ...row, lastUsed: 'long ago' })
  const answer = await app.call('GET', `configurations/${configuration}`)
  const message =
    'A record of the connector cannot be read by this version of it. Its log names the record: correct it, or deploy the version that wrote it.'
  expect([answer.status, await answer.json()]).toEqual([503, { error: { code: 'unavailable', message } }])
  const listed = await app.call('GET', 'configurations')
  expect([listed.status, JSON.stringify(await listed.json())]).toEqual([
    200,
    expect.not.stringContaining(configuration),
  ])
  expect((await app.call('DELETE', `configurations/${configuration}`)).status).toBe(200)
})

test('a registration whose record cannot be read waits, and the record stays as it is', async ({ app }) => {
  const webinar = await app.webinar()
  const contact = app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' })
  const id = app.register(webinar, contact)
  const message = { table: 'msevtmgt_eventregistration', id }
  await app.enqueue('registrations', message)
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await app.idle()
  const record = { partitionKey: id, rowKey: 'place' }
  const registrations = tableOf(app, 'registrations')
  await registrations.updateEntity({ ...record, kind: 'series' })
  app.dataverse.update('msevtmgt_eventregistration', id, { msevtmgt_iscanceled: true })
  await app.host.run('sweep-timer')
  const waits = expect.objectContaining({
    id,
    outcome: 'comes back',
    reason: expect.stringContaining('record_unreadable'),
  })
  await until(() => expect(app.reports('connector.message')).toContainEqual(waits))
  expect(await registrations.getEntity(id, 'place')).toMatchObject({ kind: 'series' })
  await registrations.updateEntity({ ...record, kind: 'event' })
  await app.enqueue('registrations', message)
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
})
