import { expect, test } from 'vitest'
import { ConflictError } from '../../../../lib/core/errors.ts'
import { reconcileRegistration } from '../../../../lib/flows/registrations/reconcile.ts'
import { inMemoryWorld } from '../../../harness/in-memory-world.ts'

/** Ada is registered for an event, and for a copy that names the webinar of that event. */
async function copiedEvent() {
  const world = inMemoryWorld()
  const services = world.connect(async () => undefined)
  const run = (id: string) =>
    reconcileRegistration({ table: 'registration', id }, { isFinal: false, isLate: false }, services)
  const registered = () =>
    [...world.listed].flatMap(([key, { state, registrationId }]) => (state === 'gone' ? [] : [[key, registrationId]]))
  world.create('original', 'ada')
  await run('original')
  world.create('copied', 'ada', world.copy.id)
  return { ...world, run, registered }
}

test('a registration of a copied event is not sent to the webinar of the original', async () => {
  const { run, rows, registered } = await copiedEvent()
  expect(await run('copied')).toBe('waiting')
  expect(registered()).toEqual([['1 ada@example.test', 'original']])
  expect(rows.get('copied')?.outcome).toMatchObject({
    ...{ synced: false, state: 'parent failed' },
    text: 'The webinar id of the event belongs to another one. Its webinar status says what to do.',
  })
})

test('a copied event that is cancelled, or left by a person, cancels nobody of the original', async () => {
  const { run, cancel, remove, copy, registered } = await copiedEvent()
  await run('copied')
  cancel('copied')
  await run('copied')
  copy.cancelled = true
  await run('copied')
  remove('copied')
  await run('copied')
  expect(registered()).toEqual([['1 ada@example.test', 'original']])
})

test('a registration moves with the webinar that its copied event gets', async () => {
  const { run, copy, registered } = await copiedEvent()
  await run('copied')
  copy.webinarId = '2'
  await run('copied')
  expect(registered()).toEqual([
    ['1 ada@example.test', 'original'],
    ['2 ada@example.test', 'copied'],
  ])
})

test('people whom an earlier release sent to the webinar of the original keep their place there', async () => {
  const { run, copy, create, remove, event, registered } = await copiedEvent()
  create('alone', 'augusta', copy.id)
  const original = event.webinarId
  event.webinarId = 'elsewhere'
  // Somebody who seems new and is there already: the next attempt looks first.
  await expect(run('copied')).rejects.toThrow(ConflictError)
  await run('copied')
  await run('alone')
  event.webinarId = original
  copy.webinarId = '2'
  await run('copied')
  await run('alone')
  expect(registered()).toEqual([
    ['1 ada@example.test', 'original'],
    ['2 ada@example.test', 'copied'],
    ['2 augusta@example.test', 'alone'],
  ])
  remove('copied')
  await run('copied')
  expect(registered()).toContainEqual(['1 ada@example.test', 'original'])
})
