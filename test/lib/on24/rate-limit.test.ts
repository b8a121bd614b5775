import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { rateLimit, throttleAccount } from '../../../lib/on24/rate-limit.ts'

const times = (count: number, account: string) =>
  Promise.all(Array.from({ length: count }, () => rateLimit(account, 'GET attendee')))

test('an account gets as many calls a minute as ON24 allows, then waits; other accounts and other calls go on', async () => {
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

test('when ON24 says that it is enough, all work of the account waits, and that of no other', async () => {
  const account = randomUUID()
  await throttleAccount(account, 42)
  for (const call of ['POST registrant', 'GET event'] as const) {
    await expect(rateLimit(account, call)).rejects.toMatchObject({ retryAfter: 42 })
  }
  await rateLimit(randomUUID(), 'POST registrant')
})

test('to wait for no time at all is to wait for a second, not for ever', async () => {
  const account = randomUUID()
  await throttleAccount(account, 0)
  await expect(rateLimit(account, 'GET event')).rejects.toMatchObject({ retryAfter: 1 })
})
