import { expect, test } from 'vitest'
import { hour, minute } from '../../../../lib/core/time.ts'
import { queuePending } from '../../../../lib/flows/sweep/queue-pending.ts'
import { inMemorySweep } from '../../../harness/in-memory-sweep.ts'

const table = 'msevtmgt_eventregistration'

/** Sweeps every two minutes; what each found. */
async function sweeping() {
  const world = inMemorySweep()
  const sweep = async () => {
    await queuePending(new AbortController().signal, world.services)
    const found = world.take().map(({ id }) => id)
    world.later(2 * minute)
    return found
  }
  const make = (id: string) => void world.pending.push({ table, id, createdOn: world.now })
  await sweep()
  return { world, sweep, make }
}

test('a registration that a killed host had in hand is found after two minutes', async () => {
  const { sweep, make } = await sweeping()
  make('fresh')
  expect(await sweep()).toEqual([])
  expect(await sweep()).toEqual(['fresh'])
})

test('a registration that stays untouched is not queued again by every sweep', async () => {
  const { sweep, make } = await sweeping()
  make('left alone')
  let times = 0
  for (let sweeps = 0; sweeps < 30; sweeps += 1) times += (await sweep()).length
  // Once, and then every quarter of an hour.
  expect(times).toBeGreaterThanOrEqual(4)
  expect(times).toBeLessThanOrEqual(5)
})

test('registrations of an import are left to their messages for an hour, and then found', async () => {
  const { world, sweep, make } = await sweeping()
  make('imported')
  world.waiting = 1_000
  for (let sweeps = 0; sweeps < 20; sweeps += 1) expect(await sweep()).toEqual([])
  world.later(hour)
  expect(await sweep()).toEqual(['imported'])
})

test('what an import held up is found at once when it is over', async () => {
  const { world, sweep, make } = await sweeping()
  make('imported')
  world.waiting = 1_000
  for (let sweeps = 0; sweeps < 6; sweeps += 1) await sweep()
  world.waiting = 0
  expect(await sweep()).toEqual(['imported'])
})
