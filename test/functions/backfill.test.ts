import { expect } from 'vitest'
import { test as base, type TestApp, until, type Webinar } from '../harness/test-app.ts'

/** A webinar with twenty people, and one without an e-mail address. */
const test = base.extend('webinar', { scope: 'file' }, async ({ app }) => {
  const webinar = await app.webinar()
  for (let n = 0; n < 20; n += 1) {
    app.register(webinar, app.contact({ firstname: 'A', lastname: `B${n}`, emailaddress1: `person${n}@example.test` }))
  }
  app.register(webinar, app.contact({ lastname: 'Nobody', emailaddress1: null }))
  return webinar
})
test.override('appOptions', { webhooks: false })

const path = (webinar: Webinar) => `webinars/msevtmgt_event/${webinar.id}/sync`

test('a dry run shows its effects with reasons, and does nothing', async ({ app, webinar }) => {
  const answer = await app.call('POST', path(webinar), { registrations: true, attendance: true, dryRun: true })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({
    dryRun: true,
    blocked: null,
    registrations: {
      ...{ people: 21, register: 20, unchanged: 0, refused: 1 },
      reasons: [{ reason: 'The contact has no e-mail address. Enter one on the contact.', count: 1 }],
    },
    attendance: { reads: 1 },
  })
  expect(app.registrants(webinar)).toEqual([])
})

test('a real run registers everybody, and shows how far it got', async ({ app, webinar }) => {
  const started = await app.call('POST', path(webinar), { registrations: true })
  expect(started.status).toBe(202)
  const { id } = (await started.json()) as { id: string }
  await until(async () => {
    const run = await (await app.call('GET', `backfills/${id}`)).json()
    expect(run).toMatchObject({ state: 'ended', total: 21, done: 20, failed: 1, waiting: 0 })
  })
  expect(app.registrants(webinar)).toHaveLength(20)
})

test('a run that is asked for again while it runs is the same run', async ({ app }) => {
  const busy = await app.webinar()
  app.register(busy, app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  app.on24.na.injectFault(({ method }) => (method === 'POST' ? Response.json({}, { status: 503 }) : undefined))
  const start = async (what: object) => ((await (await app.call('POST', path(busy), what)).json()) as { id: string }).id
  const id = await start({ registrations: true })
  expect(await start({ registrations: true })).toBe(id)
  expect(await start({ attendance: true })).not.toBe(id)
  app.on24.na.injectFault()
  await until(
    async () => expect(await (await app.call('GET', `backfills/${id}`)).json()).toMatchObject({ state: 'ended' }),
    { timeout: 20_000 },
  )
  expect(await start({ registrations: true })).not.toBe(id)
})

test('a misspelt dry run is no real run', async ({ app, webinar }) => {
  const answer = await app.call('POST', path(webinar), { registrations: true, dryrun: true })
  const message = 'dryrun is not known; the body has registrations, attendance, dryRun.'
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: { message } }])
})

test('a run ends though its event is deleted meanwhile', async ({ app }) => {
  const gone = await app.webinar()
  let reads = 0
  app.dataverse.injectFault(({ url }) => {
    const deleted = url.includes(`msevtmgt_events(${gone.id})`) && ++reads > 1
    return deleted
      ? Response.json({ error: { code: '0x80040217', message: 'Does Not Exist' } }, { status: 404 })
      : undefined
  })
  const started = await app.call('POST', `webinars/msevtmgt_event/${gone.id}/sync`, { registrations: true })
  const { id } = (await started.json()) as { id: string }
  await until(async () => {
    expect(await (await app.call('GET', `backfills/${id}`)).json()).toMatchObject({ state: 'ended', total: 0 })
  })
  app.dataverse.injectFault()
})

test('a run ends though the host gives up on one of its messages', async ({ app }) => {
  const stuck = await app.webinar()
  const registration = app.register(stuck, app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  app.on24.na.injectFault(({ method }) => (method === 'POST' ? Response.json({}, { status: 503 }) : undefined))
  const started = await app.call('POST', `webinars/msevtmgt_event/${stuck.id}/sync`, { registrations: true })
  const { id: run } = (await started.json()) as { id: string }
  const shown = async () => (await app.call('GET', `backfills/${run}`)).json()
  await until(async () => expect(await shown()).toMatchObject({ state: 'running', total: 1, waiting: 1 }))
  await app.enqueue('registrations-poison', { table: 'msevtmgt_eventregistration', id: registration, backfill: run })
  await app.host.run('sweep-timer')
  await until(async () => expect(await shown()).toMatchObject({ state: 'ended', failed: 1, waiting: 0 }))
  app.on24.na.injectFault()
})

test('a dry run after the real one finds nothing left to do', async ({ app, webinar }) => {
  const answer = await app.call('POST', path(webinar), { registrations: true, dryRun: true })
  expect(await answer.json()).toMatchObject({ registrations: { register: 0, unchanged: 20, refused: 1 } })
})

test.for<[string, string, (app: TestApp, configuration: string) => unknown]>([
  [
    'credentials',
    'The webinar configuration has no credentials. Your administrator: enter them there.',
    (app, configuration) => app.call('DELETE', `configurations/${configuration}`),
  ],
  [
    'access',
    'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
    (app, configuration) => {
      app.on24.na.injectFault(() => Response.json({ message: 'The access token is deactivated.' }, { status: 401 }))
      return app.call('POST', `configurations/${configuration}/check`)
    },
  ],
])('a dry run for a webinar whose account has no %s says so', async ([_lacks, blocked, lose], { app }) => {
  const account = await app.account()
  const elsewhere = await app.webinar(account)
  app.register(elsewhere, app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  await lose(app, account.configuration)
  app.on24.na.injectFault()
  const answer = await app.call('POST', `webinars/msevtmgt_event/${elsewhere.id}/sync`, {
    ...{ registrations: true, attendance: true, dryRun: true },
  })
  expect([answer.status, await answer.json()]).toEqual([200, { dryRun: true, blocked }])
})

test('a run reads attendance without waiting for the schedule', async ({ app }) => {
  const past = await app.webinar({ startsInHours: -3 })
  const registration = app.register(past, app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  const attendee = app.on24.na.register(past.on24, { email: 'ada@example.test', exteventusercd: registration })
  app.on24.na.attend(past.on24, attendee, { liveminutes: 42 })
  const started = await app.call('POST', `webinars/msevtmgt_event/${past.id}/sync`, { attendance: true })
  const { id } = (await started.json()) as { id: string }
  await until(async () => {
    const run = await (await app.call('GET', `backfills/${id}`)).json()
    expect(run).toMatchObject({ state: 'ended', registrations: false, attendance: true, total: 1, done: 1 })
  })
  const checkIns = () => app.dataverse.rows('msevtmgt_checkin')
  expect(checkIns()).toMatchObject([{ msevtmgt_viewingdurationinmins: 42 }])
  // ON24 lists nothing new, but somebody asked.
  app.dataverse.remove('msevtmgt_checkin', String(checkIns()[0]?.msevtmgt_checkinid))
  await app.call('POST', `webinars/msevtmgt_event/${past.id}/sync`, { attendance: true })
  await until(() => expect(checkIns()).toMatchObject([{ msevtmgt_viewingdurationinmins: 42 }]))
})

test('bad input is refused with every problem, an unknown webinar or run with 404', async ({ app, webinar }) => {
  const empty = await app.call('POST', path(webinar), {})
  expect([empty.status, ((await empty.json()) as { error: { message: string } }).error.message]).toEqual([
    400,
    'Ask for registrations, attendance, or both.',
  ])
  expect((await app.call('POST', path(webinar), { registrations: 'yes', dryRun: 1 })).status).toBe(400)
  const nowhere = `webinars/msevtmgt_event/${crypto.randomUUID()}/sync`
  expect((await app.call('POST', nowhere, { registrations: true })).status).toBe(404)
  expect((await app.call('GET', `backfills/${crypto.randomUUID()}`)).status).toBe(404)
})
