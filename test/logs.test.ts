import { TableClient, TableServiceClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { queueNames } from '../lib/stores/queues.ts'
import { credentialKeyName } from '../tools/environment/environment.ts'
import { hiddenValues } from './harness/hidden-values.ts'
import { type TestApp, test, tokensOf, until, type Webinar } from './harness/test-app.ts'
import { wallClock } from './harness/wall-clock.ts'

const person = {
  firstname: 'Zébédée',
  lastname: 'Quüxworth',
  emailaddress1: 'zebedee@quuxworth.example',
  jobtitle: 'Gardener',
}
const registration = 'msevtmgt_eventregistration'
const typed = tokensOf('77777')
const mistyped = { accessTokenKey: 'mistyped-key', accessTokenSecret: 'mistyped-secret' }
const leaks = (app: TestApp, text: string) => [
  ...hiddenValues(text, secrets(app)),
  ...['accountkey=', 'code=', 'bearer ey'].filter((word) => text.toLowerCase().includes(word)),
]

/** Texts that must be found nowhere: people, tokens, keys. */
function secrets(app: TestApp) {
  const keys = app.keyVault.list(credentialKeyName).map(({ value }) => value)
  const tokens = [typed, mistyped, tokensOf('10001'), tokensOf('10002')].flatMap((one) => Object.values(one))
  const known = [...keys, ...tokens, app.host.keys.default, app.host.keys.master, app.identity.header]
  // The parts of an address one by one: it may lie apart, or with another domain.
  return ['zebedee', 'quuxworth', 'gardener', 'stranger', ...known]
}

const says = (app: TestApp, id: string, status: RegExp) =>
  until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toMatch(status), { timeout: 20_000 })

async function configure(app: TestApp) {
  app.dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  const row = app.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Typed' })
  const typeIn = (tokens: typeof typed) =>
    app.dataverse.update('msevtmgt_webinarconfiguration', row, {
      msevtmgt_clientid: '77777',
      msevtmgt_accesstokenkey: tokens.accessTokenKey,
      msevtmgt_accesstokensecret: tokens.accessTokenSecret,
    })
  const message = () => app.dataverse.row('msevtmgt_webinarconfiguration', row)?.msevtmgt_message
  typeIn(mistyped)
  await until(() => expect(message()).toMatch(/does not (accept|know)/))
  app.on24.eu.addAccount({ clientId: '77777', ...typed })
  app.keyVault.injectFault(() => Response.json({ error: { message: typed.accessTokenSecret } }, { status: 503 }))
  typeIn(typed)
  await app.call('PUT', `configurations/${row}`, { provider: 'on24', clientId: 'zebedee', ...mistyped })
  await app.call('PUT', `configurations/${row}`, '{"firstname": "Zebedee')
  app.keyVault.injectFault()
  await app.call('PUT', `configurations/${row}`, {
    ...typed,
    ...{ provider: 'on24', region: 'eu', clientId: '77777' },
    acceptTerms: true,
  })
  await app.call('POST', `configurations/${row}/check`)
  await app.call('DELETE', `configurations/${row}`)
}

/** Registered, refused, moved, cancelled, in trouble, deleted; external systems repeat personal data in their errors. */
async function register(app: TestApp, webinar: Webinar) {
  const contact = app.contact(person, 'Quuxworth Works')
  const id = app.register(webinar, contact)
  await says(app, id, /^Registered/)
  app.dataverse.update('contact', contact, { emailaddress1: 'zebedee at quuxworth' })
  await says(app, id, /is not valid/)
  app.dataverse.update('contact', contact, { emailaddress1: 'quuxworth@zebedee.example' })
  await says(app, id, /^Registered/)
  const gone = app.register(webinar, app.contact({ ...person, emailaddress1: 'other@quuxworth.example' }))
  await says(app, gone, /^Registered/)
  app.dataverse.update(registration, gone, { msevtmgt_iscanceled: true })
  await says(app, gone, /^Cancelled/)
  app.dataverse.remove(registration, gone)
  app.on24.na.injectFault(() => new Response('{"email":"zebedee@quuxworth.example"', { status: 200 }))
  app.dataverse.update('contact', contact, { jobtitle: 'Head gardener' })
  await says(app, id, /^Not sent yet/)
  app.on24.na.injectFault()
  await says(app, id, /^Registered/)
  const row = { table: registration, id }
  app.dataverse.injectFault(({ method }) =>
    method === 'PATCH'
      ? Response.json({ error: { code: '0x0', message: 'Zebedee Quuxworth is locked' } }, { status: 400 })
      : undefined,
  )
  app.dataverse.update(registration, id, { msevtmgt_iscanceled: true })
  await until(() => expect(app.reports('connector.failure')).not.toEqual([]))
  app.dataverse.injectFault()
  await app.enqueue('registrations', row)
  await says(app, id, /^Cancelled/)
  await app.enqueue('registrations', { table: 'zebedee', person })
}

async function attend(app: TestApp, webinar: Webinar) {
  const facts = { liveminutes: 30, askedquestions: 2 }
  for (const email of ['quuxworth@zebedee.example', 'stranger@quuxworth.example']) {
    app.on24.na.attend(webinar.on24, app.on24.na.register(webinar.on24, { email, firstname: 'Zebedee' }), facts)
  }
  const past = new Date(Date.now() - 3 * 60 * 60 * 1000)
  app.on24.na.event(webinar.on24).goodafter = past
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_eventenddate: wallClock(past) })
  await app.host.run('attendance-timer')
  // The route shows the record of the pull, which is written after the check-ins.
  const pulled = expect.objectContaining({ work: 'attendance', id: webinar.id, counts: expect.anything() })
  await until(() => expect(app.reports('connector.message')).toContainEqual(pulled))
  expect(app.dataverse.rows('msevtmgt_checkin')).not.toEqual([])
  const shown = await app.call('GET', `webinars/msevtmgt_event/${webinar.id}/attendance`)
  expect(await shown.text()).toContain('stranger@quuxworth.example')
}

test('no name, address, token, key or body is left in logs, tables or queues', {
  timeout: 120_000,
}, async ({ app }) => {
  await configure(app)
  const webinar = await app.webinar()
  await register(app, webinar)
  await app.host.run('sweep-timer')
  await attend(app, webinar)
  await app.call('GET', 'failures')
  await app.call('POST', 'webhooks/dataverse?code=wrong', '{"PrimaryEntityName": "Zebedee')
  // ON24 is out: the message still lies in its queue when the host has stopped.
  const ahead = await app.webinar()
  app.on24.na.injectFault(() => Response.json({ message: 'zebedee@quuxworth.example is out' }, { status: 500 }))
  await says(app, app.register(ahead, app.contact(person)), /^Not sent yet/)
  await app.host.stop()

  const logged = app.host.logs.map(({ message }) => message)
  expect(logged.length).toBeGreaterThan(100)
  expect(logged.filter((message) => leaks(app, message).length)).toEqual([])
  // Also where a value goes over two records.
  expect(leaks(app, logged.join('\n'))).toEqual([])
  await until(async () => expect(await queued(app)).not.toEqual([]), { timeout: 20_000 })
  expect((await queued(app)).filter((message) => leaks(app, message).length)).toEqual([])
  const stored = await entities(app)
  expect(stored.length).toBeGreaterThan(5)
  expect(stored.filter((entity) => leaks(app, entity).length)).toEqual([])
})

async function queued(app: TestApp) {
  const names = queueNames.flatMap((name) => [name, `${name}-poison`])
  return (await Promise.all(names.map((name) => app.messages(name)))).flat().map((message) => JSON.stringify(message))
}

async function entities(app: TestApp) {
  const { connectionString } = app.storage
  const options = { allowInsecureConnection: true }
  const all: string[] = []
  for await (const { name } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    for await (const entity of TableClient.fromConnectionString(connectionString, name ?? '', options).listEntities()) {
      all.push(JSON.stringify(entity))
    }
  }
  return all
}
