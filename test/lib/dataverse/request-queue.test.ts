import { expect, test } from 'vitest'
import { NotFoundError, QuotaReachedError } from '../../../lib/core/errors.ts'
import { createRequestQueue } from '../../../lib/dataverse/request-queue.ts'

const askedToWait = (seconds: number) =>
  new QuotaReachedError({ code: 'asked_to_wait', system: 'Dataverse' }, { retryAfter: seconds })

/** Makes calls that end in the next turn of the loop; counts the most that ran at a time. */
async function mostAtOnce(queue: ReturnType<typeof createRequestQueue>, calls: number, hint?: string) {
  let running = 0
  let most = 0
  const call = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise(setImmediate)
    running -= 1
    if (hint) queue.heed(new Headers({ 'x-ms-dop-hint': hint }))
  }
  await Promise.all(Array.from({ length: calls }, () => queue.schedule(call)))
  return most
}

/** A call that is put off so often, and then goes well. */
function putOff(times: number, seconds: number) {
  const sent: number[] = []
  const call = async () => {
    sent.push(performance.now())
    if (sent.length <= times) throw askedToWait(seconds)
  }
  return { call, sent }
}

test('calls run as many at a time as Dataverse recommends, never more than it allows', async () => {
  const queue = createRequestQueue()
  expect(await mostAtOnce(queue, 40)).toBe(8)
  await mostAtOnce(queue, 1, '3')
  expect(await mostAtOnce(queue, 40)).toBe(3)
  await mostAtOnce(queue, 40, '400')
  await mostAtOnce(queue, 4_000)
  expect(await mostAtOnce(queue, 100)).toBe(52)
})

test('a call that is put off for a moment is sent again in place', async () => {
  const { call, sent } = putOff(2, 0.2)
  await createRequestQueue().schedule(call)
  expect(sent).toHaveLength(3)
  expect((sent[2] ?? 0) - (sent[0] ?? 0)).toBeGreaterThanOrEqual(390)
})

test('no other call is sent while Dataverse asks to wait, and none of them fails', async () => {
  const queue = createRequestQueue()
  const { call, sent } = putOff(1, 0.3)
  const first = queue.schedule(call)
  await new Promise(setImmediate)
  const others = Array.from({ length: 20 }, () => putOff(0, 0))
  await Promise.all([first, ...others.map((other) => queue.schedule(other.call))])
  for (const other of others) expect((other.sent[0] ?? 0) - (sent[0] ?? 0)).toBeGreaterThanOrEqual(290)
})

test('a wait that outlasts the patience is for the caller, at once, and for all who come meanwhile', async () => {
  const queue = createRequestQueue()
  const { call, sent } = putOff(9, 37)
  await expect(queue.schedule(call)).rejects.toMatchObject({ retryAfter: 37, hasRetryAfter: true })
  const other = putOff(0, 0)
  await expect(queue.schedule(other.call)).rejects.toMatchObject({ retryAfter: 37, hasRetryAfter: true })
  expect([sent.length, other.sent.length]).toEqual([1, 0])
})

test('fewer calls run at a time after one was put off, and more again with those that go well', async () => {
  const queue = createRequestQueue()
  const { call } = putOff(3, 0.01)
  await queue.schedule(call)
  expect(await mostAtOnce(queue, 4)).toBeLessThan(5)
  await mostAtOnce(queue, 100)
  expect(await mostAtOnce(queue, 40)).toBe(8)
})

test('any other error is the caller’s', async () => {
  const gone = new NotFoundError({ code: 'row_gone' })
  await expect(createRequestQueue().schedule(() => Promise.reject(gone))).rejects.toBe(gone)
})
