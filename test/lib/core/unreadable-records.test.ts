import { expect, test } from 'vitest'
import { createUnreadableRecords, type UnreadableRecord } from '../../../lib/core/unreadable-records.ts'

const record = { table: 'webinars', partition: 'event_a', row: 'pull', columns: ['asOf'] }

test('an unreadable record is reported once a day, and counted each time', async () => {
  const reported: UnreadableRecord[] = []
  const { note, counted } = createUnreadableRecords((one) => reported.push(one))
  note(record)
  const counts = await counted(async () => {
    note(record)
    note({ ...record, row: 'audit' })
    return { due: 3 }
  })
  expect(counts).toEqual({ due: 3, unreadable: 2 })
  expect(reported).toEqual([record, { ...record, row: 'audit' }])
})

test('work that was not done counts nothing', async () => {
  const { counted } = createUnreadableRecords(() => undefined)
  expect(await counted(async () => undefined)).toBeUndefined()
})
