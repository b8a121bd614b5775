import { QueueServiceClient } from '@azure/storage-queue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, tokensOf, until, type Webinar, wallClock } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const parentFailed = { msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000002 }
const configurationTable = 'msevtmgt_webinarconfiguration'
let nextClient = 60001

function says(id: string, status: string) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

/** An ON24 client with a webinar, and the CRM event for it, whose configuration has no credentials yet. */
function webinarWithoutCredentials(): Webinar & { clientId: string; configuration: string } {
  const clientId = String(nextClient++)
  rig.on24.na.addAccount({ clientId, ...tokensOf(clientId) })
  const start = new Date(Date.now() + 24 * 60 * 60 * 1000)
  const on24 = rig.on24.na.addEvent({ clientId, title: 'Spring demo', goodafter: start, durationMinutes: 60 })
  const configuration = rig.dataverse.insert(configurationTable, { msevtmgt_name: `Account ${clientId}` })
  const id = rig.dataverse.insert('msevtmgt_event', {
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

test('without a webinar the row says so, and goes out by itself when the webinar id is typed', async () => {
  const webinar = await rig.webinar()
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: null })
  const id = rig.register(webinar, rig.contact(ada))
  await says(id, 'The event has no webinar yet. Its webinar status says why.')
  expect(rig.row(id)).toMatchObject(parentFailed)
  expect(rig.registrants(webinar)).toEqual([])

  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(webinar.on24) })
  await says(id, 'Registered at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ exteventusercd: id }])
})

test('without a configuration the row says so, and goes out by itself when one is chosen', async () => {
  const { configuration, clientId } = await rig.account()
  const webinar = await rig.webinar({ configuration, clientId, values: { msevtmgt_webinarconfigurationid: null } })
  const id = rig.register(webinar, rig.contact(ada))
  await says(id, 'The event has no webinar configuration. Choose one on the event.')
  expect(rig.row(id)).toMatchObject(parentFailed)
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarconfigurationid: configuration })
  await says(id, 'Registered at ON24')
})

test('without credentials the row says so, and goes out by itself when they come over HTTP', async () => {
  const webinar = webinarWithoutCredentials()
  const id = rig.register(webinar, rig.contact(ada))
  await says(id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
  expect(rig.row(id)).toMatchObject(parentFailed)
  const saved = await rig.call('PUT', `configurations/${webinar.configuration}`, credentials(webinar.clientId))
  expect(saved.status).toBe(200)
  await says(id, 'Registered at ON24')
})

test('without credentials the row goes out by itself when they are typed into CRM', async () => {
  await rig.account()
  const webinar = webinarWithoutCredentials()
  const id = rig.register(webinar, rig.contact(ada))
  await says(id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
  const { accessTokenKey, accessTokenSecret } = tokensOf(webinar.clientId)
  rig.dataverse.update(configurationTable, webinar.configuration, {
    msevtmgt_clientid: webinar.clientId,
    msevtmgt_accesstokenkey: accessTokenKey,
    msevtmgt_accesstokensecret: accessTokenSecret,
  })
  await says(id, 'Registered at ON24')
})

test('credentials that come to one instance wake what the others wait with', async () => {
  const webinar = webinarWithoutCredentials()
  const other = await rig.startHost()
  const ids = Array.from({ length: 16 }, (_, at) =>
    rig.register(webinar, rig.contact({ ...ada, emailaddress1: `ada-${at}@example.test` })),
  )
  for (const id of ids)
    await says(id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
  await rig.quiet()
  const saved = await rig.call('PUT', `configurations/${webinar.configuration}`, credentials(webinar.clientId))
  expect(saved.status).toBe(200)
  await rig.quiet()
  const said = ids.map((id) => rig.row(id)?.msevtmgt_registrationstatus)
  expect(said).toEqual(ids.map(() => 'Registered at ON24'))
  const worked = /^{"event":"connector.message","queue":"registrations",.*"outcome":"registered"/
  expect(other.logs.some(({ message }) => worked.test(message))).toBe(true)
  await other.stop()
})

test('while the terms are not accepted the row says so, and nothing is sent', async () => {
  const lonely = await startRig()
  try {
    const webinar = await lonely.webinar()
    await lonely.quiet()
    const second = await lonely.startHost()
    await lonely.host.stop()
    for (const { msevtmgt_webinarconsentid: id } of lonely.dataverse.rows('msevtmgt_webinarconsent')) {
      lonely.dataverse.update('msevtmgt_webinarconsent', String(id), { msevtmgt_consentprovided: false })
    }
    const row = lonely.register(webinar, lonely.contact(ada))
    await lonely.enqueue('registrations', { table: 'msevtmgt_eventregistration', id: row })
    await until(() =>
      expect(lonely.row(row)?.msevtmgt_registrationstatus).toBe(
        'The webinar provider’s terms are not accepted. Your administrator: accept them in Dynamics.',
      ),
    )
    expect(lonely.row(row)).toMatchObject(parentFailed)
    expect(lonely.registrants(webinar)).toEqual([])
    await second.stop()
  } finally {
    await lonely.stop()
  }
})

test('a changed contact is a hint for webinars ahead, and not for those that are over', async () => {
  const [ahead, over] = [await rig.webinar(), await rig.webinar({ startsInHours: -72 })]
  const contact = rig.contact(ada)
  const ids = [rig.register(ahead, contact), rig.register(over, contact)]
  for (const id of ids) await says(id, 'Registered at ON24')
  await rig.quiet()
  rig.dataverse.update('contact', contact, { lastname: 'Lovelace' })
  await until(() => expect(rig.registrants(ahead)).toMatchObject([{ lastname: 'Lovelace' }]))
  await rig.quiet()
  expect(rig.registrants(over)).toMatchObject([{ lastname: 'Byron' }])
})

test('a contact without registrations, and one that is gone, concern nobody', async () => {
  const contact = rig.contact(ada)
  await rig.quiet()
  rig.dataverse.remove('contact', contact)
  await rig.quiet()
  const ended = rig.reports('connector.message').filter((report) => report.id === contact)
  expect(ended.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
})

test('a renamed event asks ON24 nothing about registrations that stand', async () => {
  const webinar = await rig.webinar()
  const id = rig.register(webinar, rig.contact(ada))
  await says(id, 'Registered at ON24')
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_name: 'Summer demo' })
  await rig.quiet()
  const aboutPeople = () => rig.on24.na.calls.filter(({ path }) => path.includes('registrant')).length
  const [calls, worked] = [aboutPeople(), registrationsWorked()]
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_name: 'Autumn demo' })
  await rig.quiet()
  expect(aboutPeople()).toBe(calls)
  expect(registrationsWorked()).toBe(worked)
})

test('a message that names no row is set aside at once, and kept as a failure', async () => {
  const queues = QueueServiceClient.fromConnectionString(rig.storage.connectionString)
  for (const text of ['{"table":"contact"}', 'no JSON at all', '{"table":"contact","id":"7"}']) {
    await queues.getQueueClient('contacts').sendMessage(Buffer.from(text).toString('base64'))
  }
  await until(async () => {
    const unreadable = (await rig.failures()).filter(({ queue, kind }) => queue === 'contacts' && kind === 'unreadable')
    expect(unreadable).toHaveLength(3)
  })
})

function registrationsWorked() {
  return rig.reports('connector.message').filter(({ queue }) => queue === 'registrations').length
}
