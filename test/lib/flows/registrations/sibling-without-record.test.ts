import { expect, test } from 'vitest'
import { reconcileRegistration } from '../../../../lib/flows/registrations/reconcile.ts'
import { inMemoryWorld } from '../../../harness/in-memory-world.ts'

/** A world in which messages run one after the other, and only those that a test runs. */
function quietWorld() {
  const world = inMemoryWorld()
  const services = world.connect(async () => undefined)
  const run = (id: string) =>
    reconcileRegistration({ table: 'registration', id }, { isFinal: false, isLate: false }, services)
  const registered = () =>
    [...world.listed].flatMap(([key, { state, registrationId }]) => (state === 'gone' ? [] : [[key, registrationId]]))
  return { ...world, run, registered }
}

test('a registration whose own message is late leaves nobody behind when its event moves', async () => {
  const { create, remove, changeEvent, run, registered } = quietWorld()
  create('first', 'ada')
  create('second', 'ada')
  await run('first')
  remove('first')
  await run('first')
  expect(registered()).toEqual([['1 ada@example.test', 'second']])
  changeEvent({ webinarId: '2' })
  await run('second')
  expect(registered()).toEqual([['2 ada@example.test', 'second']])
})

test('a registration that is deleted before its own message ran is cancelled', async () => {
  const { create, remove, run, registered } = quietWorld()
  create('first', 'ada')
  create('second', 'ada')
  await run('first')
  remove('first')
  await run('first')
  remove('second')
  await run('second')
  expect(registered()).toEqual([])
})
