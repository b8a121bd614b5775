import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AttendanceRig, startAttendanceRig } from '../harness/attendance.ts'

let rig: AttendanceRig
beforeAll(async () => {
  rig = await startAttendanceRig()
})
afterAll(() => rig.stop())

test('1,200 attendees are written in three calls of at most 500 rows, then not at all, then one row in one call', async () => {
  const webinar = await rig.webinar({ startsInHours: -3 })
  const ids = Array.from({ length: 1200 }, (_, at) => {
    const email = `person${at}@example.test`
    return rig.attendee(webinar, { email, registration: rig.registered(webinar, email) })
  })
  const sizes: number[] = []
  rig.dataverse.interfere(async (request) => {
    if (request.url.endsWith('UpsertMultiple')) {
      const { Targets: rows } = (await request.json()) as { Targets: unknown[] }
      sizes.push(rows.length)
    }
    return undefined
  })
  rig.on24.na.calls.length = 0
  const listsRead = () => rig.on24.na.calls.filter(({ path }) => /(registrant|attendee)$/.test(path)).length

  expect(await rig.pull(webinar)).toEqual({ attendees: 1200, matched: 1200, written: 1200, unmatched: 0 })
  expect(sizes).toEqual([500, 500, 200])
  expect(listsRead()).toBe(2)
  expect(rig.checkIns(webinar)).toHaveLength(1200)

  expect(await rig.pull(webinar)).toMatchObject({ matched: 1200, written: 0 })
  expect(sizes).toHaveLength(3)

  rig.on24.na.attend(webinar.on24, ids[700] ?? 0, { archiveminutes: 5 })
  expect(await rig.pull(webinar)).toMatchObject({ matched: 1200, written: 1 })
  expect(sizes).toEqual([500, 500, 200, 1])
  expect(listsRead()).toBe(6)
})
