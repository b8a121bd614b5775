import { expect, test } from 'vitest'
import { insist } from '../../../lib/core/breaker.ts'
import { CircuitOpenError, QuotaReachedError, RefusedError, UnavailableError } from '../../../lib/core/errors.ts'
import { createBreakers } from '../../../lib/stores/breakers.ts'
import { inMemoryTable } from '../../harness/in-memory-table.ts'

/** Instances that share one storage, the calls that reached their system, and a clock that the test sets. */
function world(count = 2) {
  const table = inMemoryTable('state')(async (_, work) => work())
  let time = 1_800_000_000_000
  const calls: string[] = []
  let answer: () => unknown = () => 'well'
  const instances = Array.from({ length: count }, (_, at) => {
    const breaker = createBreakers(table, async () => () => time).breakerOf('ON24', 'account')
    const call = () =>
      breaker.admit(async () => {
        calls.push(String(at))
        return answer()
      })
    return { ...breaker, call: () => call().catch((error: unknown) => error) }
  })
  const fails = (error: Error) => {
    answer = () => {
      throw error
    }
  }
  return {
    instances,
    calls,
    fails,
    out: () => fails(new UnavailableError({ code: 'unreachable', system: 'ON24' })),
    works: () => {
      answer = () => 'well'
    },
    pass: (seconds: number) => {
      time += seconds * 1000
    },
  }
}

test('after five failures in a row nobody asks a system that is out', async () => {
  const { instances, calls, out } = world(1)
  const [one = expect.unreachable()] = instances
  out()
  for (let at = 0; at < 20; at += 1) await one.call()
  expect(calls).toHaveLength(5)
  expect(await one.call()).toBeInstanceOf(CircuitOpenError)
  await expect(one.ensureClosed()).rejects.toThrow(CircuitOpenError)
})

test('one call of all instances tries again, and what it finds counts for all', async () => {
  const { instances, calls, out, works, pass } = world(3)
  out()
  for (let at = 0; at < 6; at += 1) for (const instance of instances) await instance.call()
  const before = calls.length
  pass(3)
  await Promise.all(instances.map(({ call }) => call()))
  expect(calls.length - before).toBe(1)
  works()
  pass(61)
  const results = await Promise.all(instances.map(({ call }) => call()))
  expect(results.filter((result) => result === 'well')).toHaveLength(1)
  await expect
    .poll(() => Promise.all(instances.map(({ call }) => call())), { timeout: 10_000 })
    .toEqual(['well', 'well', 'well'])
})

test('refusals, waits that were asked for and answers between failures keep it closed', async () => {
  const { instances, calls, fails, out, works } = world(1)
  const [one = expect.unreachable()] = instances
  for (const error of [
    new RefusedError({ code: 'provider_refused', provider: 'ON24', said: '' }),
    new QuotaReachedError({ code: 'asked_to_wait', system: 'ON24' }, { retryAfter: 1 }),
  ]) {
    fails(error)
    for (let at = 0; at < 8; at += 1) expect(await one.call()).toBe(error)
  }
  for (let at = 0; at < 5; at += 1) {
    out()
    for (let failure = 0; failure < 4; failure += 1) await one.call()
    works()
    expect(await one.call()).toBe('well')
  }
  expect(calls).toHaveLength(41)
})

test('somebody who wants to know is let through, and what they find counts', async () => {
  const { instances, calls, out, works } = world(1)
  const [one = expect.unreachable()] = instances
  out()
  for (let at = 0; at < 10; at += 1) await one.call()
  expect(await insist(one.call)).not.toBeInstanceOf(CircuitOpenError)
  expect(await one.call()).toBeInstanceOf(CircuitOpenError)
  works()
  expect([await insist(one.call), await one.call()]).toEqual(['well', 'well'])
  expect(calls).toHaveLength(8)
})

test('a system that is out is told for what it last did', async () => {
  const { instances, fails } = world(1)
  const [one = expect.unreachable()] = instances
  fails(new UnavailableError({ code: 'dataverse_no_access' }))
  for (let at = 0; at < 5; at += 1) await one.call()
  expect(await one.call()).toMatchObject({ name: 'CircuitOpenError', userMessage: { code: 'dataverse_no_access' } })
})

test('a call is what it was, also where the storage cannot keep what it showed', async () => {
  const out = new UnavailableError({ code: 'storage_unreachable' })
  const table = inMemoryTable('state')(async (name, work) => {
    if (isStorageOut && name === 'write state') throw out
    return work()
  })
  let isStorageOut = false
  const breaker = createBreakers(table, async () => () => 0).breakerOf('ON24', 'account')
  const silent = new UnavailableError({ code: 'unreachable', system: 'ON24' })
  const call = (answer: () => Promise<string>) => breaker.admit(answer).catch((error: unknown) => error)
  for (let at = 0; at < 5; at += 1) await call(() => Promise.reject(silent))
  isStorageOut = true
  expect(await insist(() => call(() => Promise.reject(silent)))).toBe(silent)
  expect(await insist(() => call(async () => 'well'))).toBe('well')
})

test('the wait grows with the outage, and never beyond three minutes', async () => {
  const { instances, out, pass } = world(1)
  const [one = expect.unreachable()] = instances
  out()
  for (let hour = 0; hour < 60; hour += 1) {
    for (let at = 0; at < 6; at += 1) await one.call()
    const error = await one.call()
    if (!(error instanceof CircuitOpenError)) throw error
    expect(error.retryAfter).toBeLessThanOrEqual(180)
    pass(61)
  }
})
