import { expect, test } from 'vitest'
import { readMessage } from '../../../lib/stores/queues.ts'

const row = { table: 'contact', id: '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001' }
const backfill = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70003'
const lately = '2026-05-12T16:00:00.000Z'
const fitting = { correlation: backfill, backfill, firstAttemptAt: lately, attempts: 3, conflicts: 0, booked: true }

test('a message is read with all its members', () => {
  expect(readMessage({ ...row, ...fitting, work: 'review' })).toEqual({ ...row, ...fitting, work: 'review' })
})

test.each([
  { correlation: 'x\r\ny' },
  { backfill: 'all' },
  { run: 'a/b' },
  { firstAttemptAt: '2999-01-01T00:00:00.000Z' },
  { since: '2999-01-01T00:00:00.000Z' },
  { since: 'yesterday' },
  { attempts: -1 },
  { attempts: '3' },
  { tries: 1.5 },
  { conflicts: 1e300 },
  { booked: 'yes' },
])('a member that does not fit is left out, and the row is worked on: %j', (member) => {
  expect(readMessage({ ...row, ...member })).toEqual({
    ...row,
    ...{ backfill: undefined, firstAttemptAt: undefined, attempts: undefined },
    ...Object.fromEntries(Object.keys(member).flatMap((name) => (name in fitting ? [[name, undefined]] : []))),
  })
})

test.each([{ table: 'a b' }, { table: 'x'.repeat(200) }, { id: 'none' }, { work: 'of a newer version' }])(
  'a message that names no row or no known work is none: %j',
  (member) => {
    expect(readMessage({ ...row, ...member })).toBeUndefined()
  },
)
