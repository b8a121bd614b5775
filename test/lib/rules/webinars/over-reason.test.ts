import { expect, test } from 'vitest'
import { sentence } from '../../../../lib/messages/sentence.ts'
import { overReason, type ReadAttendance } from '../../../../lib/rules/webinars/over-reason.ts'
import { planOf } from '../../../../lib/rules/webinars/webinar-plan.ts'
import { aPlannedWebinar } from '../../../harness/builders.ts'

/** From 18:00 to 19:00 by the clock of Berlin. */
const row = aPlannedWebinar({ webinarId: '7' })
const end = new Date('2026-07-01T17:00:00Z')
const read: ReadAttendance = {
  ...{ configuration: row.configuration ?? '', webinarId: '7', attendees: 180, matched: 177, final: false },
  ...{ asOf: new Date('2026-07-02T17:00:00Z'), countsAt: new Date('2026-07-01T17:30:00Z'), refusedAt: undefined },
  ...{ end: new Date(`${row.end}Z`), liveEnd: undefined, archiveEnd: undefined },
}
const says = (known?: ReadAttendance, now = new Date('2026-07-03T00:00:00Z'), planned = row) =>
  overReason(planned, planOf(planned, 'Europe/Berlin'), known, now)

test('a webinar that is over says what was read, when that was first so, by the clock of its venue', () => {
  const reason = says(read)
  expect(reason && sentence(reason, 'en')).toBe('Over. Attendance read 1 July 19:30: 180 attended, 3 not matched.')
  expect(reason && sentence(reason, 'de')).toBe(
    'Beendet. Teilnahme gelesen am 01.07.2026, 19:30 Uhr: 180 haben teilgenommen, 3 davon nicht zugeordnet.',
  )
  const all = says({ ...read, matched: 180, countsAt: undefined })
  expect(all && sentence(all, 'en')).toBe('Over. Attendance read 2 July 19:00: 180 attended.')
})

test('a webinar that is over says that attendance will be read, as long as none was', () => {
  expect(says()).toEqual({ code: 'webinar_over' })
  expect(says({ ...read, webinarId: '8' })).toEqual({ code: 'webinar_over' })
  expect(says({ ...read, configuration: 'another' })).toEqual({ code: 'webinar_over' })
  expect(says({ ...read, asOf: new Date(end.getTime() - 1) })).toEqual({ code: 'webinar_over' })
})

test('a webinar is over at its end, by the provider where that is known', () => {
  expect(says(undefined, new Date(end.getTime() - 1))).toBeUndefined()
  expect(says(undefined, end)).toBeDefined()
  const overrun = { ...read, liveEnd: new Date('2026-07-01T18:00:00Z') }
  expect(says(overrun, end)).toBeUndefined()
  expect(says(overrun, overrun.liveEnd)).toBeDefined()
  expect(says(read, end, { ...row, end: '2026-07-04T19:00:00' })).toBeUndefined()
  expect(says(read, end, { ...row, webinarId: undefined })).toBeUndefined()
})
