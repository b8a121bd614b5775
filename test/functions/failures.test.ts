import { TableClient } from '@azure/data-tables'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  // The host tries five times what nobody foresaw, here without a pause.
  rig = await startRig({ env: { AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00.2' } })
})
afterAll(() => rig.stop())

type Failure = {
  id: string
  row: string
  kind: string
  reason: string
  configuration: string
  count: number
  queue: string
}

async function failuresOf(configuration: string, more = ''): Promise<Failure[]> {
  const answer = await rig.call('GET', `failures?configuration=${configuration}${more}`)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { failures: Failure[] }).failures
}

async function refusedRegistration() {
  const account = await rig.account()
  const webinar = await rig.webinar(account)
  const contact = rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'not-an-address' })
  const id = rig.register(webinar, contact)
  await until(async () => expect(await failuresOf(account.configuration)).toHaveLength(1))
  return { ...account, webinar, contact, id }
}

test('a refused registration is kept as a failure, with reason and count and without personal data', async () => {
  const { configuration, id } = await refusedRegistration()
  const [failure] = await failuresOf(configuration)
  expect(failure).toMatchObject({ row: id, kind: 'refused', queue: 'registrations', configuration })
  expect(JSON.stringify(failure)).not.toMatch(/not-an-address|Ada|Byron/)
  expect(await failuresOf(configuration, '&kind=gave_up')).toEqual([])
})

test('a failure is no failure any more once its row goes through', async () => {
  const { configuration, contact, id } = await refusedRegistration()
  rig.dataverse.update('contact', contact, { emailaddress1: 'ada@example.test' })
  await until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await until(async () => expect(await failuresOf(configuration)).toEqual([]))
})

test('one failure, or all that fit a filter, are replayed as ordinary messages', async () => {
  const { configuration } = await refusedRegistration()
  const [failure] = await failuresOf(configuration)
  const before = failure?.count ?? 0
  const one = await rig.call('POST', `failures/${failure?.id}/replay`)
  expect([one.status, await one.json()]).toEqual([202, { replayed: 1 }])
  await until(async () => expect((await failuresOf(configuration))[0]?.count).toBe(before + 1))
  const all = await rig.call('POST', 'failures/replay', { configuration, kind: 'refused' })
  expect([all.status, await all.json()]).toEqual([202, { replayed: 1 }])
  await until(async () => expect((await failuresOf(configuration))[0]?.count).toBe(before + 2))
})

test('an unknown failure is not found, and a wrong filter names every fault', async () => {
  expect((await rig.call('POST', 'failures/nothing/replay')).status).toBe(404)
  const answer = await rig.call('POST', 'failures/replay', { configuration: 'x', kind: 'y' })
  const { error } = (await answer.json()) as { error: { details: string[] } }
  expect([answer.status, error.details.length]).toEqual([400, 2])
})

test('a message that names no row does not go round: it is recorded as unreadable', async () => {
  await rig.enqueue('registrations', 'ada@example.test')
  await until(async () => {
    const { failures } = (await (await rig.call('GET', 'failures?kind=unreadable')).json()) as { failures: Failure[] }
    expect(failures).toHaveLength(1)
    expect(JSON.stringify(failures)).not.toContain('example.test')
  })
})

test.each([
  [[], 'The body must be a JSON object.'],
  [{ configurations: 'x' }, 'configurations is not known; the body has configuration, kind.'],
])('a filter that is none replays nothing: %j', async (body, message) => {
  const answer = await rig.call('POST', 'failures/replay', body)
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: { message } }])
})

test('failures come by the hundred: each page says where the next begins, and a replay takes all of them', async () => {
  const configuration = crypto.randomUUID()
  const rows = Array.from({ length: 105 }, () => crypto.randomUUID())
  const dead = { table: 'msevtmgt_eventregistration', kind: 'gave_up', reason: 'ON24 is out of order.', configuration }
  await Promise.all(rows.map((id) => rig.enqueue('registrations-poison', { ...dead, id })))
  const page = async (after = '') => {
    const answer = await rig.call('GET', `failures?configuration=${configuration}${after && `&after=${after}`}`)
    return (await answer.json()) as { failures: Failure[]; next: string | null }
  }
  await rig.quiet()
  const first = await page()
  const second = await page(first.next ?? 'none')
  expect([first.failures.length, second.failures.length, second.next]).toEqual([100, 5, null])
  expect([...first.failures, ...second.failures].map(({ row }) => row).toSorted()).toEqual(rows.toSorted())

  const all = await rig.call('POST', 'failures/replay', { configuration })
  expect(await all.json()).toEqual({ replayed: 105 })
  await rig.quiet()
  expect(await page()).toEqual({ failures: [], next: null })
})

test('what nobody foresaw and the host gave up on is recorded, without what was in the way, and replayed', async () => {
  const account = await rig.account()
  const webinar = await rig.webinar(account)
  const id = rig.register(webinar, rig.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  await until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await rig.quiet()
  const memory = TableClient.fromConnectionString(rig.storage.connectionString, 'registrations', {
    allowInsecureConnection: true,
  })
  const place = { partitionKey: id, rowKey: 'place' }
  await memory.updateEntity({ ...place, kind: 'ada@example.test' })
  rig.dataverse.update('msevtmgt_eventregistration', id, { msevtmgt_iscanceled: true })
  const failure = await until(
    async () => {
      const answer = await rig.call('GET', 'failures?kind=unforeseen')
      const [found] = ((await answer.json()) as { failures: Failure[] }).failures
      expect(found).toMatchObject({ row: id, queue: 'registrations', table: 'msevtmgt_eventregistration' })
      return found
    },
    { timeout: 20_000 },
  )
  expect(failure?.reason).toBe('The connector failed in a way that was not foreseen. Its log says where.')
  expect(JSON.stringify(rig.host.logs)).not.toContain('ada@example.test')

  await memory.updateEntity({ ...place, kind: 'event' })
  await rig.call('POST', `failures/${failure?.id}/replay`)
  await until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
  await until(async () => {
    expect(await (await rig.call('GET', 'failures?kind=unforeseen')).json()).toEqual({ failures: [], next: null })
  })
})
