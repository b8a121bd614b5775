import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createCache } from '../../../lib/core/cache.ts'

/** A value whose reading ends when the test says so, and a count of its readings. */
function source() {
  const answers: ((value: string | undefined | Error) => void)[] = []
  const held = createCache<string>(
    60_000,
    () =>
      new Promise((resolve, reject) => {
        answers.push((value) => (value instanceof Error ? reject(value) : resolve(value)))
      }),
  )
  return { held, answers }
}

test('concurrent and later callers share one reading', async () => {
  const { held, answers } = source()
  const both = [held.get('a'), held.get('a')]
  answers[0]?.('one')
  expect(await Promise.all([...both, held.get('a')])).toEqual(['one', 'one', 'one'])
  expect(answers).toHaveLength(1)
})

test.each([
  ['nothing', undefined],
  ['a failure', new Error('Out.')],
])('%s is not cached', async (_, answer) => {
  const { held, answers } = source()
  const first = held.get('a').catch((error: Error) => error)
  answers[0]?.(answer)
  expect(await first).toBe(answer)
  const second = held.get('a')
  answers[1]?.('two')
  expect(await second).toBe('two')
})

test.each([
  ['something', 'old'],
  ['nothing', undefined],
])('an entry evicted while it is read answers its waiters with %s and is read anew', async (_, answer) => {
  const { held, answers } = source()
  const waiting = held.get('a')
  held.evict('a')
  const next = held.get('a')
  answers[1]?.('new')
  answers[0]?.(answer)
  expect([await waiting, await next]).toEqual([answer, 'new'])
  expect(await held.get('a')).toBe('new')
})

test('a cleared cache reads all anew', async () => {
  let reads = 0
  const held = createCache<number>(60_000, async () => ++reads)
  expect([await held.get('a'), await held.get('b')]).toEqual([1, 2])
  held.clear()
  expect([await held.get('a'), await held.get('b')]).toEqual([3, 4])
})

test('a value is out of memory when its time is over, though nobody asks for it', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const held = createCache<object>(20, async () => ({ secret: true }))
  const value = new WeakRef((await held.get('a')) ?? {})
  const isInMemory = async () => {
    // A reference is let go of only after the turn in which it was looked at.
    await setTimeout(1)
    collectGarbage()
    return value.deref() !== undefined
  }
  await expect.poll(isInMemory, { timeout: 10_000 }).toBe(false)
  expect(await held.get('a')).toBeDefined()
})
