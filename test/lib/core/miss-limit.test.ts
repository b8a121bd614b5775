import { expect, test } from 'vitest'
import { createMissLimit } from '../../../lib/core/miss-limit.ts'

test('a caller who was wrong too often waits until the time since the first miss is over', () => {
  let now = 1
  const limit = createMissLimit({ most: 2, within: 1000, now: () => now })
  limit.note('a')
  expect(limit.isReached('a')).toBe(false)
  now += 900
  limit.note('a')
  expect(limit.isReached('a')).toBe(true)
  expect(limit.isReached('b')).toBe(false)
  now += 101
  expect(limit.isReached('a')).toBe(false)
})
