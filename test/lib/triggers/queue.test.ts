import { readFileSync } from 'node:fs'
import { InvocationContext } from '@azure/functions'
import { expect, test } from 'vitest'
import { correlation } from '../../../lib/core/correlation.ts'
import {
  CircuitOpenError,
  ConflictError,
  CredentialsRefusedError,
  NotFoundError,
  QuotaReachedError,
  RefusedError,
  UnavailableError,
} from '../../../lib/core/errors.ts'
import type { FailedMessage } from '../../../lib/stores/failures.ts'
import { processMessage } from '../../../lib/triggers/queue.ts'

const row = { table: 'contact', id: '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001' }
const change = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70002'
const backfill = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70003'
const now = new Date('2026-05-12T16:00:00.000Z')
const eightDaysAgo = '2026-05-04T16:00:00.000Z'

/** Works on an entry; answers the messages sent, the failures and successes recorded, the reports and the worker's arguments. */
async function worked(entry: unknown, run: () => Promise<unknown> = async () => undefined) {
  const back: { message: object; wait: number | undefined }[] = []
  const failed: FailedMessage[] = []
  const done: object[] = []
  const logged: string[] = []
  const runs: { message: unknown; last: boolean; correlation: string | undefined }[] = []
  const context = new InvocationContext({ logHandler: (_level, ...parts) => void logged.push(parts.join(' ')) })
  const error = await processMessage(
    entry,
    context,
    'webinars',
    {
      queues: {
        send: async (_queue, messages, wait) => {
          for (const message of messages) back.push({ message, wait })
        },
        drainPoison: async () => {},
        moveFormer: async () => 0,
      },
      recordSuccess: async (_queue, message) => void done.push(message),
      recordFailure: async (failure) => {
        failed.push(failure)
        return { queue: failure.queue, kind: failure.kind ?? 'unreadable' }
      },
      now: () => now,
    },
    (message, isFinalAttempt) => {
      runs.push({ message, last: isFinalAttempt, correlation: correlation() })
      return run()
    },
  ).then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  return { back, failed, done, logged, runs, error }
}
const throwing = (error: unknown) => () => Promise.reject(error)

test('the host encodes messages as the app does', () => {
  const host = JSON.parse(readFileSync(new URL('../../../host.json', import.meta.url), 'utf8'))
  expect(host.extensions.queues.messageEncoding).toBe('base64')
})

test('a worker gets the row, the work and the correlation id of the message', async () => {
  const entry = { ...row, id: row.id.toUpperCase(), work: 'review', correlation: change, more: 'ignored' }
  const { runs, done } = await worked(entry)
  const message = { ...row, work: 'review', correlation: change, firstAttemptAt: now.toISOString(), attempts: 1 }
  expect(runs).toMatchObject([{ message, last: false, correlation: change }])
  expect(done).toMatchObject([message])
})

test('a message of the first edition is read, and sent on under the new names', async () => {
  const entry = { ...row, run: backfill, since: '2026-05-12T15:00:00.000Z', tries: 3 }
  const { back } = await worked(entry, throwing(new UnavailableError({ code: 'as_written', text: 'Out.' })))
  const message = { ...row, backfill, firstAttemptAt: entry.since, attempts: 4 }
  expect(back).toMatchObject([{ message }])
  expect(back[0]?.message).not.toHaveProperty('run')
})

test('a message that has been tried for days gets one last try', async () => {
  const entry = { ...row, firstAttemptAt: eightDaysAgo }
  const { runs, failed, back } = await worked(
    entry,
    throwing(new UnavailableError({ code: 'as_written', text: 'Out.' })),
  )
  expect([runs[0]?.last, back]).toEqual([true, []])
  expect(failed).toMatchObject([{ message: entry, kind: 'gave_up' }])
})

test('a lost race is no reason to give up; one that is lost for an hour more is', async () => {
  const busy = throwing(new ConflictError('Busy.'))
  const firstAttemptAt = '2026-05-05T15:50:00.000Z'
  const late = await worked({ ...row, firstAttemptAt }, busy)
  expect([late.failed, late.back]).toMatchObject([[], [{ message: { ...row, firstAttemptAt } }]])
  const later = await worked({ ...row, firstAttemptAt: eightDaysAgo }, busy)
  expect([later.failed, later.back]).toMatchObject([[{ message: row, kind: 'gave_up' }], []])
})

test('a message that a timer sends again anyway is dropped before then', async () => {
  const out = throwing(new UnavailableError({ code: 'as_written', text: 'Out.' }))
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
  for (const [work, minutes] of [
    ['attendance', 25],
    ['review', 50],
  ] as const) {
    const entry = { ...row, work, firstAttemptAt: ago(minutes) }
    expect((await worked({ ...entry, firstAttemptAt: ago(minutes - 1) }, out)).back).toHaveLength(1)
    const { back, failed, done, logged } = await worked(entry, out)
    expect([back, failed, done]).toEqual([[], [], []])
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ work, outcome: 'left to the timer', reason: 'as_written' })
    expect((await worked({ ...entry, backfill }, out)).back).toHaveLength(1)
  }
})

test.each([
  'text',
  7,
  null,
  {},
  { table: 'contact' },
  { ...row, id: 'none' },
  { ...row, table: '' },
  { ...row, work: 7 },
])('an unreadable message is recorded without its content: %j', async (entry) => {
  const { runs, failed, error, logged } = await worked(entry)
  expect([runs, error]).toEqual([[], undefined])
  expect(failed).toEqual([{ queue: 'webinars', message: undefined }])
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({ event: 'connector.failure', kind: 'unreadable' })
})

test.each([
  ['another worker is at it', new ConflictError('Busy.'), 0, 1000, 2000],
  ['an external system is out', new UnavailableError({ code: 'as_written', text: 'Out.' }), 1, 1500, 3000],
  [
    'an external system says when to come back',
    new UnavailableError({ code: 'as_written', text: 'Quota.' }, { retryAfter: 42 }),
    1,
    42_000,
    44_000,
  ],
  [
    'the credentials are refused',
    new CredentialsRefusedError('forbidden', { code: 'as_written', text: 'No level.' }),
    1,
    200_000,
    400_000,
  ],
])('a message comes back by itself when %s', async (_when, thrown, attempts, least, most) => {
  const { back, failed, error, done } = await worked(row, throwing(thrown))
  expect([failed, error, done]).toEqual([[], undefined, []])
  expect(back).toMatchObject([{ message: { ...row, attempts, firstAttemptAt: now.toISOString() } }])
  expect(back[0]?.wait).toBeGreaterThanOrEqual(least * 0.75)
  expect(back[0]?.wait).toBeLessThanOrEqual(most)
})

test('waits grow with every attempt, up to some two minutes for an outage', async () => {
  const waits = []
  for (const attempts of [1, 3, 5, 7]) {
    const { back } = await worked(
      { ...row, attempts },
      throwing(new UnavailableError({ code: 'as_written', text: 'Out.' })),
    )
    waits.push(back[0]?.wait ?? 0)
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  const out = throwing(new UnavailableError({ code: 'as_written', text: 'Out.' }))
  const { back } = await worked({ ...row, attempts: 200 }, out)
  expect(back[0]?.wait).toBeLessThanOrEqual(1.25 * 2 * 60_000)
})

test('a message comes back once, to the turn that was booked for it, and was not tried', async () => {
  const booked = new QuotaReachedError({ code: 'asked_to_wait', system: 'ON24' }, { retryAfter: 40, hasBooked: true })
  const [back] = (await worked({ ...row, attempts: 2 }, throwing(booked))).back
  expect(back).toMatchObject({ wait: 40_000, message: { ...row, attempts: 2, booked: true } })
  const [later] = (await worked({ ...row, booked: true }, throwing(new ConflictError('Busy.')))).back
  expect(later?.message).not.toHaveProperty('booked', true)
})

test('a wait that others caused does not grow, and a system that nobody asked was not tried', async () => {
  const asked = new QuotaReachedError({ code: 'asked_to_wait', system: 'ON24' }, { retryAfter: 5 })
  const [back] = (await worked({ ...row, attempts: 50 }, throwing(asked))).back
  expect(back?.wait).toBeLessThanOrEqual(7_000)
  const open = new CircuitOpenError({ code: 'out_of_service', system: 'ON24' }, { retryAfter: 30 })
  const [untried] = (await worked({ ...row, attempts: 50 }, throwing(open))).back
  expect(untried?.message).toMatchObject({ attempts: 50 })
  expect(untried?.wait).toBeGreaterThanOrEqual(30_000)
  expect(untried?.wait).toBeLessThanOrEqual(33_000)
})

test('a lost race is no attempt, and only lost races lengthen the wait after one', async () => {
  const busy = throwing(new ConflictError('Busy.'))
  const [lost] = (await worked({ ...row, attempts: 2 }, busy)).back
  expect(lost?.message).toMatchObject({ ...row, attempts: 2, conflicts: 1 })
  const [late] = (await worked({ ...row, attempts: 2, conflicts: 7 }, busy)).back
  expect(late?.message).toMatchObject({ attempts: 2, conflicts: 8 })
  expect(late?.wait).toBeGreaterThanOrEqual(0.75 * 30_000)
  const [soon] = (await worked({ ...row, attempts: 9 }, busy)).back
  expect(soon?.wait).toBeLessThanOrEqual(2000)
})

test('a lost race lengthens neither the wait for an outage nor the count of a refusal', async () => {
  const { back } = await worked(
    { ...row, conflicts: 9 },
    throwing(new UnavailableError({ code: 'as_written', text: 'Out.' })),
  )
  expect(back).toMatchObject([{ message: { attempts: 1, conflicts: 9 } }])
  expect(back[0]?.wait).toBeLessThanOrEqual(3000)
  const { failed } = await worked(
    { ...row, conflicts: 9 },
    throwing(new RefusedError({ code: 'as_written', text: 'Too long.' })),
  )
  expect(failed).toMatchObject([{ message: { attempts: 1 } }])
})

test('an unexpected error is left to the host, without anything private', async () => {
  const { back, failed, error, logged } = await worked(row, throwing(new TypeError('ada@example.test')))
  expect([back, failed]).toEqual([[], []])
  expect(error).toBeInstanceOf(Error)
  expect(`${error?.message}${error?.stack}${logged}`).not.toContain('ada@')
})

test.each([
  ['only other data can help', new RefusedError({ code: 'as_written', text: 'Too long.' })],
  ['what it needs is not there', new NotFoundError({ code: 'as_written', text: 'No such row.' })],
])('a failure is recorded at once with its reason when %s', async (_when, thrown) => {
  const { failed, error, done } = await worked({ ...row, backfill }, throwing(thrown))
  expect([error, done]).toEqual([undefined, []])
  const message = { ...row, backfill, attempts: 1 }
  expect(failed).toMatchObject([{ queue: 'webinars', message, kind: 'refused', reason: thrown.message }])
})

test('each message is one log line with row, work, outcome, duration and correlation', async () => {
  const entry = { ...row, work: 'review', firstAttemptAt: '2026-05-12T15:59:58.500Z', correlation: change }
  const { logged } = await worked(entry, async () => 'registered')
  expect(logged.map((line) => JSON.parse(line))).toEqual([
    {
      ...{ event: 'connector.message', queue: 'webinars', work: 'review', ...row, outcome: 'registered' },
      ...{ attempts: 1, seconds: 1.5, correlation: change },
    },
  ])
})
