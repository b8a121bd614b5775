import { readFileSync } from 'node:fs'
import { InvocationContext } from '@azure/functions'
import { expect, test } from 'vitest'
import { CredentialsRefused, NotFound, Refused, Unavailable } from '../../../lib/base/errors.ts'
import { maxTries, work } from '../../../lib/edge/queue.ts'

const row = { table: 'contact', id: '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001' }

/** Works on an entry; what was set aside, what was logged, what was told to the worker. */
async function worked(entry: unknown, run: () => Promise<unknown> = async () => undefined, dequeueCount = 1) {
  const aside: unknown[] = []
  const logged: string[] = []
  const runs: { row: unknown; lastTry: boolean }[] = []
  const context = new InvocationContext({
    logHandler: (_level, ...parts) => void logged.push(parts.join(' ')),
    triggerMetadata: { dequeueCount },
  })
  const outcome = await work(
    entry,
    context,
    async (message) => void aside.push(message),
    (given, lastTry) => {
      runs.push({ row: given, lastTry })
      return run()
    },
  ).then(
    () => undefined,
    (error: Error) => error,
  )
  return { aside, logged: logged.join('\n'), runs, error: outcome }
}
const throwing = (error: unknown) => () => Promise.reject(error)

test('the host gives a message as many tries as the workers count on', () => {
  const host = JSON.parse(readFileSync(new URL('../../../host.json', import.meta.url), 'utf8'))
  expect(host.extensions.queues.maxDequeueCount).toBe(maxTries)
  expect(host.extensions.queues.messageEncoding).toBe('base64')
})

test('a worker gets the row that the message names, and whether this is the last try', async () => {
  const { runs, aside } = await worked({ ...row, id: row.id.toUpperCase(), more: 'ignored' })
  expect(runs).toEqual([{ row, lastTry: false }])
  expect(aside).toEqual([])
  expect((await worked(row, undefined, maxTries)).runs).toMatchObject([{ lastTry: true }])
})

test.each(['text', 7, null, {}, { table: 'contact' }, { ...row, id: 'none' }, { ...row, table: '' }])(
  'a message that names no row is set aside at once and unread: %j',
  async (entry) => {
    const { runs, aside, error } = await worked(entry)
    expect([runs, aside, error]).toEqual([[], [entry], undefined])
  },
)

test.each([
  ['a neighbour is out', new Unavailable('Out.')],
  ['the credentials are refused', new CredentialsRefused('forbidden', 'No level.')],
  ['something unforeseen happens', new TypeError('ada@example.test')],
])('when %s the message goes back to the queue, and the host is told nothing private', async (_when, thrown) => {
  const { aside, error } = await worked(row, throwing(thrown))
  expect(aside).toEqual([])
  expect(error).toBeInstanceOf(Error)
  expect(`${error?.message}${error?.stack}`).not.toContain('ada@')
})

test.each([
  ['only other data can help', throwing(new Refused('Too long.'))],
  ['what it needs is not there', throwing(new NotFound('No such row.'))],
  ['the worker says so', async () => 'set aside'],
])('when %s the message is set aside at once', async (_when, run) => {
  const { aside, error } = await worked(row, run)
  expect([aside, error]).toEqual([[row], undefined])
})

test('the log says of each message which row it was and how it went', async () => {
  expect((await worked(row, async () => 'registered')).logged).toBe(`contact ${row.id}: registered`)
  expect((await worked(row, throwing(new Refused('Too long.')))).logged).toContain(`contact ${row.id}: set aside.`)
})
