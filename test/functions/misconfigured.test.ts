import { expect } from 'vitest'
import { test, until } from '../harness/test-app.ts'

const dataverse =
  'DATAVERSE_URL must be the address of the Dynamics environment alone, like https://contoso.crm4.dynamics.com.'
const schedule = 'METRICS_SCHEDULE must have six fields, as NCRONTAB has.'
const wrong = { DATAVERSE_URL: 'https://make.powerapps.com/environments/secret-1234', METRICS_SCHEDULE: 'often' }
const message = `${dataverse} ${schedule}`
const faults = { error: { code: 'misconfigured', message, details: [dataverse, schedule] } }
const id = '0f8fad5b-d9cb-469f-a165-70867728950e'

test('health, every answer and the log name each wrong setting, and no value', async ({ app }) => {
  const host = await app.startHost({ env: wrong })
  const call = (method: string, path: string) =>
    fetch(`${host.url}/api/${path}`, { method, headers: { 'x-functions-key': host.keys.default } })
  const answers = [
    await fetch(`${host.url}/api/health`),
    await call('POST', 'webhooks/dataverse'),
    await call('PUT', `configurations/${id}`),
    await call('GET', 'configurations'),
    await call('GET', 'failures'),
    await call('POST', `webinars/anything/${id}/sync`),
  ]
  for (const answer of answers) expect([answer.status, await answer.json()]).toEqual([503, faults])
  expect((await fetch(`${host.url}/api/health`, { method: 'HEAD' })).status).toBe(503)
  const logged = host.logs.map((entry) => entry.message).join()
  expect(logged).toContain(message)
  expect(logged).not.toContain('secret-1234')
  await host.stop()
})

test('a message waits while a setting is wrong, and is done once it is right', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  await app.idle()
  await app.host.stop()
  const registration = app.register(webinar, app.contact({ firstname: 'Ada', emailaddress1: 'ada@example.test' }))
  await app.enqueue('registrations', { table: 'msevtmgt_eventregistration', id: registration })
  const host = await app.startHost({ env: { KEY_VAULT_URL: 'vault' } })
  await until(() =>
    expect(app.reports('connector.message')).toContainEqual(
      expect.objectContaining({
        id: registration,
        outcome: 'comes back',
        reason: expect.stringContaining('KEY_VAULT'),
      }),
    ),
  )
  await host.stop()
  await app.startHost()
  await until(() => expect(app.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000001 }), {
    timeout: 30_000,
  })
})
