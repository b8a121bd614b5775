import { TableClient, TableServiceClient } from '@azure/data-tables'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueNames } from '../lib/stores/queues.ts'
import { credentialKeyName } from '../tools/environment/environment.ts'
import { type Rig, startRig, tokensOf, until, type Webinar, wallClock } from './harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

const person = { firstname: 'Zebedee', lastname: 'Quux', emailaddress1: 'zebedee@quux.example', jobtitle: 'Gardener' }
const registration = 'msevtmgt_eventregistration'
const typed = tokensOf('77777')
const mistyped = { accessTokenKey: 'mistyped-key', accessTokenSecret: 'mistyped-secret' }
const leaks = (text: string) => secrets().filter((secret) => text.toLowerCase().includes(secret))

/** Whatever must be read nowhere: people, tokens, keys. */
function secrets() {
  const keys = rig.keyVault.list(credentialKeyName).map(({ value }) => value)
  const tokens = [typed, mistyped, tokensOf('10001'), tokensOf('10002')].flatMap((one) => Object.values(one))
  const known = [...keys, ...tokens, rig.host.keys.default, rig.host.keys.master, rig.identity.header, 'bearer ey']
  return ['zebedee', 'quux', 'gardener', 'accountkey=', 'code=', ...known].map((one) => one.toLowerCase())
}

const says = (id: string, status: RegExp) =>
  until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toMatch(status), { timeout: 20_000 })

async function configure() {
  rig.dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  const row = rig.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Typed' })
  const typeIn = (tokens: typeof typed) =>
    rig.dataverse.update('msevtmgt_webinarconfiguration', row, {
      msevtmgt_clientid: '77777',
      msevtmgt_accesstokenkey: tokens.accessTokenKey,
      msevtmgt_accesstokensecret: tokens.accessTokenSecret,
    })
  const message = () => rig.dataverse.row('msevtmgt_webinarconfiguration', row)?.msevtmgt_message
  typeIn(mistyped)
  await until(() => expect(message()).toMatch(/does not (accept|know)/))
  rig.on24.eu.addAccount({ clientId: '77777', ...typed })
  rig.keyVault.interfere(() => Response.json({ error: { message: typed.accessTokenSecret } }, { status: 503 }))
  typeIn(typed)
  await rig.call('PUT', `configurations/${row}`, { provider: 'on24', clientId: 'zebedee', ...mistyped })
  await rig.call('PUT', `configurations/${row}`, '{"firstname": "Zebedee')
  rig.keyVault.interfere()
  await rig.call('PUT', `configurations/${row}`, {
    ...typed,
    ...{ provider: 'on24', region: 'eu', clientId: '77777' },
    acceptTerms: true,
  })
  await rig.call('POST', `configurations/${row}/check`)
  await rig.call('DELETE', `configurations/${row}`)
}

/** Registered, refused, moved, cancelled, in trouble, deleted; with neighbours that repeat what they were told. */
async function register(webinar: Webinar) {
  const contact = rig.contact(person, 'Quuxworks')
  const id = rig.register(webinar, contact)
  await says(id, /^Registered/)
  rig.dataverse.update('contact', contact, { emailaddress1: 'zebedee at quux' })
  await says(id, /is not valid/)
  rig.dataverse.update('contact', contact, { emailaddress1: 'quux@zebedee.example' })
  await says(id, /^Registered/)
  const gone = rig.register(webinar, rig.contact({ ...person, emailaddress1: 'other@quux.example' }))
  await says(gone, /^Registered/)
  rig.dataverse.update(registration, gone, { msevtmgt_iscanceled: true })
  await says(gone, /^Cancelled/)
  rig.dataverse.remove(registration, gone)
  rig.on24.na.interfere(() => new Response('{"email":"zebedee@quux.example"', { status: 200 }))
  rig.dataverse.update('contact', contact, { jobtitle: 'Head gardener' })
  await says(id, /^Not sent yet/)
  rig.on24.na.interfere()
  await says(id, /^Registered/)
  const row = { table: registration, id }
  rig.dataverse.interfere(({ method }) =>
    method === 'PATCH'
      ? Response.json({ error: { code: '0x0', message: 'Zebedee Quux is locked' } }, { status: 400 })
      : undefined,
  )
  rig.dataverse.update(registration, id, { msevtmgt_iscanceled: true })
  await until(() => expect(rig.reports('connector.failure')).not.toEqual([]))
  rig.dataverse.interfere()
  await rig.enqueue('registrations', row)
  await says(id, /^Cancelled/)
  await rig.enqueue('registrations', { table: 'zebedee', person })
}

async function attend(webinar: Webinar) {
  const facts = { liveminutes: 30, askedquestions: 2 }
  for (const email of ['quux@zebedee.example', 'stranger@quux.example']) {
    rig.on24.na.attend(webinar.on24, rig.on24.na.register(webinar.on24, { email, firstname: 'Zebedee' }), facts)
  }
  const past = new Date(Date.now() - 3 * 60 * 60 * 1000)
  rig.on24.na.event(webinar.on24).goodafter = past
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_eventenddate: wallClock(past) })
  await rig.host.run('attendance-timer')
  await until(() => expect(rig.dataverse.rows('msevtmgt_checkin')).not.toEqual([]))
  const shown = await rig.call('GET', `webinars/msevtmgt_event/${webinar.id}/attendance`)
  expect(await shown.text()).toContain('stranger@quux.example')
}

test('no name, address, token, key or body is in what all the work leaves in logs, tables and queues', {
  timeout: 120_000,
}, async () => {
  await configure()
  const webinar = await rig.webinar()
  await register(webinar)
  await rig.host.run('reconcile-timer')
  await attend(webinar)
  await rig.call('GET', 'failures')
  await rig.call('POST', 'webhooks/dataverse?code=wrong', '{"PrimaryEntityName": "Zebedee')
  // Somebody for whom ON24 is out: the message still lies in its queue when the host has stopped.
  const ahead = await rig.webinar()
  rig.on24.na.interfere(() => Response.json({ message: 'zebedee@quux.example is out' }, { status: 500 }))
  await says(rig.register(ahead, rig.contact(person)), /^Not sent yet/)
  await rig.host.stop()

  const logged = rig.host.logs.map(({ message }) => message)
  expect(logged.length).toBeGreaterThan(100)
  expect(logged.filter((message) => leaks(message).length)).toEqual([])
  await until(async () => expect(await queued()).not.toEqual([]), { timeout: 20_000 })
  expect((await queued()).filter((message) => leaks(message).length)).toEqual([])
  const stored = await entities()
  expect(stored.length).toBeGreaterThan(5)
  expect(stored.filter((entity) => leaks(entity).length)).toEqual([])
})

async function queued() {
  const names = queueNames.flatMap((name) => [name, `${name}-poison`])
  return (await Promise.all(names.map((name) => rig.messages(name)))).flat().map((message) => JSON.stringify(message))
}

async function entities() {
  const { connectionString } = rig.storage
  const options = { allowInsecureConnection: true }
  const all: string[] = []
  for await (const { name } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    for await (const entity of TableClient.fromConnectionString(connectionString, name ?? '', options).listEntities()) {
      all.push(JSON.stringify(entity))
    }
  }
  return all
}
