import { expect, onTestFinished } from 'vitest'
import { test, typed } from '../harness/configurations.ts'
import { until } from '../harness/test-app.ts'

const copy = '0f8fad5b-d9cb-469f-a165-70867728950e'

test('an app in a copied environment leaves ON24 and typed secrets alone, and goes on after it', async ({
  app,
  account,
  configurations,
}) => {
  const webinar = await app.webinar(account)
  await app.idle()
  await app.host.stop()
  const registration = app.register(webinar, app.contact({ firstname: 'Ada', emailaddress1: 'ada@example.test' }))
  const secrets = typed(configurations.client().clientId)
  const row = configurations.newRow(secrets)
  app.dataverse.injectFault(({ url }) =>
    url.endsWith('/WhoAmI') ? Response.json({ OrganizationId: copy }) : undefined,
  )
  onTestFinished(app.clearFaults)
  await app.enqueue('registrations', { table: 'msevtmgt_eventregistration', id: registration })
  await app.enqueue('configurations', { table: 'msevtmgt_webinarconfiguration', id: row })
  app.on24.na.calls.length = 0

  const moved = await app.startHost()
  const call = (method: string, path: string) =>
    fetch(`${moved.url}/api/${path}`, { method, headers: { 'x-functions-key': moved.keys.default } })
  for (const id of [registration, row]) {
    await until(() =>
      expect(app.reports('connector.message')).toContainEqual(
        expect.objectContaining({ id, outcome: 'comes back', reason: expect.stringContaining('other_organization') }),
      ),
    )
  }
  const answers = [
    await fetch(`${moved.url}/api/health`),
    await call('POST', `configurations/${account.configuration}/check`),
    await call('POST', `webinars/msevtmgt_event/${webinar.id}/check`),
  ]
  for (const answer of answers) {
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { error: { code: 'misconfigured', message: expect.stringMatching(/^DATAVERSE_URL leads to another Dynamics/) } },
    ])
  }
  expect(app.on24.na.calls).toEqual([])
  expect(app.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000000 })
  expect(configurations.row(row)).toMatchObject(secrets)
  await moved.stop()

  const accepted = await app.startHost({ env: { DATAVERSE_ORGANIZATION_ID: copy } })
  expect((await fetch(`${accepted.url}/api/health`)).status).toBe(200)
  await until(() => expect(app.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000001 }), {
    timeout: 30_000,
  })
})
