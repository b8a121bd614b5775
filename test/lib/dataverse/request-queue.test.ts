import { expect, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { createRequestQueue } from '../../../lib/dataverse/request-queue.ts'

/** Makes calls that end when the test says so; counts the most that ran at a time. */
async function mostAtOnce(pace: ReturnType<typeof createRequestQueue>, calls: number, hint?: string) {
  let running = 0
  let most = 0
  const call = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise(setImmediate)
    running -= 1
    return new Response(null, hint ? { headers: { 'x-ms-dop-hint': hint } } : {})
  }
  await Promise.all(Array.from({ length: calls }, () => pace.schedule(call)))
  return most
}

test('calls run as many at a time as Dataverse recommends, never more than it allows', async () => {
  const pace = createRequestQueue()
  expect(await mostAtOnce(pace, 40)).toBe(8)
  await mostAtOnce(pace, 1, '3')
  expect(await mostAtOnce(pace, 40)).toBe(3)
  await mostAtOnce(pace, 1, '400')
  expect(await mostAtOnce(pace, 100)).toBe(52)
})

test('no call is sent while Dataverse asks to wait', async () => {
  const pace = createRequestQueue()
  pace.pauseFor(7)
  let sent = false
  const call = async () => {
    sent = true
    return new Response()
  }
  const refusal = await pace.schedule(call).catch((error: unknown) => error)
  expect([refusal, sent]).toEqual([expect.any(UnavailableError), false])
  expect(refusal).toMatchObject({ retryAfter: 7, hasRetryAfter: true })
})

test('a queued call is not sent either while Dataverse asks to wait', async () => {
  const pace = createRequestQueue()
  const { promise, resolve } = Promise.withResolvers<Response>()
  const first = Array.from({ length: 8 }, () => pace.schedule(() => promise))
  let sent = false
  const waiting = pace
    .schedule(async () => {
      sent = true
      return new Response()
    })
    .catch((error: unknown) => error)
  await new Promise(setImmediate)
  pace.pauseFor(7)
  resolve(new Response())
  await Promise.all(first)
  expect(await waiting).toMatchObject({ hasRetryAfter: true })
  expect(sent).toBe(false)
})
