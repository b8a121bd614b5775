import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { day, minute } from '../../../../lib/core/time.ts'
import { startBackfill } from '../../../../lib/flows/operations/backfill.ts'
import { recordFailure, recordSuccess } from '../../../../lib/flows/operations/record-outcome.ts'
import { runReplay, startReplay } from '../../../../lib/flows/operations/replay-failures.ts'
import { listBackfills, viewRun } from '../../../../lib/flows/operations/runs.ts'
import type { Services } from '../../../../lib/services.ts'
import { createAuditTrail } from '../../../../lib/stores/audit-trail.ts'
import { createFailureStore } from '../../../../lib/stores/failures.ts'
import type { Message, QueueName } from '../../../../lib/stores/queues.ts'
import { createRunStore } from '../../../../lib/stores/runs.ts'
import { aWebinarRow } from '../../../harness/builders.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
type Sent = { queue: QueueName; message: Message }

async function world({ failures = 0 } = {}) {
  const clock = { at: Date.now() }
  const [runs, failureTable] = [newTable(), newTable()]
  const sent: Sent[] = []
  const services = {
    now: () => new Date(clock.at),
    runStore: createRunStore(runs.table),
    failureStore: createFailureStore(failureTable.table),
    auditTrail: createAuditTrail(newTable().table),
    registrationStore: { record: async () => undefined },
    crm: { webinar: async ({ table, id }: { table: string; id: string }) => aWebinarRow({ table, id }) },
    queues: {
      send: async (queue: QueueName, messages: Iterable<Message>) => {
        for (const message of messages) sent.push({ queue, message })
      },
    },
  } as unknown as Services
  const at = new Date(clock.at)
  const recorded = { queue: 'registrations', work: undefined, table: 'contact', kind: 'gave_up', reason: '' } as const
  for (let n = 0; n < failures; n += 1) {
    const failure = { ...recorded, row: randomUUID(), configuration: undefined, firstTry: at, lastTry: at, attempts: 1 }
    await services.failureStore.record(failure)
  }
  /** The messages that were sent since the last look: the steps of runs, and what they sent again. */
  const taken = () => {
    const all = sent.splice(0)
    const isStep = ({ message: { work } }: Sent) => work === 'replay' || work === 'backfill'
    return { steps: all.filter(isStep), messages: all.filter((one) => !isStep(one)) }
  }
  return { services, clock, taken, runs }
}
const row = { table: 'event', id: '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001' }
const registrations = { registrations: true, attendance: false }

test('a replay is worked on in steps, and its progress counts what became of each message', async () => {
  const { services, taken } = await world({ failures: 1050 })
  const { id } = await startReplay({}, { by: 'key' }, services)
  expect(taken()).toMatchObject({ steps: [{ queue: 'webinars', message: { id, work: 'replay' } }], messages: [] })
  expect(await runReplay(id, services)).toEqual({ sent: 1000 })
  const first = taken()
  expect([first.steps.length, first.messages.length]).toEqual([1, 1000])
  expect(await viewRun(id, services)).toMatchObject({ state: 'running', total: 1000, waiting: 1000 })
  expect(await runReplay(id, services)).toEqual({ sent: 50 })
  const second = taken()
  expect([second.steps.length, second.messages.length]).toEqual([0, 50])
  expect(await runReplay(id, services)).toBe('nothing')

  const all = [...first.messages, ...second.messages]
  expect(new Set(all.map(({ message }) => message.id)).size).toBe(1050)
  const [failing, ...going] = all
  for (const { queue, message } of going.slice(0, 20)) await recordSuccess(queue, message, services)
  if (failing) await recordFailure({ queue: failing.queue, message: failing.message, kind: 'refused' }, services)
  expect(await viewRun(id, services)).toMatchObject({
    ...{ id, state: 'running', configuration: null, kind: null },
    ...{ total: 1050, done: 20, failed: 1, waiting: 1029 },
  })
})

test('a replay that is asked for again while it runs is the same one, and another filter is another', async () => {
  const { services, taken } = await world({ failures: 2 })
  const started = await Promise.all([
    startReplay({}, { by: 'key' }, services),
    startReplay({}, { by: 'key' }, services),
    startReplay({}, { by: 'key' }, services),
  ])
  expect(new Set(started.map(({ id }) => id)).size).toBe(1)
  const [{ id }] = started
  expect(taken().steps).toHaveLength(1)
  expect((await startReplay({ kind: 'gave_up' }, { by: 'key' }, services)).id).not.toBe(id)
  await runReplay(id, services)
  expect((await startReplay({}, { by: 'key' }, services)).id).toBe(id)
  for (const { queue, message } of taken().messages) await recordSuccess(queue, message, services)
  expect((await startReplay({}, { by: 'key' }, services)).id).not.toBe(id)
})

test('a run whose first message was never sent gets one when it is asked for again', async () => {
  const { services, clock, taken } = await world()
  const { id } = await startBackfill(row, registrations, { by: 'key' }, services)
  taken()
  expect(await startBackfill(row, registrations, { by: 'key' }, services)).toEqual({ id })
  expect(taken().steps).toEqual([])
  clock.at += 16 * minute
  expect(await startBackfill(row, registrations, { by: 'key' }, services)).toEqual({ id })
  expect(taken().steps).toHaveLength(1)
  clock.at += 8 * day
  expect((await startBackfill(row, registrations, { by: 'key' }, services)).id).not.toBe(id)
})

test('backfills are listed the newest first, without looking through runs and their messages', async () => {
  const { services, clock, runs } = await world()
  const ids = []
  for (let n = 0; n < 3; n += 1) {
    const { id } = await startBackfill({ ...row, id: randomUUID() }, registrations, { by: 'key' }, services)
    ids.unshift(id)
    clock.at += 1
  }
  await startReplay({}, { by: 'key' }, services)
  const filters: (string | null)[] = []
  runs.client.pipeline.addPolicy({
    name: 'watched',
    sendRequest: (request, next) => {
      filters.push(new URL(request.url).searchParams.get('$filter'))
      return next(request)
    },
  })
  expect((await listBackfills(services)).backfills.map(({ id }) => id)).toEqual(ids)
  expect(filters).toEqual([expect.stringContaining("PartitionKey eq 'list'")])
})

test('a backfill of the first edition goes on and ends', async () => {
  const { services, runs } = await world()
  const id = randomUUID()
  const backfill = { table: 'event', webinarRow: row.id, ...registrations, attendance: true }
  await runs.table.put(id, 'run', { ...backfill, startedAt: new Date(), listed: true })
  await runs.table.put(id, `item_${row.id}`, { state: 'waiting' })
  expect(await viewRun(id, services)).toMatchObject({ state: 'running', table: 'event', webinar: row.id, waiting: 1 })
  await recordSuccess('webinars', { ...row, work: 'attendance', backfill: id }, services)
  expect(await viewRun(id, services)).toMatchObject({ state: 'ended', done: 1 })
})
