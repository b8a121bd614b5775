import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withBookedTurn } from '../../../lib/core/booked-turn.ts'
import { QuotaReachedError } from '../../../lib/core/errors.ts'
import { callsPerMinute, createAccountCalls, quotaScope } from '../../../lib/on24/rate-limit.ts'
import { createTurns } from '../../../lib/stores/turns.ts'
import { inMemoryTable } from '../../harness/in-memory-table.ts'
import { noBreaker } from '../../harness/no-limits.ts'

/** Instances of the app that share one storage. */
function instances(count: number) {
  const table = inMemoryTable('state')(async (_, work) => work())
  const clock = async () => Date.now
  return Array.from({ length: count }, () => {
    const turns = createTurns(table, clock)
    return (account: string) => createAccountCalls(account, turns, noBreaker)
  })
}
const [instance = expect.unreachable()] = instances(1)

/** How many calls were let through at once, and the errors of the others. */
async function outcomes(calls: readonly Promise<unknown>[]) {
  const settled = await Promise.allSettled(calls)
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as QuotaReachedError] : []))
  return { admitted: settled.length - refused.length, refused }
}

test('all instances together get what ON24 allows an account, and other accounts theirs', async () => {
  const calls = instances(3).flatMap((each) => Array.from({ length: 50 }, () => each('a').paced('GET registrant')))
  const { admitted, refused } = await outcomes(calls)
  expect(admitted + refused.length).toBe(150)
  expect(admitted).toBeLessThanOrEqual(callsPerMinute['GET registrant'])
  expect(admitted).toBeGreaterThan(50)
  for (const one of refused) expect(one).toMatchObject({ hasRetryAfter: true })
  await instance('b').paced('GET registrant')
})

test('a crowd of one webinar books turns; another webinar gets its turn at once', async () => {
  const account = instance('crowded')
  const crowd = () => outcomes(Array.from({ length: 30 }, () => account.paced('POST registrant', 'crowd')))
  for (let time = 0; time < 33; time += 1) await crowd()
  const { refused } = await crowd()
  expect(refused.map(({ hasBooked }) => hasBooked)).toEqual(Array.from({ length: 30 }, () => true))
  const begun = performance.now()
  await account.paced('POST registrant', 'other')
  expect(performance.now() - begun).toBeLessThan(5_000)
})

test('whoever comes back for a booked turn has it', async () => {
  const account = instance('booked')
  await outcomes(Array.from({ length: 15 }, () => account.paced('POST registrant', 'crowd')))
  await withBookedTurn(true, () => account.paced('POST registrant', 'crowd'))
})

test('an answer of ON24 that a quota is reached stops that call on every instance, and no other', async () => {
  const [one = expect.unreachable(), other = expect.unreachable()] = instances(2)
  const reached = new QuotaReachedError({ code: 'asked_to_wait', system: 'ON24' }, { retryAfter: 42 })
  await one('a').stop('POST event/1/registrant', reached)
  const refusal = await other('a')
    .paced('POST registrant', 'webinar')
    .catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(QuotaReachedError)
  expect((refusal as QuotaReachedError).retryAfter).toBeGreaterThan(35)
  await other('a').paced('GET event')
  await other('b').paced('POST registrant', 'webinar')
})

test('calls that get their turns at the same time all find a place', async () => {
  const account = instance('crowd')
  const calls = Array.from({ length: 64 }, () => account.admit(() => setTimeout(50)))
  expect(await outcomes(calls)).toEqual({ admitted: 64, refused: [] })
})

test('a message that finds no place keeps the turn that was booked for it', async () => {
  const account = instance('full')
  const { promise: silence, resolve: answer } = Promise.withResolvers<void>()
  const calls = (count: number, hasBooked: boolean) =>
    outcomes(Array.from({ length: count }, () => withBookedTurn(hasBooked, () => account.admit(() => silence))))
  const first = calls(16, false)
  const [booked, others] = await Promise.all([calls(2, true), calls(2, false)])
  answer()
  expect((await first).admitted).toBe(16)
  expect(booked.refused.map(({ hasBooked }) => hasBooked)).toEqual([true, true])
  expect(others.refused.map(({ hasBooked }) => hasBooked)).toEqual([false, false])
})

test('a call that finds no place is not made, so the breaker does not hear of it', async () => {
  const heard: string[] = []
  const hear = <T>(call: () => Promise<T>) => {
    heard.push('call')
    return call()
  }
  const breaker = { ...noBreaker, admit: hear }
  const turns = createTurns(
    inMemoryTable('state')(async (_, work) => work()),
    async () => Date.now,
  )
  const account = createAccountCalls('silent', turns, breaker)
  const { promise: silence, resolve: answer } = Promise.withResolvers<void>()
  const calls = Array.from({ length: 40 }, () => account.admit(() => silence))
  const { admitted } = await outcomes(calls.slice(16))
  answer()
  await outcomes(calls)
  expect([admitted, heard.length]).toEqual([0, 16])
})

test.each([
  ['POST event/5000001/registrant', 'POST registrant'],
  ['GET event/5000001/registrant', 'GET registrant'],
  ['GET event/5000001/attendee', 'GET attendee'],
  ['GET event/5000001/regfield', 'GET regfield'],
  ['PATCH registrant/{email}', 'PATCH registrant by email'],
  ['GET event', 'GET event'],
  ['GET event/5000001', 'GET event by id'],
  ['POST event', 'POST event'],
  ['PUT event/5000001', 'PUT event'],
  ['DELETE event/5000001', 'DELETE event'],
  ['GET eventtypes', 'GET eventtypes'],
  ['GET something/else', undefined],
])('%s counts for the quota of %s', (made, scope) => {
  expect(quotaScope(made)).toBe(scope)
})

test('somebody new who would have to wait books a turn before anything else', async () => {
  const account = instance('ahead')
  await account.ensureNotCrowded('POST registrant', 'webinar')
  await account.stop(
    'POST event/1/registrant',
    new QuotaReachedError({ code: 'asked_to_wait', system: 'ON24' }, { retryAfter: 42 }),
  )
  const { refused } = await outcomes([account.ensureNotCrowded('POST registrant', 'webinar')])
  expect(refused).toMatchObject([{ hasBooked: true }])
  await withBookedTurn(true, () => account.ensureNotCrowded('POST registrant', 'webinar'))
})
