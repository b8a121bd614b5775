import { expect, test } from 'vitest'
import { Unavailable } from '../../../lib/core/errors.ts'
import { createPace } from '../../../lib/dataverse/request-queue.ts'

/** Makes calls that end when told to; the most that ran at a time. */
async function mostAtOnce(pace: ReturnType<typeof createPace>, calls: number, hint?: string) {
  let running = 0
  let most = 0
  const call = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise(setImmediate)
    running -= 1
    return new Response(null, hint ? { headers: { 'x-ms-dop-hint': hint } } : {})
  }
  await Promise.all(Array.from({ length: calls }, () => pace.admit(call)))
  return most
}

test('calls run as many at a time as Dataverse recommends, never more than it allows', async () => {
  const pace = createPace()
  expect(await mostAtOnce(pace, 40)).toBe(8)
  await mostAtOnce(pace, 1, '3')
  expect(await mostAtOnce(pace, 40)).toBe(3)
  await mostAtOnce(pace, 1, '400')
  expect(await mostAtOnce(pace, 100)).toBe(52)
})

test('while Dataverse asked to wait nothing is sent', async () => {
  const pace = createPace()
  pace.close(7)
  let sent = false
  const call = async () => {
    sent = true
    return new Response()
  }
  const refusal = await pace.admit(call).catch((error: unknown) => error)
  expect([refusal, sent]).toEqual([expect.any(Unavailable), false])
  expect(refusal).toMatchObject({ retryAfter: 7, asked: true })
})

test('who waits for their turn while Dataverse asks to wait is not sent either', async () => {
  const pace = createPace()
  const { promise, resolve } = Promise.withResolvers<Response>()
  const first = Array.from({ length: 8 }, () => pace.admit(() => promise))
  let sent = false
  const waiting = pace
    .admit(async () => {
      sent = true
      return new Response()
    })
    .catch((error: unknown) => error)
  await new Promise(setImmediate)
  pace.close(7)
  resolve(new Response())
  await Promise.all(first)
  expect(await waiting).toMatchObject({ asked: true })
  expect(sent).toBe(false)
})
