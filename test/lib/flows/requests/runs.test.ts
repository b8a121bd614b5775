import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { UnavailableError } from '../../../../lib/core/errors.ts'
import { minute, second } from '../../../../lib/core/time.ts'
import { runBackfill } from '../../../../lib/flows/operations/backfill.ts'
import { enqueueRequests } from '../../../../lib/flows/sweep/queue-requests.ts'
import { aWebinarRow } from '../../../harness/builders.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'
import { event, inMemoryRequests } from '../../../harness/in-memory-requests.ts'

const storage = freshStorage()

/** A backfill of an event with so many registrations, which is ordered and begun. */
async function begun(registrations: number) {
  const world = inMemoryRequests(storage)
  world.registrations = Array.from({ length: registrations }, () => randomUUID())
  const id = world.order({ kind: 'backfill', subjects: [event] })
  expect(await world.carryOut(id)).toBe('under way')
  const run = String(world.row(id)?.run)
  const [step, look] = world.take()
  return { world, id, run, step, look }
}

test('a backfill shows its run, and how far it got until it ends', async () => {
  const { world, id, run, step, look } = await begun(3)
  expect(world.row(id)).toMatchObject({ state: 'running', name: 'Backfill: Spring demo', progress: 0 })
  expect(step).toMatchObject({ queue: 'webinars', message: { id: run, work: 'backfill' } })
  expect(look).toEqual({ queue: 'webinars', message: { table: 'wbc_request', id }, wait: 3 * second })

  await runBackfill(run, world.services)
  const [first, second_, third, attendance] = world.take()
  world.at += 3 * second
  for (const one of [first, second_]) if (one) await world.services.recordSuccess(one.queue, one.message)
  expect(await world.carryOut(id)).toBe('under way')
  expect(world.row(id)).toMatchObject({ state: 'running', progress: 50 })
  expect(world.take()).toMatchObject([{ message: { id } }])

  if (third) await world.services.recordFailure({ ...third, kind: 'refused' })
  if (attendance) await world.services.recordSuccess(attendance.queue, attendance.message)
  world.at += 3 * second
  expect(await world.carryOut(id)).toBe('done')
  expect(world.row(id)).toMatchObject({
    ...{ ended: 'done', run, progress: 100 },
    answer: '3 of 4 done. 1 failed. Their rows say why.',
  })
  expect((await world.audit()).map(({ outcome, run }) => [outcome, run])).toEqual([
    ['ordered', undefined],
    ['done', run],
  ])
})

test('progress is looked at every some seconds, and written only where it is news', async () => {
  const { world, id, run } = await begun(1)
  await runBackfill(run, world.services)
  world.take()
  const before = world.writes.length
  expect(await world.carryOut(id)).toBe('under way')
  expect(world.take()).toEqual([])
  world.at += 20 * minute
  expect(await world.carryOut(id)).toBe('under way')
  expect(world.take()).toMatchObject([{ wait: 2 * minute }])
  expect(world.writes).toHaveLength(before)
})

test('a second order of a run that is under way names it', async () => {
  const { world, run } = await begun(1)
  const again = world.order({ kind: 'backfill', subjects: [event] })
  expect(await world.carryOut(again)).toBe('done')
  expect(world.row(again)).toMatchObject({
    run,
    answer: 'Another request for the same is under way: “Backfill: Spring demo”. Its answer holds for this one too.',
  })
})

test('a run of an order by HTTP is taken over by the request for the same', async () => {
  const { world, id, run } = await begun(1)
  world.requests.delete(id)
  const other = world.order({ kind: 'backfill', subjects: [event] })
  world.at += 11 * minute
  await world.carryOut(other)
  expect(world.row(other)).toMatchObject({ run, state: 'running' })
})

test('a run that somebody typed into a new request is none', async () => {
  const world = inMemoryRequests(storage)
  const id = world.order({ kind: 'backfill', subjects: [event], run: randomUUID() })
  const typed = world.row(id)?.run
  expect(await world.carryOut(id)).toBe('under way')
  expect(world.row(id)?.run).not.toBe(typed)
})

test('a webinar that has none yet is backfilled by nobody, and the row says why', async () => {
  const world = inMemoryRequests(storage)
  const none = { ...event, kind: 'event', webinarId: undefined, start: undefined } as const
  Object.assign(world.services.crm, { webinar: async () => aWebinarRow(none) })
  world.services.timeZoneOfCode = async () => 'Europe/Berlin'
  const id = world.order({ kind: 'backfill', subjects: [event] })
  expect(await world.carryOut(id)).toBe('failed')
  expect(world.row(id)).toMatchObject({ answer: 'The event has no webinar yet. Its webinar status says why.' })
})

test('refused registrations are sent again as a run, which goes on where storage cut it off', async () => {
  const world = inMemoryRequests(storage)
  world.registrations = [randomUUID(), randomUUID()]
  const { queues, runStore } = world.services
  const { send } = queues
  queues.send = async () => {
    throw new UnavailableError({ code: 'storage_unreachable' })
  }
  const id = world.order({ kind: 'resend', subjects: [event] })
  await expect(world.carryOut(id)).rejects.toThrow('storage_unreachable')
  queues.send = send
  expect(await world.carryOut(id)).toBe('under way')
  const messages = world.take().filter(({ queue }) => queue === 'registrations')
  expect(messages.map(({ message }) => message.id)).toEqual(world.registrations)
  expect(await runStore.progress(String(world.row(id)?.run))).toMatchObject({ total: 2, waiting: 2 })
})

test('a request whose worker was killed is taken up again after some minutes', async () => {
  const world = inMemoryRequests(storage)
  world.registrations = [randomUUID()]
  const killed = new Promise<never>(() => undefined)
  const { send } = world.services.queues
  let reached = () => {}
  const sending = new Promise<void>((resolve) => {
    reached = resolve
  })
  world.services.queues.send = () => {
    reached()
    return killed
  }
  const id = world.order({ kind: 'resend', subjects: [event] })
  void world.carryOut(id)
  await sending
  world.services.queues.send = send
  await expect(world.carryOut(id)).rejects.toThrow('Another worker is at this request.')
  world.at += 11 * minute
  expect(await world.carryOut(id)).toBe('under way')
  expect(world.take().map(({ queue }) => queue)).toEqual(['registrations', 'webinars'])
})

test('nothing refused means that nothing is sent again', async () => {
  const world = inMemoryRequests(storage)
  const id = world.order({ kind: 'resend', subjects: [event] })
  expect(await world.carryOut(id)).toBe('done')
  expect(world.row(id)).toMatchObject({ answer: 'There was nothing to do.' })
})

test('the sweep finds requests that no message is about', async () => {
  const world = inMemoryRequests(storage)
  const id = world.order({ kind: 'backfill', subjects: [event] })
  expect(await enqueueRequests(world.services)).toBe(0)
  world.at += 3 * minute
  expect(await enqueueRequests(world.services)).toBe(1)
  expect(world.take()).toMatchObject([{ queue: 'webinars', message: { table: 'wbc_request', id } }])

  await world.carryOut(id)
  world.take()
  world.at += 10 * minute
  expect(await enqueueRequests(world.services)).toBe(0)
  world.at += 10 * minute
  expect(await enqueueRequests(world.services)).toBe(1)
})
