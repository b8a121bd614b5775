import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createGatherer } from '../../../lib/core/gather.ts'

/** A gatherer that doubles numbers, and the calls that it made; odd numbers above 90 are refused. */
function doubling(wait: number, most: number) {
  const calls: (readonly number[])[] = []
  const gather = createGatherer<number, number>({ wait, most }, async (numbers) => {
    calls.push(numbers)
    return Promise.allSettled(
      numbers.map(async (number) => {
        if (number > 90) throw new Error(`Not ${number}.`)
        return number * 2
      }),
    )
  })
  return { gather, calls }
}

test('what is asked for together is one call, and each gets its own result', async () => {
  const { gather, calls } = doubling(50, 10)
  expect(await Promise.all([1, 2, 3].map(gather))).toEqual([2, 4, 6])
  expect(calls).toEqual([[1, 2, 3]])
})

test('a refusal costs the one that it is about', async () => {
  const { gather } = doubling(50, 10)
  const results = await Promise.allSettled([1, 91, 3].map(gather))
  expect(results).toMatchObject([{ value: 2 }, { reason: { message: 'Not 91.' } }, { value: 6 }])
})

test('a call that fails fails for all that were in it', async () => {
  const gather = createGatherer<number, number>({ wait: 10, most: 10 }, () => Promise.reject(new Error('Out.')))
  const results = await Promise.allSettled([1, 2].map(gather))
  expect(results).toMatchObject([{ reason: { message: 'Out.' } }, { reason: { message: 'Out.' } }])
})

test('more than one call takes is parted at once', async () => {
  const { gather, calls } = doubling(60_000, 2)
  await gather(0)
  expect(await Promise.all([1, 2, 3, 4].map(gather))).toEqual([2, 4, 6, 8])
  expect(calls).toEqual([[0], [1, 2], [3, 4]])
})

test('what is asked for after a call was begun is not part of it', async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  const calls: (readonly number[])[] = []
  const gather = createGatherer<number, number>({ wait: 5, most: 10 }, async (numbers) => {
    calls.push(numbers)
    await answered
    return Promise.allSettled(numbers.map(async (number) => number))
  })
  const first = gather(1)
  await expect.poll(() => calls).toHaveLength(1)
  const second = gather(2)
  answer()
  expect(await Promise.all([first, second])).toEqual([1, 2])
  expect(calls).toEqual([[1], [2]])
})

test('somebody alone is not kept waiting, and those who come often are gathered', async () => {
  const { gather, calls } = doubling(1_000, 100)
  const begun = performance.now()
  await gather(1)
  expect(performance.now() - begun).toBeLessThan(900)
  const often = []
  for (let number = 2; number < 8; number += 1) {
    often.push(gather(number))
    await setTimeout(20)
  }
  await Promise.all(often)
  expect(calls).toEqual([[1], [2, 3, 4, 5, 6, 7]])
})

test('somebody who has time waits for others, and goes with whoever has none', async () => {
  const calls: (readonly number[])[] = []
  let patience = 60_000
  const gather = createGatherer<number, number>({ wait: 5, most: 10, patience: () => patience }, async (numbers) => {
    calls.push(numbers)
    return Promise.allSettled(numbers.map(async (number) => number))
  })
  const first = gather(1)
  patience = 0
  expect(await Promise.all([first, gather(2)])).toEqual([1, 2])
  expect(calls).toEqual([[1, 2]])
})

test('those who have time wait no longer than until they are enough', async () => {
  const calls: (readonly number[])[] = []
  const gather = createGatherer<number, number>(
    { wait: 5, most: 10, enough: 3, patience: () => 60_000 },
    async (numbers) => {
      calls.push(numbers)
      return Promise.allSettled(numbers.map(async (number) => number))
    },
  )
  expect(await Promise.all([1, 2, 3].map(gather))).toEqual([1, 2, 3])
  expect(calls).toEqual([[1, 2, 3]])
})

test('what is asked for while a call runs goes together when it ends', async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  const calls: (readonly number[])[] = []
  const gather = createGatherer<number, number>({ wait: 5, most: 10 }, async (numbers) => {
    calls.push(numbers)
    if (calls.length === 1) await answered
    return Promise.allSettled(numbers.map(async (number) => number))
  })
  const asked = [gather(1)]
  await expect.poll(() => calls).toHaveLength(1)
  for (const number of [2, 3, 4]) {
    asked.push(gather(number))
    await setTimeout(20)
  }
  answer()
  await Promise.all(asked)
  expect(calls).toEqual([[1], [2, 3, 4]])
})

test('a call that hangs holds up those after it for a moment only', async () => {
  const calls: (readonly number[])[] = []
  const gather = createGatherer<number, number>({ wait: 5, most: 10 }, async (numbers) => {
    calls.push(numbers)
    if (calls.length === 1) await new Promise(() => {})
    return Promise.allSettled(numbers.map(async (number) => number))
  })
  void gather(1)
  await expect.poll(() => calls).toHaveLength(1)
  expect(await gather(2)).toBe(2)
})

test('requests of one moment go together though the moment is long', async () => {
  const calls: number[] = []
  const ask = createGatherer<number, void>({ wait: 20, most: 50 }, async (requests) => {
    calls.push(requests.length)
    return requests.map(() => ({ status: 'fulfilled', value: undefined }))
  })
  await Promise.all(
    Array.from({ length: 10 }, (_, number) => {
      const until = performance.now() + 3
      while (performance.now() < until);
      return ask(number)
    }),
  )
  expect(calls).toEqual([10])
})
