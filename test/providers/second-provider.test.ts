import { TableClient } from '@azure/data-tables'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type App, build } from '../../lib/app.ts'
import { readConfig } from '../../lib/config.ts'
import { hour } from '../../lib/core/time.ts'
import { reconcileConfiguration } from '../../lib/flows/configurations/reconcile.ts'
import { saveConfiguration } from '../../lib/flows/configurations/save.ts'
import { reconcileRegistration } from '../../lib/flows/registrations/reconcile.ts'
import { createOn24 } from '../../lib/on24/provider.ts'
import { configurationBody } from '../../lib/triggers/configuration-body.ts'
import { faultsOf } from '../../lib/triggers/faults.ts'
import { type Environment, startEnvironment } from '../../tools/environment/environment.ts'
import { wallClock } from '../harness/wall-clock.ts'
import { type Acme, secrets, startAcme } from './acme/emulator.ts'
import { createAcme } from './acme/provider.ts'

const configurations = 'msevtmgt_webinarconfiguration'
const registrations = 'msevtmgt_eventregistration'
let environment: Environment
let acme: Acme
let app: App
let providerRow: string

beforeAll(async () => {
  environment = await startEnvironment()
  acme = await startAcme(() => new Date())
  for (const [name, value] of Object.entries(environment.settings)) vi.stubEnv(name, value)
  const config = readConfig(environment.settings)
  app = build(config, ({ on24Urls }, shared) => [createOn24(on24Urls, shared), createAcme(acme.url)])
  providerRow = environment.dataverse.insert('msevtmgt_webinarprovider', { msevtmgt_name: 'Acme' })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await Promise.all([environment.stop(), acme.stop()])
})

async function saved(id: string) {
  const body = { provider: 'acme', ...secrets, acceptTerms: true }
  const { credentials, ...given } = v.parse(configurationBody(app.providers), body)
  return saveConfiguration(id, credentials, given, { by: 'key' }, app)
}
const newRow = (values = {}) =>
  environment.dataverse.insert(configurations, {
    ...{ msevtmgt_webinarproviderid: providerRow, msevtmgt_clientid: secrets.workspace, ...values },
  })
const row = (id: string) => environment.dataverse.row(configurations, id)
const reconciled = (id: string) => reconcileConfiguration(id, false, app)

test('credentials of a second provider are kept sealed and shown without a secret', async () => {
  const id = newRow()
  const view = await saved(id)
  expect(view).toMatchObject({ provider: 'acme', clientId: secrets.workspace, health: { status: 'healthy' } })
  expect(view).not.toHaveProperty('region')
  expect(row(id)).toMatchObject({
    msevtmgt_clientid: secrets.workspace,
    msevtmgt_message: expect.stringContaining('Acme'),
  })
  expect(await reconciled(id)).toBe('nothing')
  const { connectionString } = environment.storage
  const table = TableClient.fromConnectionString(connectionString, 'configurations', { allowInsecureConnection: true })
  const kept = JSON.stringify(await table.getEntity('configuration', id))
  for (const secret of [secrets.applicationSecret, secrets.signingKey]) expect(kept).not.toContain(secret)
})

test('its body asks for its own fields, and knows no region', () => {
  const parsed = v.safeParse(configurationBody(app.providers), { provider: 'acme', acceptTerms: true })
  const faults = parsed.success ? [] : faultsOf(parsed.issues)
  const members = ['workspace', 'applicationId', 'applicationSecret', 'signingKey']
  expect(faults).toEqual(members.map((member) => ({ code: 'wrong_credential', member, provider: 'Acme' })))
})

test('a registration reaches it, follows its contact, and is cancelled', async () => {
  const { dataverse } = environment
  const configuration = newRow()
  await saved(configuration)
  const account = await app.accountFor(configuration)
  const start = new Date(Date.now() + 24 * hour)
  const webinar = {
    title: 'Demo',
    description: '',
    start,
    minutes: 60,
    zone: 'UTC',
    type: undefined,
    language: undefined,
  }
  const { webinarId = '' } = (await account?.create(webinar, 'a-row', { place: undefined, isTest: false })) ?? {}
  const event = dataverse.insert('msevtmgt_event', {
    ...{ msevtmgt_name: 'Demo', msevtmgt_eventformat: 100000002, msevtmgt_eventtimezone: 92 },
    ...{
      msevtmgt_eventstartdate: wallClock(start),
      msevtmgt_eventenddate: wallClock(new Date(start.getTime() + hour)),
    },
    ...{ msevtmgt_webinarconfigurationid: configuration, msevtmgt_webinarid: webinarId },
  })
  const contact = dataverse.insert('contact', {
    firstname: 'Ada',
    lastname: 'Byron',
    emailaddress1: 'ada@example.test',
  })
  const id = dataverse.insert(registrations, { msevtmgt_contactid: contact, msevtmgt_eventid: event })
  const people = () => acme.rooms.get(webinarId)?.people ?? []
  const reconcile = () => reconcileRegistration({ table: registrations, id }, { isFinal: false, isLate: false }, app)

  expect(await reconcile()).toBe('registered')
  expect(people()).toMatchObject([{ email: 'ada@example.test', name: 'Ada Byron' }])
  const [first] = people()
  expect(dataverse.row(registrations, id)).toMatchObject({
    msevtmgt_webinarregistrationid: first?.id,
    msevtmgt_registrationstatus: expect.stringContaining('Acme'),
  })

  dataverse.update('contact', contact, { lastname: 'Lovelace' })
  expect(await reconcile()).toBe('registered')
  expect(people()).toMatchObject([{ name: 'Ada Lovelace' }])
  expect(people()[0]?.id).not.toBe(first?.id)
  expect(dataverse.row(registrations, id)).toMatchObject({ msevtmgt_webinarregistrationid: people()[0]?.id })

  dataverse.update(registrations, id, { statecode: 1, statuscode: 2 })
  expect(await reconcile()).toBe('cancelled')
  expect(people()).toEqual([])
})

test('what is typed into its row, which lacks a column, is asked for at the API', async () => {
  const id = newRow({ msevtmgt_clientid: 'contoso', msevtmgt_accesstokenkey: 'app-1' })
  expect(await reconciled(id)).toBe('say')
  expect(row(id)?.msevtmgt_message).toMatch(/Acme .* PUT \/configurations/)
})

test('its credentials go when the row is given to another provider, known or not', async () => {
  for (const name of ['ON24', 'Teams']) {
    const id = newRow()
    await saved(id)
    environment.dataverse.update(configurations, id, {
      msevtmgt_webinarproviderid: environment.dataverse.insert('msevtmgt_webinarprovider', { msevtmgt_name: name }),
    })
    expect(await reconciled(id)).toBe('remove')
    expect(await app.credentialStore.configuration(id)).toBeUndefined()
    expect(await app.accountFor(id)).toBeUndefined()
  }
})

test('a row that names no provider stays with the one whose credentials are kept', async () => {
  const id = newRow({ msevtmgt_webinarproviderid: null })
  await saved(id)
  expect(await reconciled(id)).toBe('nothing')
  expect(await app.accountFor(id)).toMatchObject({ title: 'Acme' })
})
