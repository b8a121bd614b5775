import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { day } from '../../lib/core/time.ts'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })

async function registered(app: TestApp, webinar: Webinar, name: string) {
  const id = app.register(webinar, app.contact({ lastname: name, emailaddress1: `${name}@example.test` }))
  await app.enqueue('registrations', { table: 'msevtmgt_eventregistration', id })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  return id
}

async function rows(app: TestApp, table: string, column: 'partitionKey' | 'rowKey') {
  const options = { allowInsecureConnection: true }
  const client = TableClient.fromConnectionString(app.storage.connectionString, table, options)
  return (await Array.fromAsync(client.listEntities())).map((row) => String(row[column]))
}

test('a sweep years later erases records of webinars of then, and keeps those of one ahead', async ({ app }) => {
  const years = 1500
  const account = await app.account()
  const [soon, ahead] = [
    await app.webinar(account),
    await app.webinar({ ...account, startsInHours: 24 * (years + 100) }),
  ]
  const [there, later] = [await registered(app, soon, 'ada'), await registered(app, ahead, 'ben')]
  await app.idle()
  expect((await rows(app, 'registrations', 'partitionKey')).toSorted()).toEqual([there, later].toSorted())
  const host = await app.startHost({ clockShift: years * day })
  await host.run('sweep-timer')
  expect(await rows(app, 'registrations', 'partitionKey')).toEqual([later])
  expect(await rows(app, 'registrants', 'partitionKey')).toEqual([`${account.configuration}_${ahead.on24}`])
  expect(app.reports('connector.timer').at(-1)).toMatchObject({ name: 'sweep-timer', unreadable: 0 })
  expect(app.reports('connector.timer').at(-1)?.outdated).toBeGreaterThan(2)
  expect((await app.call('GET', `configurations/${account.configuration}`)).status).toBe(200)
})
