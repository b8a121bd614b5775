import { expect, test } from 'vitest'
import { createUnreadableRecords } from '../../../lib/core/unreadable-records.ts'

const record = { table: 'webinars', partition: 'event_a', row: 'pull', columns: ['asOf'] }

test('an unreadable record is reported once a day, and counted each time', () => {
  const { note, take } = createUnreadableRecords()
  note(record)
  note(record)
  note({ ...record, row: 'audit' })
  expect(take()).toEqual({ met: 3, records: [record, { ...record, row: 'audit' }] })
  note(record)
  expect(take()).toEqual({ met: 1, records: [] })
  expect(take()).toEqual({ met: 0, records: [] })
})
