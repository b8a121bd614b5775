import { expect, test } from 'vitest'
import { withReporter } from '../../../../lib/core/reporter.ts'
import { reportCounted } from '../../../../lib/flows/ledger/report-counted.ts'

const now = new Date('2026-11-26T12:00:00Z')
const configuration = crypto.randomUUID()
const webinarRow = crypto.randomUUID()
const counts = { due: 10, sent: 6, waiting: 3, refused: 1, cancelled: 2, attendees: 5, matched: 4, unmatched: 1 }
const row = { kind: 'event' as const, webinarRow, configuration, ...counts }

test.each([
  ['the oldest waits for an hour and a half', new Date('2026-11-26T10:29:30Z'), 90],
  ['nobody waits', undefined, 0],
  ['the row was made by a clock that is ahead', new Date('2026-11-26T12:00:05Z'), 0],
])('a counted webinar is told in ids and numbers: %s', async (_what, waitingSince, waitingMinutes) => {
  const told: unknown[] = []
  const words = { name: 'Spring demo', refusals: '1 × ON24 refused: “ada@example.test”' }
  await withReporter(
    (...event) => void told.push(event),
    async () => reportCounted({ ...row, ...words, waitingSince }, true, now),
  )
  const facts = { webinar: webinarRow, kind: 'event', configuration, ahead: true, ...counts, waitingMinutes }
  expect(told).toEqual([['ledger', facts]])
})

test('outside of an invocation nothing is told', () => {
  expect(() => reportCounted({ ...row, waitingSince: undefined }, true, now)).not.toThrow()
})
