import { expect, test } from 'vitest'
import { hour, minute } from '../../../../lib/core/time.ts'
import { queueChanges } from '../../../../lib/flows/sweep/queue-changes.ts'
import { inMemorySweep } from '../../../harness/in-memory-sweep.ts'

const table = 'msevtmgt_eventregistration'
const signal = new AbortController().signal
const row = (
  id: string,
  { version = '1', listed = false }: { version?: string | undefined; listed?: boolean } = {},
) => ({
  ...{ table, id, version, listed },
})
const ids = (sent: readonly { id: string }[]) => sent.map(({ id }) => id)

/** Looks before an import begins, of which each row has a message. */
async function importing(count: number) {
  const world = inMemorySweep()
  world.addPage(table, [])
  await queueChanges(table, signal, world.services)
  const rows = Array.from({ length: count }, (_, at) => row(`r${at}`))
  world.addPage(table, rows)
  world.waiting = count
  const look = async () => {
    world.later(2 * minute)
    await queueChanges(table, signal, world.services)
    return ids(world.take())
  }
  return { world, rows, look }
}

test('a sweep during an import queues none of its rows a second time', async () => {
  const { world, rows, look } = await importing(1_000)
  for (let sweeps = 0; sweeps < 10; sweeps += 1) expect(await look()).toEqual([])
  // The import is over: each row stands at the version that the worker wrote.
  world.waiting = 0
  for (const { id } of rows) world.seen.set(id, '1')
  expect(await look()).toEqual([])
})

test('a row of an import whose message was lost is found when the import is over', async () => {
  const { world, rows, look } = await importing(1_000)
  await look()
  for (const { id } of rows) world.seen.set(id, '1')
  world.seen.delete('r7')
  world.seen.set('r8', 'an older version')
  world.waiting = 3
  expect(await look()).toEqual(['r7', 'r8'])
})

test('an import that does not end holds the look up for an hour at most', async () => {
  const { world, look } = await importing(1_000)
  world.later(hour)
  expect(await look()).toHaveLength(1_000)
})

test('a few messages that wait hold nothing up', async () => {
  const { look } = await importing(20)
  expect(await look()).toHaveLength(20)
})

test('a sweep that is cut off goes on with the page that it did not get to', async () => {
  const world = inMemorySweep()
  for (const id of ['a', 'b', 'c']) world.addPage(table, [row(id)])
  const cut = new AbortController()
  world.onSend = () => cut.abort()
  expect(await queueChanges(table, cut.signal, world.services)).toBe(1)
  expect(ids(world.take())).toEqual(['a'])
  world.onSend = undefined
  expect(await queueChanges(table, signal, world.services)).toBe(2)
  expect(ids(world.take())).toEqual(['b', 'c'])
})

test('of rows that a whole round lists only those count that were known at another version', async () => {
  const world = inMemorySweep()
  world.seen.set('same', '1').set('taken back', '2')
  world.anew = true
  world.addPage(
    table,
    ['same', 'taken back', 'never seen'].map((id) => row(id, { listed: true })),
  )
  expect(await queueChanges(table, signal, world.services)).toBe(1)
  expect(ids(world.take())).toEqual(['taken back'])
})

test('an event that the app wrote last is no change, and one that a planner saved since is', async () => {
  const world = inMemorySweep()
  const event = 'msevtmgt_event'
  world.seen.set('ours', 'W/"7"').set('theirs', 'W/"7"')
  const changed = (id: string, version: string | undefined) => ({ table: event, id, version, listed: false })
  world.addPage(event, [
    changed('ours', 'W/"7"'),
    changed('theirs', 'W/"8"'),
    changed('new', 'W/"9"'),
    changed('ours, deleted', undefined),
  ])
  await queueChanges(event, signal, world.services)
  expect(ids(world.take())).toEqual(['theirs', 'new', 'ours, deleted'])
})
