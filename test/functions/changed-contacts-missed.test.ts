import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { minute, second } from '../../lib/core/time.ts'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })
test.beforeAll(async ({ app }) => {
  await app.host.run('sweep-timer')
})

const tables = { event: 'msevtmgt_eventregistration', session: 'msevtmgt_sessionregistration' }
const jobOf = (app: TestApp, webinar: Webinar) => app.registrants(webinar)[0]?.jobtitle

/** A contact who is registered for a webinar that was just reviewed: the next review is an hour away. */
async function joined(app: TestApp, webinar: Webinar) {
  const contact = app.contact({ firstname: 'Ada', emailaddress1: 'ada@example.test', jobtitle: 'Engineer' })
  const id = app.register(webinar, contact)
  await app.enqueue('registrations', { table: tables[webinar.kind], id })
  await until(() => expect(jobOf(app, webinar)).toBe('Engineer'))
  await app.host.run('sweep-timer')
  await app.idle()
  return contact
}

/**
 * Sweeps on a host whose clock is three minutes ahead, where the last sweep looked as far as a minute ago; how many
 * registrations of changed contacts it queued.
 */
async function sweepLater(app: TestApp) {
  const cursors = TableClient.fromConnectionString(app.storage.connectionString, 'cursors', {
    allowInsecureConnection: true,
  })
  const cursor = new Date(Date.now() - minute).toISOString()
  await cursors.updateEntity({ partitionKey: 'cursor', rowKey: 'changed contacts', cursor })
  const later = await app.startHost({ clockShift: 3 * minute })
  await later.run('sweep-timer')
  const swept = await until(() => {
    const said = later.logs.find(({ message }) => message.startsWith('{"event":"connector.timer"'))
    return JSON.parse(said?.message ?? 'nothing')
  })
  await app.idle()
  await later.stop()
  return swept.contacts
}

test('a change of a contact whose webhook was lost reaches ON24 by the sweep', async ({ app }) => {
  const webinar = await app.webinar()
  const contact = await joined(app, webinar)
  app.dataverse.update('contact', contact, { jobtitle: 'Countess' })
  expect(await sweepLater(app)).toBe(1)
  await until(() => expect(jobOf(app, webinar)).toBe('Countess'))
  expect(await sweepLater(app)).toBe(0)
})

test('a change of a contact that its webhook told of is not looked at again', async ({ app }) => {
  const webinar = await app.webinar()
  const contact = await joined(app, webinar)
  app.dataverse.update('contact', contact, { jobtitle: 'Countess' })
  const changedAt = Date.parse(String(app.dataverse.row('contact', contact)?.modifiedon))
  await until(() => expect(Date.now()).toBeGreaterThanOrEqual(changedAt + second))
  await app.enqueue('registrations', { table: 'contact', id: contact })
  await until(() => expect(jobOf(app, webinar)).toBe('Countess'))
  await app.idle()
  expect(await sweepLater(app)).toBe(0)
})
