import { TableClient } from '@azure/data-tables'
import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type App, build } from '../../lib/app.ts'
import { readConfig } from '../../lib/config.ts'
import { hour } from '../../lib/core/time.ts'
import { checkConfiguration } from '../../lib/flows/configurations/check.ts'
import { stillHealthy } from '../../lib/flows/configurations/health.ts'
import { saveConfiguration } from '../../lib/flows/configurations/save.ts'
import { reconcileRegistration } from '../../lib/flows/registrations/reconcile.ts'
import { preflightWebinar } from '../../lib/flows/webinars/preflight.ts'
import { reconcileWebinar } from '../../lib/flows/webinars/reconcile.ts'
import { reviewWebinar } from '../../lib/flows/webinars/review.ts'
import { accountIn } from '../../lib/rules/configurations/configuration-action.ts'
import { configurationBody } from '../../lib/triggers/configuration-body.ts'
import { type Environment, startEnvironment } from '../../tools/environment/environment.ts'
import { cancelled, plan, row, save } from '../harness/webinars.ts'
import { acmeAccount, on24Account, type SharedAccount } from './shared-account.ts'

const [configurations, events] = ['msevtmgt_webinarconfiguration', 'msevtmgt_event']
const registrations = 'msevtmgt_eventregistration'
const [productionId, sandboxId] = ['6042beb1-a93a-4f11-8e4b-00224802c699', '0f8fad5b-d9cb-469f-a165-70867728950e']
const [ofProduction, ofSandbox] = [productionId.slice(0, 13), sandboxId.slice(0, 13)]

/** An environment of Dynamics, and the connector that is deployed for it. */
type Side = { dataverse: Dataverse; storage: Storage; app: App }

const inADay = () => new Date(Math.ceil(Date.now() / hour) * hour + 24 * hour)
/** The table of webinar records. */
const webinarsOf = ({ storage }: Side) =>
  TableClient.fromConnectionString(storage.connectionString, 'webinars', { allowInsecureConnection: true })

let shared: Environment
beforeAll(async () => {
  shared = await startEnvironment()
  for (const [name, value] of Object.entries(shared.settings)) vi.stubEnv(name, value)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await shared.stop()
})

describe.each([
  ['ON24', () => on24Account(shared.on24.na)],
  ['Acme', acmeAccount],
])('two environments with one account at %s', (_name, startAccount) => {
  let account: SharedAccount
  let production: Side
  let sandbox: Side
  let stops: (() => Promise<unknown>)[]
  beforeEach(async () => {
    account = await startAccount()
    stops = [account.stop]
    production = await startSide(productionId)
    sandbox = await startSide(sandboxId)
  })
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()))
  })

  async function startSide(organization: string): Promise<Side> {
    const dataverse: Dataverse = await startDataverse({
      accepts: (token) => shared.identity.issued(token)?.resource === dataverse.url,
    })
    const storage = await startStorage()
    stops.push(dataverse.stop, storage.stop)
    return { dataverse, storage, app: connect(dataverse, storage, organization) }
  }

  /** A connector with the storage of before, maybe; the environment has this organization ID from now on. */
  function connect(dataverse: Dataverse, storage: Storage, organization: string, meant?: string) {
    dataverse.injectFault(({ url }) =>
      url.endsWith('/WhoAmI') ? Response.json({ OrganizationId: organization }) : undefined,
    )
    const settings = { DATAVERSE_URL: dataverse.url, AzureWebJobsStorage: storage.connectionString }
    const moved = meant ? { DATAVERSE_ORGANIZATION_ID: meant } : {}
    return build(readConfig({ ...shared.settings, ...settings, ...moved }), account.providersOf)
  }

  /** Enters the credentials of the account; what `GET /configurations/{id}` says of it then. */
  async function enter({ app, dataverse }: Side, configuration: string, deletes = false) {
    const body = { ...account.body, ...(deletes && { deleteCancelledWebinars: true }) }
    const { credentials, ...given } = v.parse(configurationBody(app.providers), body)
    const provider = app.providers.get(credentials.provider) ?? expect.unreachable()
    dataverse.update(configurations, configuration, { msevtmgt_clientid: accountIn(credentials, provider) })
    return (await saveConfiguration(configuration, credentials, given, { by: 'key' }, app)).health.message
  }
  const newConfiguration = ({ dataverse }: Side) => {
    const provider = dataverse.insert('msevtmgt_webinarprovider', { msevtmgt_name: account.name })
    return dataverse.insert(configurations, { msevtmgt_webinarproviderid: provider })
  }
  const webinar = ({ app }: Side, id: string) => reconcileWebinar({ table: events, id }, false, app)
  const review = ({ app }: Side, id: string) => reviewWebinar({ table: events, id }, app)
  const registration = ({ app }: Side, id: string) =>
    reconcileRegistration({ table: registrations, id }, { isFinal: false, isLate: false }, app)
  const said = (side: Side, id: string) => {
    const { msevtmgt_webinarstatus: status, msevtmgt_webinarstatusreason: reason } = row(side, id)
    return `${status}: ${reason}`
  }
  const register = ({ dataverse }: Side, event: string, emailaddress1: string) => {
    const contact = dataverse.insert('contact', { firstname: 'Ada', lastname: 'Byron', emailaddress1 })
    return dataverse.insert(registrations, { msevtmgt_contactid: contact, msevtmgt_eventid: event })
  }

  /** An event with a webinar at the provider, made by the connector unless its id is given, and somebody registered. */
  async function held(side: Side, webinarId?: string) {
    const configuration = newConfiguration(side)
    await enter(side, configuration)
    const id = plan(side, { configuration }, { ...(webinarId && { msevtmgt_webinarid: webinarId }) })
    expect(await webinar(side, id)).toBe(webinarId ? 'adopted' : 'created')
    const person = register(side, id, 'ada@example.test')
    expect(await registration(side, person)).toBe('registered')
    return { configuration, id, person, webinarId: String(row(side, id).msevtmgt_webinarid) }
  }

  /** Copies all rows, as an environment is copied: with their ids. */
  function copy(from: Side, to: Side) {
    const provider = ['msevtmgt_webinarprovider', configurations, 'msevtmgt_webinartype']
    for (const table of [...provider, events, 'contact', registrations]) {
      for (const values of from.dataverse.rows(table)) {
        const kept = Object.entries(values).filter(([column]) =>
          /^(msevtmgt_|contactid|firstname|lastname|email)/.test(column),
        )
        to.dataverse.insert(table, Object.fromEntries(kept))
      }
    }
  }

  test('a copied sandbox says so and does nothing at the webinars of production, which go on', async () => {
    const { configuration, id, person, webinarId } = await held(production)
    expect(account.mark(webinarId)).toBe(`${id}-${ofProduction}`)
    copy(production, sandbox)
    expect(await enter(sandbox, configuration, true)).toMatch(
      /Another Dynamics environment has webinars in this account/,
    )
    expect(sandbox.dataverse.row(configurations, configuration)?.msevtmgt_message).toMatch(
      /Another Dynamics environment/,
    )
    const before = account.all(webinarId)

    sandbox.dataverse.update(registrations, person, { msevtmgt_iscanceled: true })
    expect(await registration(sandbox, person)).toBe('waiting')
    const status = sandbox.dataverse.row(registrations, person)?.msevtmgt_registrationstatus
    expect(status).toBe('The webinar id of the event belongs to another one. Its webinar status says what to do.')
    save(sandbox, id, { msevtmgt_name: 'Changed in the sandbox' })
    expect(await webinar(sandbox, id)).toBe('told')
    const sentence = `The webinar “${webinarId}” belongs to another Dynamics environment, so nothing is changed there`
    expect(said(sandbox, id)).toContain(`Needs attention: ${sentence}`)
    await review(sandbox, id)
    const { findings } = await preflightWebinar({ table: events, id }, sandbox.app)
    expect(findings).toMatchObject([{ code: 'webinar of another', finding: expect.stringContaining(sentence) }])
    save(sandbox, id, { msevtmgt_publishstatus: cancelled })
    expect(await webinar(sandbox, id)).toBe('told')
    expect(said(sandbox, id)).toMatch(/^Cancelled: .* so it stays as it is\.$/)
    sandbox.dataverse.remove(registrations, person)
    expect(await registration(sandbox, person)).toBe('gone')
    expect(account.all(webinarId)).toBe(before)

    save(production, id, { msevtmgt_name: 'Changed in production' })
    expect(await webinar(production, id)).toBe('updated')
    expect(account.title(webinarId)).toBe('Changed in production')
    expect(account.people(webinarId)).toEqual(['ada@example.test'])
  })

  test('a copied row whose webinar id is cleared gets a webinar of its own environment', async () => {
    const { configuration, id, person, webinarId } = await held(production)
    copy(production, sandbox)
    await enter(sandbox, configuration)
    expect(await webinar(sandbox, id)).toBe('told')
    save(sandbox, id, { msevtmgt_webinarid: null, msevtmgt_webinarurl: null })
    expect(await webinar(sandbox, id)).toBe('created')
    const own = String(row(sandbox, id).msevtmgt_webinarid)
    expect(own).not.toBe(webinarId)
    expect(account.mark(own)).toBe(`${id}-${ofSandbox}`)
    expect(await registration(sandbox, person)).toBe('registered')
    expect(account.people(own)).toEqual(['ada@example.test'])
  })

  test('environments that share an account keep to their own webinars, also where an id is typed', async () => {
    const one = await held(production)
    const other = await held(sandbox)
    for (const [side, configuration] of [
      [production, one.configuration],
      [sandbox, other.configuration],
    ] as const) {
      const { health } = await checkConfiguration(configuration, side.app)
      expect(health).toMatchObject({
        status: 'healthy',
        message: expect.stringMatching(/Another Dynamics environment/),
      })
    }
    const before = account.all(one.webinarId)
    const typed = plan(sandbox, other, { msevtmgt_webinarid: one.webinarId })
    expect(await webinar(sandbox, typed)).toBe('told')
    expect(await registration(sandbox, register(sandbox, typed, 'ida@example.test'))).toBe('waiting')
    expect(account.all(one.webinarId)).toBe(before)
    save(sandbox, other.id, { msevtmgt_name: 'Goes on' })
    expect(await webinar(sandbox, other.id)).toBe('updated')
    expect(await registration(sandbox, register(sandbox, other.id, 'ida@example.test'))).toBe('registered')
    expect(account.people(other.webinarId)).toEqual(['ada@example.test', 'ida@example.test'])
  })

  test('a webinar with the mark of the first edition is its own connector’s, and no copy’s', async () => {
    const { configuration, id, webinarId } = await held(production)
    account.setMark(webinarId, id)
    await asFirstEdition(production)
    copy(production, sandbox)
    expect(await enter(sandbox, configuration)).not.toMatch(/Another/)
    expect(await webinar(sandbox, id)).toBe('told')
    expect(said(sandbox, id)).toContain('It is not known for which Dynamics environment')
    expect(await registration(sandbox, register(sandbox, id, 'ida@example.test'))).toBe('waiting')
    expect(account.people(webinarId)).toEqual(['ada@example.test'])

    expect(await registration(production, register(production, id, 'ida@example.test'))).toBe('registered')
    await review(production, id)
    expect(account.mark(webinarId)).toBe(`${id}-${ofProduction}`)
    expect(await webinar(sandbox, id)).toBe('told')
    expect(said(sandbox, id)).toContain('belongs to another Dynamics environment')
  })

  test('a webinar that the first edition asked for before it died is found, and by no copy', async () => {
    const configuration = newConfiguration(production)
    await enter(production, configuration)
    const id = plan(production, { configuration })
    copy(production, sandbox)
    await enter(sandbox, configuration)
    const made = account.make(inADay())
    account.setMark(made, id)
    const table = webinarsOf(production)
    await table.createTable()
    await table.createEntity({
      ...{ partitionKey: id, rowKey: 'made', configuration, webinarId: '', told: '', state: 'held' },
      claimedUntil: new Date(0),
    })
    expect(await webinar(sandbox, id)).toBe('created')
    expect(row(sandbox, id).msevtmgt_webinarid).not.toBe(made)
    expect(await webinar(production, id)).toBe('created')
    expect(row(production, id).msevtmgt_webinarid).toBe(made)
    expect(account.size()).toBe(2)
  })

  test('an account that is shared says so until a proof finds it is not, whatever else succeeds', async () => {
    const { configuration } = await held(production)
    const other = await held(sandbox)
    const { app } = production
    const message = async () => (await app.credentialStore.configuration(configuration))?.health.message.code
    await checkConfiguration(configuration, app)
    await app.reportHealth(configuration, stillHealthy(account.name, new Date()))
    expect(await message()).toBe('credentials_shared')
    account.setMark(other.webinarId, '')
    await checkConfiguration(configuration, app)
    expect(await message()).toBe('credentials_accepted')
  })

  test('a webinar that was taken over by its id is marked by a review, unless it has a mark of its own', async () => {
    const [free, labelled] = [account.make(inADay()), account.make(inADay())]
    account.setMark(labelled, 'SPRING-26')
    const { configuration, id, webinarId } = await held(production, free)
    const second = await held(production, labelled)
    for (const one of [id, second.id]) await review(production, one)
    expect(account.mark(webinarId)).toBe(`${id}_${ofProduction}`)
    expect(account.mark(labelled)).toBe('SPRING-26')
    expect(account.title(webinarId)).toBe('By hand')
    copy(production, sandbox)
    await enter(sandbox, configuration)
    expect(await webinar(sandbox, id)).toBe('told')
    expect(said(sandbox, id)).toContain('belongs to another Dynamics environment')
  })

  test('a mark of another environment that comes later stops what was done there before', async () => {
    const { configuration, id, webinarId } = await held(production)
    await enter(production, configuration, true)
    account.setMark(webinarId, `${id}-${ofSandbox}`)
    save(production, id, { msevtmgt_publishstatus: cancelled })
    expect(await webinar(production, id)).toBe('told')
    expect(account.people(webinarId)).toEqual(['ada@example.test'])
    save(production, id, { msevtmgt_publishstatus: null })
    account.setMark(webinarId, `${id}-${ofProduction}`)
    expect(await webinar(production, id)).toBe('adopted')
    account.setMark(webinarId, `${id}-${ofSandbox}`)
    await review(production, id)
    expect(said(production, id)).toContain('belongs to another Dynamics environment')
    expect(await registration(production, register(production, id, 'ida@example.test'))).toBe('waiting')
    expect(account.people(webinarId)).toEqual(['ada@example.test'])
  })

  test('a webinar whose mark an administrator takes away is taken over', async () => {
    const { configuration, id, webinarId } = await held(production)
    copy(production, sandbox)
    await enter(sandbox, configuration)
    expect(await webinar(sandbox, id)).toBe('told')
    account.setMark(webinarId, '')
    expect(await webinar(sandbox, id)).toBe('adopted')
    expect(await registration(sandbox, register(sandbox, id, 'ida@example.test'))).toBe('registered')
    await review(sandbox, id)
    expect(account.mark(webinarId)).toBe(`${id}_${ofSandbox}`)
  })

  test('an environment that moved by its setting keeps its webinars and gives them its new mark', async () => {
    const { id, webinarId } = await held(production)
    const { dataverse, storage } = production
    const moved = { ...production, app: connect(dataverse, storage, sandboxId, sandboxId) }
    save(moved, id, { msevtmgt_name: 'Moved' })
    expect(await webinar(moved, id)).toBe('updated')
    expect(await registration(moved, register(moved, id, 'ida@example.test'))).toBe('registered')
    await review(moved, id)
    expect(account.mark(webinarId)).toBe(`${id}-${ofSandbox}`)
    expect(account.size()).toBe(1)
  })

  /** Leaves records as the first edition kept them. */
  async function asFirstEdition(side: Side) {
    const table = webinarsOf(side)
    let changed = 0
    for await (const { partitionKey = '', rowKey = '', madeFor, marked, ...entity } of table.listEntities()) {
      if (madeFor === undefined && marked === undefined) continue
      await table.updateEntity({ ...entity, partitionKey, rowKey }, 'Replace')
      changed += 1
    }
    expect(changed).toBe(2)
  }
})
