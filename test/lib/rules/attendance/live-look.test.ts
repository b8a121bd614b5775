import { expect, test } from 'vitest'
import { isLive, lookSince, seenBy } from '../../../../lib/rules/attendance/live-look.ts'
import { anAttendance } from '../../../harness/builders.ts'

const at = (time: string) => new Date(`2026-05-12T${time}:00Z`)
const held = { start: at('14:00'), end: at('15:00') }

test.each([
  ['13:59', false],
  ['14:00', true],
  ['15:29', true],
  ['15:30', false],
])('at %s a webinar from 14:00 to 15:00 is live: %s', (time, live) => {
  expect(isLive(held, at(time))).toBe(live)
})

test('the first look goes back to before the start, and later ones to before the look before', () => {
  expect(lookSince([at('14:00')], undefined)).toEqual(at('13:00'))
  expect(lookSince([at('14:00')], at('14:30'))).toEqual(at('14:10'))
  expect(lookSince([at('12:00'), at('14:00')], at('13:55'))).toEqual(at('13:00'))
  expect(lookSince([at('12:00'), at('14:00')], at('14:05'))).toEqual(at('13:45'))
})

test('who has watched for ten minutes was seen first ten minutes ago, unless the provider tells', () => {
  const attendance = anAttendance({ firstSeen: undefined, metrics: { minutes: 10, questions: 0 } })
  expect(seenBy(attendance, at('14:30')).firstSeen).toEqual(at('14:20'))
  expect(seenBy({ ...attendance, firstSeen: at('14:02') }, at('14:30')).firstSeen).toEqual(at('14:02'))
})
