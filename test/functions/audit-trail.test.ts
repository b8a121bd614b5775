import { once } from 'node:events'
import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { createTable } from '../../lib/core/table.ts'
import { createAuditTrail } from '../../lib/stores/audit-trail.ts'
import { events } from '../../lib/triggers/telemetry.ts'
import { test, typed } from '../harness/configurations.ts'
import { operatorOf } from '../harness/connector.ts'
import { type TestApp, tokensOf, until } from '../harness/test-app.ts'

test.beforeEach(({ configurations }) => {
  configurations.withdrawTerms()
  configurations.acceptTerms()
})
test.afterEach(({ app }) => app.clearFaults())

type AuditRecord = { id: string; act: string; at: string; action: string; outcome: string; actor: object } & Record<
  string,
  unknown
>
const key = { by: 'key' }
const person = (app: TestApp) => ({ by: 'dynamics', id: app.dataverse.rows('msevtmgt_webinarconsent')[0]?.modifiedby })

/** The trail as a person reads it, oldest first, without what differs each time. */
async function trail(app: TestApp, query: string, call = app.call) {
  const answer = await call('GET', `audit?${query}`)
  expect(answer.status).toBe(200)
  const { records } = (await answer.json()) as { records: AuditRecord[] }
  return records.toReversed()
}
const told = (records: AuditRecord[]) => records.map(({ id: _, act: __, at: ___, ...rest }) => rest)
/** Two workers that have the same row in hand each record the order, and what came of it. */
async function ofAccount(app: TestApp, id: string) {
  const records = told(await trail(app, `configuration=${id}`)).map((record) => JSON.stringify(record))
  return [...new Set(records)].map((record) => JSON.parse(record))
}
/** An order and its end. */
const both = (facts: object, end: object = { outcome: 'done' }) => [
  { ...facts, outcome: 'ordered' },
  { ...facts, ...end },
]

test('credentials given, changed, checked and removed by HTTP leave records with the actor', async ({
  app,
  configurations,
}) => {
  const [first, second] = [configurations.client(), configurations.client()]
  const id = configurations.newRow()
  await configurations.give(id, { ...first.body, acceptedBy: 'Erin Planner' })
  await configurations.check(id)
  await configurations.give(id, { ...second.body, deleteCancelledWebinars: true })
  await app.call('DELETE', `configurations/${id}`)
  const about = { actor: key, configuration: id }
  const kept = { clientId: first.clientId, deleteCancelledWebinars: false }
  const changed = { clientId: second.clientId, formerClientId: first.clientId, deleteCancelledWebinars: true }
  const erased = { outcome: 'done', counts: { credentials: 1, registrations: 0, webinars: 0 } }
  expect(await ofAccount(app, id)).toEqual([
    ...both({ ...about, action: 'credentials_entered', ...kept }),
    ...both({ ...about, action: 'credentials_checked' }, { outcome: 'done', code: 'healthy' }),
    ...both({ ...about, action: 'credentials_changed', ...changed }),
    ...both({ ...about, action: 'credentials_removed', formerClientId: second.clientId }, erased),
  ])
  await configurations.give(id, first.body)
  const again = { action: 'credentials_entered', clientId: first.clientId, formerClientId: second.clientId }
  expect((await ofAccount(app, id)).at(-1)).toMatchObject({ ...again, outcome: 'done' })
  expect(JSON.stringify(await trail(app, ''))).not.toMatch(/Erin|key-of|secret-of/)
})

test('what is refused is recorded with the reason, and with both client ids', async ({ app, configurations }) => {
  const { clientId, body } = configurations.client()
  const id = configurations.newRow({ msevtmgt_clientid: clientId })
  await configurations.put(id, { ...body, accessTokenKey: 'wrong-key-0123456789' })
  await configurations.put(id, { ...body, clientId: '1' })
  const about = { actor: key, configuration: id, action: 'credentials_entered', deleteCancelledWebinars: false }
  expect(await ofAccount(app, id)).toEqual([
    ...both({ ...about, clientId }, { outcome: 'refused', code: 'credentials_refused' }),
    ...both({ ...about, clientId: '1' }, { outcome: 'refused', code: 'client_id_differs' }),
  ])
})

test('credentials typed, changed and cleared in Dynamics are those of the user who changed the row', async ({
  app,
  configurations,
}) => {
  const [first, second] = [configurations.client(), configurations.client()]
  const id = configurations.newRow(typed(first.clientId))
  await until(async () => expect(await configurations.view(id)).toBeDefined())
  await app.idle()
  configurations.write(id, typed('99999'))
  await until(() => expect(configurations.row(id).msevtmgt_message).toMatch(/stay in force/))
  configurations.write(id, typed(second.clientId))
  await until(async () => expect(await configurations.view(id)).toMatchObject({ clientId: second.clientId }))
  await app.idle()
  configurations.write(id, { msevtmgt_clientid: null })
  await until(async () => expect(await configurations.view(id)).toBeUndefined())
  await app.idle()
  const about = { actor: person(app), configuration: id }
  const changed = { ...about, action: 'credentials_changed', formerClientId: first.clientId }
  const refused = { outcome: 'refused', code: 'credentials_refused' }
  const erased = { outcome: 'done', counts: { credentials: 1, registrations: 0, webinars: 0 } }
  expect(await ofAccount(app, id)).toEqual([
    ...both({ ...about, action: 'credentials_entered', clientId: first.clientId }),
    ...both({ ...changed, clientId: '99999' }, refused),
    ...both({ ...changed, clientId: second.clientId }),
    ...both({ ...about, action: 'credentials_removed', formerClientId: second.clientId }, erased),
  ])
})

test('who deleted a row stands on none', async ({ app, configurations }) => {
  const { configuration } = await app.account()
  configurations.remove(configuration)
  await until(async () => expect(await configurations.view(configuration)).toBeUndefined())
  await until(async () =>
    expect((await ofAccount(app, configuration)).at(-1)).toMatchObject({
      ...{ action: 'credentials_removed', outcome: 'done', actor: { by: 'dynamics', id: 'unknown' } },
    }),
  )
})

test('credentials that wait have one order, whose end comes when they are proven', async ({ app, configurations }) => {
  configurations.withdrawTerms()
  const { clientId } = configurations.client()
  const id = configurations.newRow(typed(clientId))
  await until(() => expect(configurations.row(id).msevtmgt_message).toMatch(/terms are not accepted/))
  await app.idle()
  const about = { configuration: id, action: 'credentials_entered', clientId }
  expect(await ofAccount(app, id)).toMatchObject([{ ...about, outcome: 'ordered' }])
  configurations.acceptTerms()
  await until(async () => expect(await configurations.view(id)).toBeDefined())
  const actor = person(app)
  const records = await trail(app, `configuration=${id}`)
  expect(told(records)).toEqual(both({ ...about, actor }))
  expect(records[0]?.act).toBe(records[1]?.act)
})

test('accepted terms are recorded once, with who accepted them and where', async ({ app, configurations }) => {
  const inDynamics = configurations.acceptTerms()
  await app.idle()
  const terms = async () => (await trail(app, 'action=terms_accepted')).filter(({ act }) => act === inDynamics)
  expect(told(await terms())).toEqual([{ action: 'terms_accepted', outcome: 'done', actor: person(app) }])
  await app.enqueue('configurations', { table: 'msevtmgt_webinarconsent', id: inDynamics })
  await app.idle()
  expect(await terms()).toHaveLength(1)
  configurations.withdrawTerms()
  const byHttp = configurations.newRow()
  await configurations.give(byHttp, configurations.client().body)
  await app.idle()
  const since = (await trail(app, 'action=terms_accepted')).slice(-2)
  expect(told(since)).toEqual(both({ action: 'terms_accepted', actor: key, configuration: byHttp }))
})

test('replays and backfills leave records that name the run', async ({ app }) => {
  const webinar = await app.webinar()
  const failing = app.register(webinar, app.contact({ emailaddress1: 'no address' }))
  await until(async () => expect(await app.failures()).toHaveLength(1))
  const failure = `registrations_${failing}`
  await app.call('POST', `failures/${failure}/replay`)
  await app.idle()
  const run = async (answer: Promise<Response>) => ((await (await answer).json()) as { id: string }).id
  const replay = await run(app.call('POST', 'failures/replay', { kind: 'refused' }))
  const sync = `webinars/msevtmgt_event/${webinar.id}/sync`
  await app.call('POST', sync, { registrations: true, dryRun: true })
  const backfill = await run(app.call('POST', sync, { registrations: true }))
  const replayed = { actor: key, action: 'failures_replayed' }
  expect(told(await trail(app, 'action=failures_replayed'))).toEqual([
    ...both({ ...replayed, subject: failure }),
    ...both({ ...replayed, subject: 'refused' }, { outcome: 'done', run: replay }),
  ])
  const started = { actor: key, action: 'backfill_started', subject: `msevtmgt_event ${webinar.id}` }
  expect(told(await trail(app, 'action=backfill_started'))).toEqual(both(started, { outcome: 'done', run: backfill }))
})

test.for([
  ['a user', 'user', { scp: 'access_as_user' }],
  ['an application', 'application', { scp: undefined, idtyp: 'app' }],
] as const)('%s who signed in is recorded by the object id', async ([_who, by, claims], { app }) => {
  const { configuration } = await app.account()
  const oid = crypto.randomUUID()
  const authorization = `Bearer ${app.identity.entra.token({ ...claims, oid, roles: ['Operator'] })}`
  const url = `${app.host.url}/api/v1/configurations/${configuration}/check`
  expect((await fetch(url, { method: 'POST', headers: { authorization } })).status).toBe(200)
  const checked = { action: 'credentials_checked', actor: { by, id: oid }, configuration }
  expect((await ofAccount(app, configuration)).slice(-2)).toEqual(both(checked, { outcome: 'done', code: 'healthy' }))
})

test('every record is an event in telemetry too', async ({ app }) => {
  const { configuration, clientId } = await app.account()
  const records = await trail(app, `configuration=${configuration}`)
  const reported = app.reports(events.audit).filter((report) => report.configuration === configuration)
  const flat = records.map(({ actor: _, ...rest }) => ({ event: events.audit, orderedBy: 'key', actor: '', ...rest }))
  expect(reported).toEqual(flat)
  expect(reported).toMatchObject([{ clientId, outcome: 'ordered' }, { outcome: 'done' }])
})

test('a changed setting is recorded by name with the next sweep', async ({ app }) => {
  await app.host.run('sweep-timer')
  const changed = await app.startHost({ env: { RECORDS_KEPT_DAYS: '401' } })
  await changed.run('sweep-timer')
  await changed.stop()
  const record = { action: 'settings_changed', outcome: 'done', subject: 'RECORDS_KEPT_DAYS' }
  expect(told(await trail(app, 'action=settings_changed'))).toEqual([
    { ...record, actor: { by: 'application', id: 'unknown' } },
  ])
  expect(app.reports(events.audit)).toContainEqual(expect.objectContaining(record))
})

test('nothing is done where the order cannot be recorded', async ({ app, configurations }) => {
  const { clientId, body } = configurations.client()
  const id = configurations.newRow({ msevtmgt_clientid: clientId })
  const nowhere = app.storage.connectionString.replace(/TableEndpoint=[^;]+/, 'TableEndpoint=http://127.0.0.1:9/none')
  const fresh = await configurations.freshInstance({ AzureWebJobsStorage: nowhere })
  expect((await fresh('PUT', `configurations/${id}`, body)).status).toBe(503)
  expect(app.on24.na.calls.filter(({ path }) => path.includes(`/client/${clientId}/`))).toEqual([])
})

test('the trail is listed in pages and by the command', async ({ app }) => {
  const { configuration, clientId } = await app.account()
  const table = TableClient.fromConnectionString(app.storage.connectionString, 'auditrecords', {
    allowInsecureConnection: true,
  })
  const { add } = createAuditTrail(createTable(table))
  const checked = { action: 'credentials_checked', outcome: 'done', actor: { by: 'key' }, configuration } as const
  for (let n = 0; n < 102; n += 1) await add({ ...checked, act: crypto.randomUUID(), at: new Date() })
  const page = async (after = '') => {
    const answer = await app.call('GET', `audit?configuration=${configuration}${after && `&after=${after}`}`)
    return (await answer.json()) as { records: AuditRecord[]; next: string | null }
  }
  const first = await page()
  const second = await page(first.next ?? '')
  expect([first.records.length, second.records.length, second.next]).toEqual([100, 4, null])
  const all = [...first.records, ...second.records]
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted())

  const operator = operatorOf(app)
  const ofAccount = ['trail', '--account', configuration]
  expect(await operator.document(...ofAccount)).toEqual({ records: all })
  const { out } = await operator.call(...ofAccount, '--action', 'credentials_entered')
  expect(out).toMatch(new RegExp(`credentials_entered +done +key .*clientId=${clientId}`))
  const wrong = await operator.call('trail', '--since', 'soon')
  expect(wrong).toMatchObject({ code: 2, notes: [expect.stringContaining('since must be a date')] })
})

test('an order whose host is killed in the middle stays in the trail without an end', async ({
  app,
  configurations,
}) => {
  const { clientId, body } = configurations.client()
  const id = configurations.newRow({ msevtmgt_clientid: clientId })
  const { promise: never } = Promise.withResolvers<undefined>()
  let asked = 0
  app.on24.na.injectFault(({ headers }) => {
    if (headers.get('accesstokenkey') !== tokensOf(clientId).accessTokenKey) return undefined
    asked += 1
    return never
  })
  const given = configurations.put(id, body).catch(() => undefined)
  await until(() => expect(asked).toBe(1))
  const gone = once(app.host.child, 'exit')
  app.host.child.kill('SIGKILL')
  await Promise.all([gone, given])
  const call = await configurations.freshInstance()
  const records = await trail(app, `configuration=${id}`, call as TestApp['call'])
  const about = { actor: key, configuration: id, action: 'credentials_entered', clientId }
  expect(told(records)).toEqual([{ ...about, deleteCancelledWebinars: false, outcome: 'ordered' }])
})
