import { expect } from 'vitest'
import { aDayPasses, anHourPasses, erased, joinAs, noted, states } from '../harness/deleted-contacts.ts'
import { test, until } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true, webhooks: false })

test('a deletion whose webhooks were lost is found by the sweep', async ({ app }) => {
  const account = await app.account({ settings: { wbc_erasedeleted: true } })
  const webinar = await app.webinar(account)
  await app.host.run('sweep-timer')
  const contact = app.contact({ firstname: 'Ada', emailaddress1: 'ada@example.test' })
  const registered = joinAs(app, webinar, contact)
  await app.host.run('sweep-timer')
  app.dataverse.remove('msevtmgt_eventregistration', await registered)
  app.dataverse.remove('contact', contact)
  await app.host.run('sweep-timer')
  await until(async () => expect(await noted(app, contact)).toMatchObject([{ registration: await registered }]))
  await anHourPasses(app)
  await app.host.run('sweep-timer')
  await until(async () => expect((await noted(app, contact))[0]?.goneAt).toBeDefined())
  await aDayPasses(app, contact)
  await app.host.run('sweep-timer')
  expect((await erased(app, contact)).accounts).toMatchObject([{ state: 'done', erased: { registrants: 1 } }])
  expect(states(app, webinar)).toEqual(['forgotten'])
})
