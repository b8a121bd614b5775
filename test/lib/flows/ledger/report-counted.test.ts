import { expect, test } from 'vitest'
import { withReporter } from '../../../../lib/core/reporter.ts'
import { reportCounted } from '../../../../lib/flows/ledger/report-counted.ts'

const now = new Date('2026-11-26T12:00:00Z')
const counts = {
  ...{ kind: 'event' as const, webinar: crypto.randomUUID(), configuration: crypto.randomUUID() },
  ...{ due: 10, sent: 6, waiting: 3, refused: 1, cancelled: 2, attendees: 5, matched: 4, unmatched: 1 },
}

test.each([
  ['the oldest waits for an hour and a half', new Date('2026-11-26T10:29:30Z'), 90],
  ['nobody waits', undefined, 0],
  ['the row was made by a clock that is ahead', new Date('2026-11-26T12:00:05Z'), 0],
])('a counted webinar is told with whole minutes: %s', async (_what, waitingSince, waitingMinutes) => {
  const told: unknown[] = []
  await withReporter(
    (...event) => void told.push(event),
    async () => reportCounted({ ...counts, waitingSince }, now),
  )
  expect(told).toEqual([['ledger', { ...counts, waitingMinutes }]])
})

test('outside of an invocation nothing is told', () => {
  expect(() => reportCounted({ ...counts, waitingSince: undefined }, now)).not.toThrow()
})
