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
import type { QueueName } from '../../../lib/stores/queues.ts'
import { processMessage } from '../../../lib/triggers/queue.ts'

const row = { table: 'contact', id: '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001' }
const now = new Date('2026-05-12T16:00:00.000Z')
const eightDaysAgo = '2026-05-04T16:00:00.000Z'

/** Works on an entry; answers the messages sent, the dead letters, the reports and the worker's arguments. */
async function worked(
  entry: unknown,
  run: () => Promise<unknown> = async () => undefined,
  queue: QueueName = 'contacts',
) {
  const back: { message: object; wait: number | undefined }[] = []
  const aside: object[] = []
  const ended: string[] = []
  const logged: string[] = []
  const runs: { row: unknown; lastTry: boolean; correlation: string | undefined }[] = []
  const context = new InvocationContext({ logHandler: (_level, ...parts) => void logged.push(parts.join(' ')) })
  const error = await processMessage(
    entry,
    context,
    queue,
    {
      queues: {
        send: async (_queue, messages, wait) => {
          for (const message of messages) back.push({ message, wait })
        },
        deadLetter: async (_queue, message) => void aside.push(message),
      },
      onSettled: async (_queue, _message, how) => void ended.push(how),
      now: () => now,
    },
    (row, isFinalAttempt) => {
      runs.push({ row, lastTry: isFinalAttempt, correlation: correlation() })
      return run()
    },
  ).then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  return { back, aside, ended, logged: logged.join('\n'), runs, error }
}
const throwing = (error: unknown) => () => Promise.reject(error)

test('the host encodes messages as the app does', () => {
  const host = JSON.parse(readFileSync(new URL('../../../host.json', import.meta.url), 'utf8'))
  expect(host.extensions.queues.messageEncoding).toBe('base64')
})

test('a worker gets the row of the message and its correlation id', async () => {
  const { runs, ended } = await worked({ ...row, id: row.id.toUpperCase(), correlation: 'c-1', more: 'ignored' })
  expect(runs).toEqual([{ row, lastTry: false, correlation: 'c-1' }])
  expect(ended).toEqual(['done'])
})

test('a message that has been tried for days gets one last try', async () => {
  const { runs, aside, back } = await worked(
    { ...row, since: eightDaysAgo },
    throwing(new UnavailableError({ code: 'as_written', text: 'Out.' })),
  )
  expect([runs[0]?.lastTry, back]).toEqual([true, []])
  expect(aside).toMatchObject([{ ...row, kind: 'gave_up', since: eightDaysAgo }])
})

test('a lost race is no reason to give up; one that is lost for an hour more is', async () => {
  const busy = throwing(new ConflictError('Busy.'))
  const since = '2026-05-05T15:50:00.000Z'
  const late = await worked({ ...row, since }, busy)
  expect([late.aside, late.back]).toMatchObject([[], [{ message: { ...row, since } }]])
  const later = await worked({ ...row, since: eightDaysAgo }, busy)
  expect([later.aside, later.back]).toMatchObject([[{ ...row, kind: 'gave_up' }], []])
})

test('a message that a timer sends again anyway is dropped before then', async () => {
  const out = throwing(new UnavailableError({ code: 'as_written', text: 'Out.' }))
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
  for (const [queue, minutes] of [
    ['attendance', 25],
    ['audits', 50],
  ] as const) {
    expect((await worked({ ...row, since: ago(minutes - 1) }, out, queue)).back).toHaveLength(1)
    const { back, aside, ended, logged } = await worked({ ...row, since: ago(minutes) }, out, queue)
    expect([back, aside, ended]).toEqual([[], [], []])
    expect(JSON.parse(logged)).toMatchObject({ queue, outcome: 'left to the timer', reason: 'as_written' })
    expect((await worked({ ...row, since: ago(minutes), run: 'r' }, out, queue)).back).toHaveLength(1)
  }
})

test.each(['text', 7, null, {}, { table: 'contact' }, { ...row, id: 'none' }, { ...row, table: '' }])(
  'a message that names no row is dead-lettered without its content: %j',
  async (entry) => {
    const { runs, aside, error } = await worked(entry)
    expect([runs, error]).toEqual([[], undefined])
    expect(aside).toEqual([{ table: '', id: '', kind: 'unreadable', reason: '' }])
  },
)

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
])('a message comes back by itself when %s', async (_when, thrown, tries, least, most) => {
  const { back, aside, error, ended } = await worked(row, throwing(thrown))
  expect([aside, error, ended]).toEqual([[], undefined, []])
  expect(back).toMatchObject([{ message: { ...row, tries, since: now.toISOString() } }])
  expect(back[0]?.wait).toBeGreaterThanOrEqual(least * 0.75)
  expect(back[0]?.wait).toBeLessThanOrEqual(most)
})

test('waits grow with every try, up to a quarter of an hour for an outage', async () => {
  const waits = []
  for (const tries of [1, 4, 8, 200]) {
    const { back } = await worked(
      { ...row, tries },
      throwing(new UnavailableError({ code: 'as_written', text: 'Out.' })),
    )
    waits.push(back[0]?.wait ?? 0)
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(waits.at(-1)).toBeLessThanOrEqual(1.25 * 15 * 60_000)
})

test('a lost race is no attempt, and only lost races lengthen the wait after one', async () => {
  const busy = throwing(new ConflictError('Busy.'))
  const [lost] = (await worked({ ...row, tries: 2 }, busy)).back
  expect(lost?.message).toMatchObject({ ...row, tries: 2, conflicts: 1 })
  const [late] = (await worked({ ...row, tries: 2, conflicts: 7 }, busy)).back
  expect(late?.message).toMatchObject({ tries: 2, conflicts: 8 })
  expect(late?.wait).toBeGreaterThanOrEqual(0.75 * 30_000)
  const [soon] = (await worked({ ...row, tries: 9 }, busy)).back
  expect(soon?.wait).toBeLessThanOrEqual(2000)
})

test('a lost race lengthens neither the wait for an outage nor the count of a refusal', async () => {
  const { back } = await worked(
    { ...row, conflicts: 9 },
    throwing(new UnavailableError({ code: 'as_written', text: 'Out.' })),
  )
  expect(back).toMatchObject([{ message: { tries: 1, conflicts: 9 } }])
  expect(back[0]?.wait).toBeLessThanOrEqual(3000)
  const { aside } = await worked(
    { ...row, conflicts: 9 },
    throwing(new RefusedError({ code: 'as_written', text: 'Too long.' })),
  )
  expect(aside).toMatchObject([{ tries: 1 }])
})

test('an unexpected error is left to the host, without anything private', async () => {
  const { back, aside, error, logged } = await worked(row, throwing(new TypeError('ada@example.test')))
  expect([back, aside]).toEqual([[], []])
  expect(error).toBeInstanceOf(Error)
  expect(`${error?.message}${error?.stack}${logged}`).not.toContain('ada@')
})

test.each([
  ['only other data can help', new RefusedError({ code: 'as_written', text: 'Too long.' })],
  ['what it needs is not there', new NotFoundError({ code: 'as_written', text: 'No such row.' })],
])('a message is dead-lettered with its reason when %s', async (_when, thrown) => {
  const { aside, error, ended } = await worked({ ...row, run: 'r' }, throwing(thrown))
  expect([error, ended]).toEqual([undefined, ['failed']])
  expect(aside).toMatchObject([{ ...row, run: 'r', kind: 'refused', reason: thrown.message, tries: 1 }])
})

test('each message is one log line with row, outcome, duration and correlation', async () => {
  const since = '2026-05-12T15:59:58.500Z'
  const { logged } = await worked({ ...row, since, correlation: 'c-1' }, async () => 'registered')
  expect(JSON.parse(logged)).toEqual({
    ...{ event: 'connector.message', queue: 'contacts', ...row, outcome: 'registered' },
    ...{ tries: 1, seconds: 1.5, correlation: 'c-1' },
  })
})
