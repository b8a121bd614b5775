import { expect } from 'vitest'
import { type TestApp, test, until } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })
test.beforeAll(async ({ app }) => {
  await sweep(app)
})
test.afterEach(({ app }) => {
  app.on24.na.injectFault()
  app.dataverse.tracked.add(table)
})

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const status = (app: TestApp, id: string) => app.row(id)?.msevtmgt_registrationstatus
const is = (app: TestApp, id: string, text: string) => until(() => expect(status(app, id)).toBe(text))
const listed = (app: TestApp, webinar: Parameters<TestApp['registrants']>[0]) =>
  app.registrants(webinar).map((one) => one.userstatus)
const sweeps = (app: TestApp) => app.reports('connector.timer').filter(({ name }) => name === 'sweep-timer')
const sweep = (app: TestApp) => app.host.run('sweep-timer')

async function registered(app: TestApp) {
  const webinar = await app.webinar()
  const id = app.register(webinar, app.contact(ada))
  await app.enqueue('registrations', { table, id })
  await is(app, id, 'Registered at ON24')
  return { webinar, id }
}

test('a registration with a lost webhook is swept, with change tracking and without', async ({ app }) => {
  const webinar = await app.webinar()
  // The first sweep compares the lists of a webinar; what comes later is left to the changes.
  await sweep(app)
  await app.idle()
  const tracked = app.register(webinar, app.contact(ada))
  await sweep(app)
  await is(app, tracked, 'Registered at ON24')
  for (const email of ['grace@example.test', 'hedy@example.test']) {
    app.dataverse.tracked.delete(table)
    const untracked = app.register(webinar, app.contact({ ...ada, emailaddress1: email }))
    await sweep(app)
    await is(app, untracked, 'Registered at ON24')
  }
})

test('a lost cancellation is found, and so is a lost deletion', async ({ app }) => {
  const webinar = await app.webinar()
  const cancelled = app.register(webinar, app.contact(ada))
  const deleted = app.register(webinar, app.contact({ ...ada, emailaddress1: 'grace@example.test' }))
  await sweep(app)
  await is(app, cancelled, 'Registered at ON24')
  await is(app, deleted, 'Registered at ON24')
  // The lists were compared before: only change tracking reports this, also where it was off in between.
  await app.idle()
  app.dataverse.update(table, cancelled, { msevtmgt_iscanceled: true })
  app.dataverse.remove(table, deleted)
  await sweep(app)
  await until(() => expect(listed(app, webinar)).toEqual(['deleted', 'deleted']))
})

test('a deletion without a change notification is found by drift detection', async ({ app }) => {
  app.dataverse.tracked.delete(table)
  const { webinar, id } = await registered(app)
  app.dataverse.remove(table, id)
  await sweep(app)
  await until(() => expect(listed(app, webinar)).toEqual(['deleted']))
})

test('a renamed company reaches ON24 by drift detection', async ({ app }) => {
  const webinar = await app.webinar()
  const company = app.dataverse.insert('account', { name: 'Old name' })
  const id = app.register(webinar, app.contact({ ...ada, ...{ parentcustomerid: company } }))
  await app.enqueue('registrations', { table, id })
  await until(() => expect(app.registrants(webinar)[0]?.company).toBe('Old name'))
  app.dataverse.update('account', company, { name: 'New name' })
  await sweep(app)
  await until(() => expect(app.registrants(webinar)[0]?.company).toBe('New name'))
})

test('a table that refuses does not keep the sweep from the others', async ({ app }) => {
  const webinar = await app.webinar()
  await sweep(app)
  await app.idle()
  const id = app.register(webinar, app.contact(ada))
  app.dataverse.injectFault(({ url }) =>
    url.includes('msevtmgt_webinarconfigurations?') ? Response.json({}, { status: 403 }) : undefined,
  )
  await expect(sweep(app)).rejects.toThrow('Dataverse answered 403')
  app.dataverse.injectFault()
  await is(app, id, 'Registered at ON24')
})

test('a sweep that finds nothing new queues nothing', async ({ app }) => {
  await registered(app)
  await until(async () => {
    await sweep(app)
    expect(sweeps(app).at(-1)).toMatchObject({ changed: 0, pending: 0 })
  })
})

test('an account whose credentials ON24 takes again resumes with all that waited', async ({ app }) => {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const lockedOut = () => Response.json({ message: 'The access token is deactivated.' }, { status: 401 })
  app.on24.na.injectFault(({ url }) => (url.includes(`/client/${account.clientId}/`) ? lockedOut() : undefined))
  const id = app.register(webinar, app.contact(ada))
  await app.enqueue('registrations', { table, id })
  await is(
    app,
    id,
    'The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'review' })
  await until(() =>
    expect(app.reports('connector.message')).toContainEqual(
      expect.objectContaining({ work: 'review', id: webinar.id, counts: { audit: 'not let in', findings: 1 } }),
    ),
  )
  await sweep(app)
  expect(sweeps(app).at(-1)).toMatchObject({ recovered: 0 })
  expect(app.reports('connector.account')).toContainEqual(
    expect.objectContaining({ configuration: account.configuration, health: 'not_authenticated' }),
  )

  app.on24.na.injectFault()
  await sweep(app)
  expect(sweeps(app).at(-1)).toMatchObject({ recovered: 1 })
  await is(app, id, 'Registered at ON24')
})
