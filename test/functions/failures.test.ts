import { expect } from 'vitest'
import { type TestApp, test, until } from '../harness/test-app.ts'

type Failure = {
  id: string
  row: string
  kind: string
  reason: string
  configuration: string
  count: number
  queue: string
}

async function failuresOf(app: TestApp, configuration: string, more = ''): Promise<Failure[]> {
  const answer = await app.call('GET', `failures?configuration=${configuration}${more}`)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { failures: Failure[] }).failures
}

async function refusedRegistration(app: TestApp) {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'not-an-address' })
  const id = app.register(webinar, contact)
  await until(async () => expect(await failuresOf(app, account.configuration)).toHaveLength(1))
  await app.idle()
  return { ...account, webinar, contact, id }
}

test('a refused registration is kept as a failure without personal data', async ({ app }) => {
  const { configuration, id } = await refusedRegistration(app)
  const [failure] = await failuresOf(app, configuration)
  expect(failure).toMatchObject({ row: id, kind: 'refused', queue: 'registrations', configuration })
  expect(JSON.stringify(failure)).not.toMatch(/not-an-address|Ada|Byron/)
  expect(await failuresOf(app, configuration, '&kind=gave_up')).toEqual([])
})

test('a failure is resolved once its row goes through', async ({ app }) => {
  const { configuration, contact, id } = await refusedRegistration(app)
  app.dataverse.update('contact', contact, { emailaddress1: 'ada@example.test' })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await until(async () => expect(await failuresOf(app, configuration)).toEqual([]))
})

test('one failure, or all that match a filter, are replayed as ordinary messages', async ({ app }) => {
  const { configuration } = await refusedRegistration(app)
  const [failure] = await failuresOf(app, configuration)
  const before = failure?.count ?? 0
  const one = await app.call('POST', `failures/${failure?.id}/replay`)
  expect([one.status, await one.json()]).toEqual([202, { replayed: 1 }])
  await until(async () => expect((await failuresOf(app, configuration))[0]?.count).toBe(before + 1))
  const all = await app.call('POST', 'failures/replay', { configuration, kind: 'refused' })
  const { id } = (await all.json()) as { id: string }
  expect(all.status).toBe(202)
  await until(async () => expect((await failuresOf(app, configuration))[0]?.count).toBe(before + 2))
  await until(async () =>
    expect(await (await app.call('GET', `runs/${id}`)).json()).toEqual({
      ...{ id, state: 'ended', configuration, kind: 'refused', startedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
      ...{ total: 1, done: 0, failed: 1, waiting: 0 },
    }),
  )
  expect((await app.call('GET', `backfills/${id}`)).status).toBe(404)
  expect((await app.call('GET', `runs/${crypto.randomUUID()}`)).status).toBe(404)
})

test('an unknown failure is not found, and a wrong filter names every problem', async ({ app }) => {
  for (const id of ['nothing', 'a%2Fb', 'a%5Cb', 'a%23b', 'a%3Fb', '%01', 'x'.repeat(1100)]) {
    expect((await app.call('POST', `failures/${id}/replay`)).status).toBe(400)
  }
  expect((await app.call('POST', `failures/registrations_${crypto.randomUUID()}/replay`)).status).toBe(404)
  const answer = await app.call('POST', 'failures/replay', { configuration: 'x', kind: 'y' })
  const { error } = (await answer.json()) as { error: { details: string[] } }
  expect([answer.status, error.details.length]).toEqual([400, 2])
})

test('a message that names no row is recorded as unreadable and not retried', async ({ app }) => {
  await app.enqueue('registrations', 'ada@example.test')
  await until(async () => {
    const { failures } = (await (await app.call('GET', 'failures?kind=unreadable')).json()) as { failures: Failure[] }
    expect(failures).toHaveLength(1)
    expect(JSON.stringify(failures)).not.toContain('example.test')
  })
})

test.for<[never[] | { configurations: string }, string]>([
  [[], 'The body must be a JSON object; {} means all.'],
  [{ configurations: 'x' }, 'configurations is not known; the body has configuration, kind.'],
])('an invalid filter replays nothing: %j', async ([body, message], { app }) => {
  const answer = await app.call('POST', 'failures/replay', body)
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: { message } }])
})

test('failures come in pages of a hundred, and a replay takes all of them', async ({ app }) => {
  const configuration = crypto.randomUUID()
  const rows = Array.from({ length: 105 }, () => crypto.randomUUID())
  const dead = { table: 'msevtmgt_eventregistration', kind: 'gave_up', reason: 'ON24 is out of order.', configuration }
  await Promise.all(rows.map((id) => app.enqueue('registrations-poison', { ...dead, id })))
  const page = async (after = '') => {
    const answer = await app.call('GET', `failures?configuration=${configuration}${after && `&after=${after}`}`)
    return (await answer.json()) as { failures: Failure[]; next: string | null }
  }
  await app.host.run('sweep-timer')
  const first = await page()
  const second = await page(first.next ?? 'none')
  expect([first.failures.length, second.failures.length, second.next]).toEqual([100, 5, null])
  expect([...first.failures, ...second.failures].map(({ row }) => row).toSorted()).toEqual(rows.toSorted())

  const all = await app.call('POST', 'failures/replay', { configuration })
  const { id } = (await all.json()) as { id: string }
  await until(async () => {
    const run = await (await app.call('GET', `runs/${id}`)).json()
    expect(run).toMatchObject({ state: 'ended', total: 105, done: 105, waiting: 0 })
  })
  expect(await page()).toEqual({ failures: [], next: null })
})

/** A host hides a message that failed for half a minute. */
const patience = { timeout: 45_000 }

test('an unexpected error is recorded without its details, and replayed', { timeout: 90_000 }, async ({ app }) => {
  const { id } = await app.webinar()
  await app.idle()
  // Dataverse answers with a start that is no time.
  app.dataverse.injectFault(async ({ url, headers }) => {
    if (!url.includes(`msevtmgt_events(${id})`) || headers.has('x-garbled')) return undefined
    const answer = await fetch(url, {
      headers: { authorization: headers.get('authorization') ?? '', 'x-garbled': 'yes' },
    })
    const row: object = JSON.parse(await answer.text())
    return Response.json({ ...row, msevtmgt_eventstartdate: 'ada@example.test' })
  })
  await app.enqueue('webinars', { table: 'msevtmgt_event', id })
  const failure = await until(
    async () => {
      await app.host.run('sweep-timer')
      const answer = await app.call('GET', 'failures?kind=unforeseen')
      const [found] = ((await answer.json()) as { failures: Failure[] }).failures
      expect(found).toMatchObject({ row: id, queue: 'webinars', table: 'msevtmgt_event' })
      return found
    },
    { timeout: 20_000 },
  )
  expect(app.reports('connector.failure')).toContainEqual(expect.objectContaining({ id, kind: 'unforeseen' }))
  expect(failure?.reason).toBe('The connector failed in a way that was not foreseen. Its log says where.')
  expect(JSON.stringify(app.host.logs)).not.toContain('ada@example.test')

  app.dataverse.injectFault()
  // A review that the sweep asked for meanwhile may have failed as well.
  const unforeseen = async () =>
    ((await (await app.call('GET', 'failures?kind=unforeseen')).json()) as { failures: Failure[] }).failures
  await until(async () => {
    for (const { id } of await unforeseen()) await app.call('POST', `failures/${id}/replay`)
    await app.idle()
    expect(await unforeseen()).toEqual([])
  }, patience)
})
