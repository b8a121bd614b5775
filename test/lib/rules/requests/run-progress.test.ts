import { expect, test } from 'vitest'
import { minute, second } from '../../../../lib/core/time.ts'
import { nextLook, percentOf } from '../../../../lib/rules/requests/run-progress.ts'

test.each([
  [{ isListed: false, total: 500, waiting: 0 }, 0],
  [{ isListed: true, total: 0, waiting: 0 }, 0],
  [{ isListed: true, total: 3, waiting: 2 }, 33],
  [{ isListed: true, total: 1000, waiting: 1 }, 99],
  [{ isListed: true, total: 3, waiting: 0 }, 99],
])('a run with %j is at %d percent until it ends', (counts, percent) => {
  expect(percentOf(counts)).toBe(percent)
})

test.each([
  [0, 3 * second],
  [10 * minute, minute],
  [600 * minute, 2 * minute],
])('a run that is %d ms old is looked at again after %d ms', (age, pause) => {
  expect(nextLook(age)).toBe(pause)
})
