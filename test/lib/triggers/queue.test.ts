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

/** Works on an entry; what was sent back or set aside, what was reported, what was told to the worker. */
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

test('a worker gets the row that the message names, and works on behalf of its correlation id', async () => {
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

test('what a timer asks for anew waits no longer than until then, or an outage would pile it up', async () => {
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
  'a message that names no row is set aside at once, and nothing of it is kept: %j',
  async (entry) => {
    const { runs, aside, error } = await worked(entry)
    expect([runs, error]).toEqual([[], undefined])
    expect(aside).toEqual([{ table: '', id: '', kind: 'unreadable', reason: '' }])
  },
)

test.each([
  ['another worker is at it', new ConflictError('Busy.'), 1000, 2000],
  ['a neighbour is out', new UnavailableError({ code: 'as_written', text: 'Out.' }), 1500, 3000],
  [
    'a neighbour says when to come back',
    new UnavailableError({ code: 'as_written', text: 'Quota.' }, { retryAfter: 42 }),
    42_000,
    44_000,
  ],
  [
    'the credentials are refused',
    new CredentialsRefusedError('forbidden', { code: 'as_written', text: 'No level.' }),
    200_000,
    400_000,
  ],
])('when %s the message comes back by itself', async (_when, thrown, least, most) => {
  const { back, aside, error, ended } = await worked(row, throwing(thrown))
  expect([aside, error, ended]).toEqual([[], undefined, []])
  expect(back).toMatchObject([{ message: { ...row, tries: 1, since: now.toISOString() } }])
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

test('what nobody foresaw is left to the host, which is told nothing private', async () => {
  const { back, aside, error, logged } = await worked(row, throwing(new TypeError('ada@example.test')))
  expect([back, aside]).toEqual([[], []])
  expect(error).toBeInstanceOf(Error)
  expect(`${error?.message}${error?.stack}${logged}`).not.toContain('ada@')
})

test.each([
  ['only other data can help', new RefusedError({ code: 'as_written', text: 'Too long.' })],
  ['what it needs is not there', new NotFoundError({ code: 'as_written', text: 'No such row.' })],
])('when %s the message is set aside at once, with its reason', async (_when, thrown) => {
  const { aside, error, ended } = await worked({ ...row, run: 'r' }, throwing(thrown))
  expect([error, ended]).toEqual([undefined, ['failed']])
  expect(aside).toMatchObject([{ ...row, run: 'r', kind: 'refused', reason: thrown.message, tries: 1 }])
})

test('one line of the log says of each message which row it was, how it went, how long it took and for whom', async () => {
  const since = '2026-05-12T15:59:58.500Z'
  const { logged } = await worked({ ...row, since, correlation: 'c-1' }, async () => 'registered')
  expect(JSON.parse(logged)).toEqual({
    ...{ event: 'connector.message', queue: 'contacts', ...row, outcome: 'registered' },
    ...{ tries: 1, seconds: 1.5, correlation: 'c-1' },
  })
})
