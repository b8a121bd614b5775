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
