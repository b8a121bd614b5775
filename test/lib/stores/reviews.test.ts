import { expect, test } from 'vitest'
import { createReviewStore } from '../../../lib/stores/reviews.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const at = new Date('2026-05-12T16:00:00Z')

test('a review that found all well keeps the digest that it was asked for with', async () => {
  const store = createReviewStore(newTable().table)
  const known = async () => (await store.all()).get(store.key('event', 'a'))
  await store.noteEnqueued('event', 'a', 'account', { at, asked: 'one', digest: '' })
  expect(await known()).toEqual({ at, asked: 'one', digest: '' })
  await store.noteDone('event', 'a', true)
  expect(await known()).toEqual({ at, asked: 'one', digest: 'one' })
  await store.noteDone('event', 'a', false)
  expect(await known()).toEqual({ at, asked: 'one', digest: '' })
})

test('a review that nobody enqueued leaves no record, and a forgotten one is gone', async () => {
  const store = createReviewStore(newTable().table)
  await store.noteDone('event', 'a', true)
  await store.noteEnqueued('session', 'a', 'account', { at, asked: '', digest: '' })
  expect([...(await store.all()).keys()]).toEqual(['session_a'])
  await store.forget('session_a')
  expect((await store.all()).size).toBe(0)
})
