import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packAttendance, unpackAttendance } from '../../../../lib/rules/attendance/packed-attendance.ts'

const time = fc.option(fc.date({ noInvalidDate: true }), { nil: undefined })
const attendance = fc.record({
  ...{ providerId: fc.string(), email: fc.string({ unit: 'grapheme' }), firstSeen: time, lastSeen: time },
  registrationId: fc.option(fc.uuid(), { nil: undefined }),
  metrics: fc.record({ minutes: fc.nat(), questions: fc.nat() }),
})

test('a packed attendance comes out as it went in', () => {
  fc.assert(
    fc.property(attendance, (one) => {
      expect(unpackAttendance(packAttendance(one))).toEqual(one)
    }),
  )
})
