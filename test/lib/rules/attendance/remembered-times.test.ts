import { expect, test } from 'vitest'
import { endOf, timesFor } from '../../../../lib/rules/attendance/remembered-times.ts'

const webinar = { end: '2026-05-12T16:00:00' }
const then = new Date('2026-05-13T00:00:00Z')
const times = { liveEnd: then, archiveEnd: then, refusedAt: then, final: true }

test('what depends on the end of a webinar holds as long as the end stays', () => {
  expect(timesFor({ ...times, end: endOf(webinar) }, webinar)).toEqual(times)
})

test('nothing that depends on the end of a webinar outlives it', () => {
  const none = { liveEnd: undefined, archiveEnd: undefined, refusedAt: undefined, final: false }
  expect(timesFor({ ...times, end: endOf(webinar) }, { end: '2026-05-12T17:00:00' })).toEqual(none)
  expect(timesFor({ ...times, end: endOf(webinar) }, { end: undefined })).toEqual(none)
  expect(timesFor(undefined, webinar)).toEqual(none)
})

test('a record of the first edition, which knows no end, is taken as it is', () => {
  expect(timesFor({ ...times, end: undefined }, webinar)).toEqual(times)
})
