import { expect } from 'vitest'
import { test, until } from '../harness/test-app.ts'

test('an environment without the ledger is asked for it once, and nothing is counted', async ({ app }) => {
  const webinar = await app.webinar()
  const emails = Array.from({ length: 5 }, (_, at) => `person${at}@example.test`)
  for (const emailaddress1 of emails) app.register(webinar, app.contact({ emailaddress1 }))
  await until(() => expect(app.registrants(webinar)).toHaveLength(5))
  await app.host.run('sweep-timer')
  await app.idle()
  const asked = app.dataverse.calls.filter(({ path }) => path.includes("LogicalName='wbc_webinarledger'"))
  expect(asked).toHaveLength(1)
  expect(app.reports('connector.message').filter(({ work }) => work === 'ledger')).toEqual([])
  expect(await app.failures()).toEqual([])
})
