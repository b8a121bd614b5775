import { QueueServiceClient } from '@azure/storage-queue'
import { expect } from 'vitest'
import { startTestApp, type TestApp, test, tokensOf, until, type Webinar } from '../harness/test-app.ts'
import { wallClock } from '../harness/wall-clock.ts'

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const parentFailed = { msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000002 }
const configurationTable = 'msevtmgt_webinarconfiguration'
let nextClient = 60001

function says(app: TestApp, id: string, status: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

/** An ON24 client with a webinar, and the CRM event for it, whose configuration has no credentials yet. */
function webinarWithoutCredentials(app: TestApp): Webinar & { clientId: string; configuration: string } {
  const clientId = String(nextClient++)
  app.on24.na.addAccount({ clientId, ...tokensOf(clientId) })
  const start = new Date(Date.now() + 24 * 60 * 60 * 1000)
  const on24 = app.on24.na.addEvent({ clientId, title: 'Spring demo', goodafter: start, durationMinutes: 60 })
  const configuration = app.dataverse.insert(configurationTable, { msevtmgt_name: `Account ${clientId}` })
  const id = app.dataverse.insert('msevtmgt_event', {
    ...{ msevtmgt_name: 'Spring demo', msevtmgt_eventformat: 100000002, msevtmgt_eventtimezone: 92 },
    msevtmgt_eventenddate: wallClock(new Date(start.getTime() + 60 * 60 * 1000)),
    msevtmgt_webinarconfigurationid: configuration,
    msevtmgt_webinarid: String(on24),
  })
  return { kind: 'event', id, on24, region: 'na', clientId, configuration }
}

function credentials(clientId: string) {
  return { provider: 'on24', region: 'na', clientId, ...tokensOf(clientId), acceptTerms: true }
}

test('a registration without a webinar says so, and goes out when the id is typed', async ({ app }) => {
  const webinar = await app.webinar()
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: null })
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'The event has no webinar yet. Its webinar status says why.')
  expect(app.row(id)).toMatchObject(parentFailed)
  expect(app.registrants(webinar)).toEqual([])

  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(webinar.on24) })
  await says(app, id, 'Registered at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ exteventusercd: id }])
})

test('a registration without a configuration says so, and goes out when one is chosen', async ({ app }) => {
  const { configuration, clientId } = await app.account()
  const webinar = await app.webinar({ configuration, clientId, values: { msevtmgt_webinarconfigurationid: null } })
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'The event has no webinar configuration. Choose one on the event.')
  expect(app.row(id)).toMatchObject(parentFailed)
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarconfigurationid: configuration })
  await says(app, id, 'Registered at ON24')
})

test('a registration without credentials says so, and goes out when they come by HTTP', async ({ app }) => {
  const webinar = webinarWithoutCredentials(app)
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
  expect(app.row(id)).toMatchObject(parentFailed)
  const saved = await app.give(webinar.configuration, credentials(webinar.clientId))
  expect(saved.status).toBe(200)
  await says(app, id, 'Registered at ON24')
})

test('a registration without credentials goes out when they are typed into CRM', async ({ app }) => {
  await app.account()
  const webinar = webinarWithoutCredentials(app)
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
  const { accessTokenKey, accessTokenSecret } = tokensOf(webinar.clientId)
  app.dataverse.update(configurationTable, webinar.configuration, {
    msevtmgt_clientid: webinar.clientId,
    msevtmgt_accesstokenkey: accessTokenKey,
    msevtmgt_accesstokensecret: accessTokenSecret,
  })
  await says(app, id, 'Registered at ON24')
})

test('credentials saved at one instance resume the registrations of the others', async ({ app }) => {
  const webinar = webinarWithoutCredentials(app)
  const other = await app.startHost()
  const ids = Array.from({ length: 16 }, (_, at) =>
    app.register(webinar, app.contact({ ...ada, emailaddress1: `ada-${at}@example.test` })),
  )
  for (const id of ids)
    await says(app, id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
  await app.idle()
  app.dataverse.update('msevtmgt_webinarconfiguration', webinar.configuration, { msevtmgt_clientid: webinar.clientId })
  const saved = await fetch(`${other.url}/api/configurations/${webinar.configuration}`, {
    ...{ method: 'PUT', headers: { 'x-functions-key': other.keys.default } },
    body: JSON.stringify(credentials(webinar.clientId)),
  })
  expect(saved.status).toBe(200)
  await app.idle()
  // One more is left to an instance that knew of no credentials.
  await other.stop()
  ids.push(app.register(webinar, app.contact({ ...ada, emailaddress1: 'ada-late@example.test' })))
  await app.idle()
  const said = ids.map((id) => app.row(id)?.msevtmgt_registrationstatus)
  expect(said).toEqual(ids.map(() => 'Registered at ON24'))
})

test('a registration says so and is not sent while the terms are not accepted', async () => {
  const other = await startTestApp()
  try {
    const webinar = await other.webinar()
    await other.idle()
    const second = await other.startHost()
    await other.host.stop()
    for (const { msevtmgt_webinarconsentid: id } of other.dataverse.rows('msevtmgt_webinarconsent')) {
      other.dataverse.update('msevtmgt_webinarconsent', String(id), { msevtmgt_consentprovided: false })
    }
    const row = other.register(webinar, other.contact(ada))
    await other.enqueue('registrations', { table: 'msevtmgt_eventregistration', id: row })
    await until(() =>
      expect(other.row(row)?.msevtmgt_registrationstatus).toBe(
        'The webinar provider’s terms are not accepted. Your administrator: accept them in Dynamics.',
      ),
    )
    expect(other.row(row)).toMatchObject(parentFailed)
    expect(other.registrants(webinar)).toEqual([])
    await second.stop()
  } finally {
    await other.stop()
  }
})

test('a changed contact fans out to upcoming webinars only', async ({ app }) => {
  const [ahead, over] = [await app.webinar(), await app.webinar({ startsInHours: -72 })]
  const contact = app.contact(ada)
  const ids = [app.register(ahead, contact), app.register(over, contact)]
  for (const id of ids) await says(app, id, 'Registered at ON24')
  await app.idle()
  app.dataverse.update('contact', contact, { lastname: 'Lovelace' })
  await until(() => expect(app.registrants(ahead)).toMatchObject([{ lastname: 'Lovelace' }]))
  await app.idle()
  expect(app.registrants(over)).toMatchObject([{ lastname: 'Byron' }])
})

test('a contact without registrations, or one that is gone, fans out to nothing', async ({ app }) => {
  const contact = app.contact(ada)
  await app.idle()
  app.dataverse.remove('contact', contact)
  await app.idle()
  const ended = app.reports('connector.message').filter((report) => report.id === contact)
  expect(ended.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
})

test('a renamed event asks ON24 nothing about registrations that stand', async ({ app }) => {
  const webinar = await app.webinar()
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'Registered at ON24')
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_name: 'Summer demo' })
  await app.idle()
  const aboutPeople = () => app.on24.na.calls.filter(({ path }) => path.includes('registrant')).length
  const [calls, worked] = [aboutPeople(), registrationsWorked(app)]
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_name: 'Autumn demo' })
  await app.idle()
  expect(aboutPeople()).toBe(calls)
  expect(registrationsWorked(app)).toBe(worked)
})

test('a message that names no row is recorded as a failure at once', async ({ app }) => {
  const queues = QueueServiceClient.fromConnectionString(app.storage.connectionString)
  for (const text of ['{"table":"contact"}', 'no JSON at all', '{"table":"contact","id":"7"}']) {
    await queues.getQueueClient('registrations').sendMessage(Buffer.from(text).toString('base64'))
  }
  await until(async () => {
    const unreadable = (await app.failures()).filter(
      ({ queue, kind }) => queue === 'registrations' && kind === 'unreadable',
    )
    expect(unreadable).toHaveLength(3)
  })
})

function registrationsWorked(app: TestApp) {
  return app.reports('connector.message').filter(({ queue, table }) => queue === 'registrations' && table !== 'contact')
    .length
}
