import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { rateLimit, throttleAccount } from '../../../lib/on24/rate-limit.ts'

const times = (count: number, account: string) =>
  Promise.all(Array.from({ length: count }, () => rateLimit(account, 'GET attendee')))

test('an account gets as many calls a minute as ON24 allows, and others theirs', async () => {
  const account = randomUUID()
  await times(100, account)
  const refusal = await rateLimit(account, 'GET attendee').catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(UnavailableError)
  expect(refusal).toMatchObject({ hasRetryAfter: true })
  expect((refusal as UnavailableError).retryAfter).toBeGreaterThan(50)
  expect((refusal as UnavailableError).retryAfter).toBeLessThanOrEqual(60)
  await rateLimit(account, 'POST registrant')
  await times(100, randomUUID())
})

test('a throttled account waits with all its work, and no other account does', async () => {
  const account = randomUUID()
  await throttleAccount(account, 42)
  for (const call of ['POST registrant', 'GET event'] as const) {
    await expect(rateLimit(account, call)).rejects.toMatchObject({ retryAfter: 42 })
  }
  await rateLimit(randomUUID(), 'POST registrant')
})

test('a wait of no time is a wait of a second', async () => {
  const account = randomUUID()
  await throttleAccount(account, 0)
  await expect(rateLimit(account, 'GET event')).rejects.toMatchObject({ retryAfter: 1 })
})
