import { expect, test } from 'vitest'
import { hour, minute } from '../../../../lib/core/time.ts'
import { watchMapping } from '../../../../lib/flows/mapping/watch-mapping.ts'
import { enqueueReviews } from '../../../../lib/flows/sweep/queue-reviews.ts'
import type { FieldMapping } from '../../../../lib/model/mapping.ts'
import { aWebinarRow } from '../../../harness/builders.ts'
import { inMemorySweep } from '../../../harness/in-memory-sweep.ts'

const line: FieldMapping = {
  ...{ id: 'l', field: 'std1', source: 'constant', column: '', constant: 'before', values: new Map(), otherwise: '' },
  ...{ tooLong: 'cut', scope: { kind: 'account', id: 'account' }, problem: '', etag: '*' },
}
const { signal } = new AbortController()

/** A webinar in a month that was reviewed an hour ago, and of which the provider's list tells nothing new. */
function reviewed() {
  const world = inMemorySweep()
  world.addAccount('account')
  world.webinars.push(aWebinarRow({ id: 'e', configuration: 'account', webinarId: '7', end: '2026-06-12T09:00:00' }))
  world.reviews.set('event_e', { at: world.now, asked: 'same', digest: 'same' })
  world.lists.set('account', new Map([['7', 'same']]))
  world.cursors.set('reviews at', world.now.toISOString())
  const look = async () => {
    world.later(25 * minute)
    world.cursors.set('reviews at', world.now.toISOString())
    await watchMapping(world.services)
    await enqueueReviews(signal, world.services)
    return world.take().map(({ id }) => id)
  }
  return { world, look }
}

test('without a mapping nothing is reviewed for it', async () => {
  const { look } = reviewed()
  for (const _ of [1, 2, 3, 4]) expect(await look()).toEqual([])
})

test('a change of the mapping has webinars ahead reviewed again, once', async () => {
  const { world, look } = reviewed()
  world.mappings.push(line)
  expect([await look(), await look(), await look()].flat()).toEqual(['e'])
  world.later(hour)
  world.mappings[0] = { ...line, constant: 'after' }
  expect([await look(), await look(), await look()].flat()).toEqual(['e'])
  world.mappings[0] = { ...line, constant: 'after', problem: 'The connector wrote this.', etag: 'another' }
  world.later(hour)
  expect(await look()).toEqual([])
  world.mappings.length = 0
  expect([await look(), await look(), await look()].flat()).toEqual(['e'])
})
