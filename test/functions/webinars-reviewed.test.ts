import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { type TestApp, test, until } from '../harness/test-app.ts'
import { madeFor, onlyMadeFor, plan, save, says } from '../harness/webinars.ts'

test.override('appOptions', { webhooks: false })
test.beforeAll(async ({ app }) => {
  await app.host.run('sweep-timer')
})

const table = 'msevtmgt_event'

/** Saves nothing more: only a sweep of an hour later is left to notice. */
async function anHourPasses(app: TestApp) {
  await until(async () => {
    await app.host.run('sweep-timer')
    await app.idle()
    // Of this host: the clock of the later one is ahead.
    const said = app.host.logs.filter(({ message }) => message.includes('connector.timer')).at(-1)
    expect(JSON.parse(said?.message ?? '')).toMatchObject({ changed: 0, reviews: 0 })
  })
  return async () => {
    const later = await app.startHost({ clockShift: 61 * 60 * 1000 })
    await later.run('sweep-timer')
    await later.stop()
  }
}

test('of many webinars ahead those that are due are checked first', async ({ app }) => {
  const account = await app.account()
  for (let count = 0; count < 25; count += 1) await app.webinar({ ...account, startsInHours: 240 })
  const due = await app.webinar(account)
  await app.host.run('sweep-timer')
  await until(() =>
    expect(app.reports('connector.message')).toContainEqual(
      expect.objectContaining({ work: 'review', id: due.id, outcome: 'done' }),
    ),
  )
})

test('a webinar that the token may make only later is made by itself', async ({ app }) => {
  const message = 'You do not have permission to perform the requested operation.'
  const creates = ({ method, url }: Request) => method === 'POST' && url.endsWith('/event')
  app.on24.na.injectFault((request) => (creates(request) ? Response.json({ message }, { status: 403 }) : undefined))
  const id = plan(app, await app.account())
  await app.enqueue('webinars', { table, id })
  await says(
    app,
    id,
    'Needs attention: The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
  )
  const sweepLater = await anHourPasses(app)
  app.on24.na.injectFault()
  await sweepLater()
  await says(app, id, 'Ready')
  expect(madeFor(app, id)).toHaveLength(1)
})

test('a webinar that was inactive at ON24 is ready again once it is activated there', async ({ app }) => {
  const account = await app.account()
  const { id, on24 } = await app.webinar(account)
  app.on24.na.event(on24).active = false
  await app.enqueue('webinars', { table, id })
  await says(app, id, 'Needs attention: The webinar')
  const sweepLater = await anHourPasses(app)
  app.on24.na.event(on24).active = true
  await sweepLater()
  await says(app, id, 'Ready: The webinar is at ON24')
  expect(madeFor(app, id)).toEqual([])
})

test('a changed event without a webhook is swept, with change tracking and without', async ({ app }) => {
  const id = plan(app, await app.account())
  await app.enqueue('webinars', { table, id })
  await says(app, id, 'Ready')
  const title = (name: string) => until(() => expect(onlyMadeFor(app, id).title).toBe(name))
  save(app, id, { msevtmgt_name: 'Tracked' })
  await app.host.run('sweep-timer')
  await title('Tracked')
  app.dataverse.tracked.delete(table)
  for (const name of ['By time of change', 'And again']) {
    save(app, id, { msevtmgt_name: name })
    await app.host.run('sweep-timer')
    await title(name)
  }
  app.dataverse.tracked.add(table)
})

test('a change that came before the first look at its table is told to ON24', async ({ app }) => {
  const id = plan(app, await app.account())
  await app.enqueue('webinars', { table, id })
  await says(app, id, 'Ready')
  const options = { allowInsecureConnection: true }
  const cursors = TableClient.fromConnectionString(app.storage.connectionString, 'cursors', options)
  await cursors.deleteEntity('cursor', table)
  save(app, id, { msevtmgt_name: 'Changed meanwhile' })
  await app.host.run('sweep-timer')
  await until(() => expect(onlyMadeFor(app, id).title).toBe('Changed meanwhile'))
})
