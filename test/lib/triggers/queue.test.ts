import { readFileSync } from 'node:fs'
import { InvocationContext } from '@azure/functions'
import { expect, test } from 'vitest'
import { correlation } from '../../../lib/core/correlation.ts'
import {
  ConflictError,
  CredentialsRefusedError,
  NotFoundError,
  RefusedError,
  UnavailableError,
} from '../../../lib/core/errors.ts'
import type { FailedMessage } from '../../../lib/stores/failures.ts'
import { processMessage } from '../../../lib/triggers/queue.ts'

const row = { table: 'contact', id: '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001' }
const now = new Date('2026-05-12T16:00:00.000Z')
const eightDaysAgo = '2026-05-04T16:00:00.000Z'

/** Works on an entry; what was sent again, what was recorded, what was reported, what the worker was given. */
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

test('a worker gets the row and the work that the message names, on behalf of its correlation id', async () => {
  const entry = { ...row, id: row.id.toUpperCase(), work: 'review', correlation: 'c-1', more: 'ignored' }
  const { runs, done } = await worked(entry)
  const message = { ...row, work: 'review', correlation: 'c-1', firstAttemptAt: now.toISOString(), attempts: 1 }
  expect(runs).toMatchObject([{ message, last: false, correlation: 'c-1' }])
  expect(done).toMatchObject([message])
})

test('a message of the first edition is read under its old names and goes on under the new ones', async () => {
  const entry = { ...row, run: 'b', since: '2026-05-12T15:00:00.000Z', tries: 3 }
  const { back } = await worked(entry, throwing(new UnavailableError('Out.')))
  const message = { ...row, backfill: 'b', firstAttemptAt: entry.since, attempts: 4 }
  expect(back).toMatchObject([{ message }])
  expect(back[0]?.message).not.toHaveProperty('run')
})

test('a message that has been tried for days gets one last try', async () => {
  const entry = { ...row, firstAttemptAt: eightDaysAgo }
  const { runs, failed, back } = await worked(entry, throwing(new UnavailableError('Out.')))
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

test('what a timer asks for anew waits no longer than until then, or an outage would pile it up', async () => {
  const out = throwing(new UnavailableError('Out.'))
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
  for (const [work, minutes] of [
    ['attendance', 25],
    ['review', 50],
  ] as const) {
    const entry = { ...row, work, firstAttemptAt: ago(minutes) }
    expect((await worked({ ...entry, firstAttemptAt: ago(minutes - 1) }, out)).back).toHaveLength(1)
    const { back, failed, done, logged } = await worked(entry, out)
    expect([back, failed, done]).toEqual([[], [], []])
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ work, outcome: 'left to the timer', reason: 'Out.' })
    expect((await worked({ ...entry, backfill: 'b' }, out)).back).toHaveLength(1)
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
])('a message that cannot be read is recorded at once, and nothing of it is kept: %j', async (entry) => {
  const { runs, failed, error, logged } = await worked(entry)
  expect([runs, error]).toEqual([[], undefined])
  expect(failed).toEqual([{ queue: 'webinars', message: undefined }])
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({ event: 'connector.failure', kind: 'unreadable' })
})

test.each([
  ['another worker is at it', new ConflictError('Busy.'), 1000, 2000],
  ['a neighbour is out', new UnavailableError('Out.'), 1500, 3000],
  ['a neighbour says when to come back', new UnavailableError('Quota.', { retryAfter: 42 }), 42_000, 44_000],
  ['the credentials are refused', new CredentialsRefusedError('forbidden', 'No level.'), 200_000, 400_000],
])('when %s the message comes back by itself', async (_when, thrown, least, most) => {
  const { back, failed, error, done } = await worked(row, throwing(thrown))
  expect([failed, error, done]).toEqual([[], undefined, []])
  expect(back).toMatchObject([{ message: { ...row, attempts: 1, firstAttemptAt: now.toISOString() } }])
  expect(back[0]?.wait).toBeGreaterThanOrEqual(least * 0.75)
  expect(back[0]?.wait).toBeLessThanOrEqual(most)
})

test('waits grow with every try, up to a quarter of an hour for an outage', async () => {
  const waits = []
  for (const attempts of [1, 4, 8, 200]) {
    const { back } = await worked({ ...row, attempts }, throwing(new UnavailableError('Out.')))
    waits.push(back[0]?.wait ?? 0)
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(waits.at(-1)).toBeLessThanOrEqual(1.25 * 15 * 60_000)
})

test('what nobody foresaw is left to the host, which is told nothing private', async () => {
  const { back, failed, error, logged } = await worked(row, throwing(new TypeError('ada@example.test')))
  expect([back, failed]).toEqual([[], []])
  expect(error).toBeInstanceOf(Error)
  expect(`${error?.message}${error?.stack}${logged}`).not.toContain('ada@')
})

test.each([
  ['only other data can help', new RefusedError('Too long.')],
  ['what it needs is not there', new NotFoundError('No such row.')],
])('when %s a failure is recorded at once, with its reason', async (_when, thrown) => {
  const { failed, error, done } = await worked({ ...row, backfill: 'b' }, throwing(thrown))
  expect([error, done]).toEqual([undefined, []])
  const message = { ...row, backfill: 'b', attempts: 1 }
  expect(failed).toMatchObject([{ queue: 'webinars', message, kind: 'refused', reason: thrown.message }])
})

test('one line of the log says of each message which row it was, how it went, how long it took and for whom', async () => {
  const entry = { ...row, work: 'review', firstAttemptAt: '2026-05-12T15:59:58.500Z', correlation: 'c-1' }
  const { logged } = await worked(entry, async () => 'registered')
  expect(logged.map((line) => JSON.parse(line))).toEqual([
    {
      ...{ event: 'connector.message', queue: 'webinars', work: 'review', ...row, outcome: 'registered' },
      ...{ attempts: 1, seconds: 1.5, correlation: 'c-1' },
    },
  ])
})
