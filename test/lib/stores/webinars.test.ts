import { expect, test } from 'vitest'
import { ConflictError, QuotaReachedError, UnavailableError } from '../../../lib/core/errors.ts'
import type { WebinarRecord } from '../../../lib/rules/webinars/webinar-action.ts'
import { createWebinarStore } from '../../../lib/stores/webinars.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const active: WebinarRecord = {
  configuration: 'c',
  webinarId: '7',
  appliedHash: 'this',
  state: 'held',
  createdByConnector: true,
  replacedWebinarId: '',
}
const minutes = (count: number) => count * 60_000

/** A record of a webinar that was deleted, and a clock that tests set. */
async function deleted() {
  let time = new Date('2026-05-12T16:00:00Z').getTime()
  const store = createWebinarStore(newTable().table, () => new Date(time))
  await store.apply('e', 'c', undefined, async () => ({ ...active, state: 'deleted' }))
  const before = await store.record('e')
  return { store, before, pass: (span: number) => (time += span) }
}

const lost = [
  ['is lost', new UnavailableError({ code: 'as_written', text: 'Gone.' })],
  [
    'is an outage that asks to wait',
    new UnavailableError({ code: 'as_written', text: 'Out of order.' }, { retryAfter: 5 }),
  ],
] as const
test.for(lost)('no worker creates another webinar while an answer that %s may mean a new one', async ([, error]) => {
  const { store, before, pass } = await deleted()
  const asks = store.apply('e', 'c', before, async (beforeCreate) => {
    await beforeCreate()
    throw error
  })
  await expect(asks).rejects.toBe(error)
  await expect(store.record('e')).rejects.toThrow(ConflictError)
  pass(minutes(3))
  expect(await store.record('e')).toMatchObject({ webinarId: '7', state: 'deleted', appliedHash: '' })
})

test('a failure before the call, or a call limit, frees the lease at once', async () => {
  const { store, before } = await deleted()
  const silent = async () => {
    throw new UnavailableError({ code: 'as_written', text: 'Gone.' })
  }
  await expect(store.apply('e', 'c', before, silent)).rejects.toThrow(UnavailableError)
  const limited = async (beforeCreate: () => Promise<void>) => {
    await beforeCreate()
    throw new QuotaReachedError({ code: 'as_written', text: 'Enough.' }, { retryAfter: 5 })
  }
  await expect(store.apply('e', 'c', await store.record('e'), limited)).rejects.toThrow(QuotaReachedError)
  expect(await store.record('e')).toMatchObject({ webinarId: '7' })
})

test('a worker whose lease ran out and was taken does not call', async () => {
  const { store, before, pass } = await deleted()
  let asked = 0
  const slow = store.apply('e', 'c', before, async (beforeCreate) => {
    pass(minutes(3))
    await store.apply('e', 'c', await store.record('e'), async () => ({ ...active, webinarId: '8' }))
    await beforeCreate()
    asked += 1
    return { ...active, webinarId: '9' }
  })
  await expect(slow).rejects.toThrow(ConflictError)
  expect([asked, await store.record('e')]).toMatchObject([0, { webinarId: '8' }])
})

test('a lease lasts anew from the call on', async () => {
  const { store, before, pass } = await deleted()
  await store.apply('e', 'c', before, async (beforeCreate) => {
    pass(minutes(2))
    await beforeCreate()
    pass(minutes(2))
    await expect(store.record('e')).rejects.toThrow(ConflictError)
    return { ...active, webinarId: '8' }
  })
  expect(await store.record('e')).toMatchObject({ webinarId: '8', state: 'held' })
})
