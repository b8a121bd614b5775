import { readLiveStart } from '@webinar-connector/on24-emulator/live-start'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { PlannedWebinar } from '../../../../lib/model/crm.ts'
import { toWebinarForm } from '../../../../lib/on24/webinar-form.ts'
import { durations } from '../../../../lib/on24/webinar-limits.ts'
import { clockChange, instantOf, wallClockIn } from '../../../../lib/rules/webinars/event-time.ts'
import { planHash, planOf } from '../../../../lib/rules/webinars/webinar-plan.ts'
import { aPlannedWebinar } from '../../../harness/builders.ts'

const row = aPlannedWebinar({ timeZoneCode: 110 })

const zones = Intl.supportedValuesOf('timeZone')
const zone = fc.constantFrom(...zones)
const wallClock = fc
  .date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 16)}:00`)

/** The minutes around each change of the clocks of some zones, as their wall clocks show them. */
const edges = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Casablanca']
const nearChange = fc
  .tuple(
    fc.constantFrom(...edges),
    fc.integer({ min: 2026, max: 2030 }),
    fc.integer({ min: 0, max: 1 }),
    fc.integer({ min: -180, max: 180 }),
  )
  .chain(([edge, year, nth, minutes]) => {
    let at = Temporal.ZonedDateTime.from({ year, month: 1, day: 1, timeZone: edge })
    for (let skipped = 0; skipped <= nth; skipped += 1) at = at.getTimeZoneTransition('next') ?? at
    const text = at.toPlainDateTime().add({ minutes }).toString({ smallestUnit: 'second' })
    return fc.constant({ zone: edge, start: text })
  })

function plannedStart(start: string, timeZone: string) {
  const end = Temporal.PlainDateTime.from(start).add({ hours: 5 }).toString({ smallestUnit: 'second' })
  const planned = planOf({ ...row, start, end }, timeZone)
  if (planned.problem !== undefined) throw new Error(planned.problem.code)
  return { plan: planned.plan, told: readLiveStart(toWebinarForm(planned.plan).liveStart, 'Pacific/Honolulu') }
}

test('the planned instant is that of the wall clock at the venue, in any zone', () => {
  fc.assert(
    fc.property(zone, wallClock, (timeZone, start) => {
      const { told } = plannedStart(start, timeZone)
      const shown = Temporal.Instant.fromEpochMilliseconds(told.getTime()).toZonedDateTimeISO(timeZone)
      if (clockChange(start, timeZone) !== 'skipped') {
        expect(shown.toPlainDateTime().toString({ smallestUnit: 'second' })).toBe(start)
      }
      expect(told).toEqual(instantOf(start, timeZone))
    }),
    { numRuns: 300 },
  )
})

test('a skipped time is an hour later, and a repeated time is its first occurrence', () => {
  fc.assert(
    fc.property(nearChange, ({ zone: timeZone, start }) => {
      const { told } = plannedStart(start, timeZone)
      const local = Temporal.PlainDateTime.from(start)
      const first = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
      const last = local.toZonedDateTime(timeZone, { disambiguation: 'later' })
      const change = clockChange(start, timeZone)
      expect(told.getTime()).toBe((change === 'skipped' ? last : first).epochMilliseconds)
      expect(change === undefined).toBe(first.epochMilliseconds === last.epochMilliseconds)
    }),
    { numRuns: 300 },
  )
})

test('the duration is the time that passes, not the difference of the clocks', () => {
  const over = { ...row, start: '2027-03-28T00:30:00', end: '2027-03-28T04:30:00' }
  expect(planOf(over, 'Europe/Berlin')).toMatchObject({ plan: { minutes: 180 } })
  expect(planOf(over, 'Etc/UTC')).toMatchObject({ plan: { minutes: 240 } })
})

test('an end that comes twice is the first that follows the start', () => {
  const planned = (start: string, end: string) => planOf({ ...row, start, end }, 'Europe/Berlin')
  expect(planned('2026-10-25T01:30:00', '2026-10-25T02:30:00')).toMatchObject({ plan: { minutes: 60 } })
  expect(planned('2026-10-25T02:45:00', '2026-10-25T02:15:00')).toMatchObject({ plan: { minutes: 30 } })
  expect(planned('2026-10-25T03:00:00', '2026-10-25T02:15:00').problem).toMatchObject({ code: 'ends_before_start' })
})

test('a start that the clocks skip is said to be missing, not to be later than the end', () => {
  const planned = (end: string) => planOf({ ...row, start: '2026-03-29T02:30:00', end }, 'Europe/Berlin')
  expect(planned('2026-03-29T03:30:00').problem).toEqual({ code: 'start_missing', kind: 'event' })
  expect(planned('2026-03-29T04:30:00')).toMatchObject({ plan: { minutes: 60 } })
})

const on24 = { title: 'ON24', durations }

test('a duration that the provider does not offer is the next longer one, which the row says', () => {
  const fifty = { ...row, start: '2026-07-01T18:00:00', end: '2026-07-01T18:50:00' }
  expect(planOf(fifty, 'Etc/UTC', on24)).toMatchObject({
    plan: { minutes: 60 },
    notes: [{ code: 'duration_rounded', provider: 'ON24', takes: 50, minutes: 60 }],
  })
  expect(planOf({ ...fifty, end: '2026-07-01T19:00:00' }, 'Etc/UTC', on24)).toMatchObject({ notes: [] })
  expect(planOf(fifty, 'Etc/UTC')).toMatchObject({ plan: { minutes: 50 }, notes: [] })
})

test('an event longer than any webinar runs in its sessions, unless somebody gave it a webinar', () => {
  const days = { ...row, start: '2026-07-01T09:00:00', end: '2026-07-03T17:00:00' }
  expect(planOf(days, 'Etc/UTC', on24).problem).toEqual({
    ...{ code: 'event_in_sessions', provider: 'ON24', most: 480, minutes: 3360 },
  })
  expect(planOf({ ...days, webinarId: '7' }, 'Etc/UTC', on24)).toMatchObject({ plan: { minutes: 3360 }, notes: [] })
  expect(planOf({ ...days, kind: 'session' }, 'Etc/UTC', on24)).toMatchObject({ plan: { minutes: 3360 } })
})

test('a wall clock for people names its zone', () => {
  expect(wallClockIn(new Date('2026-05-12T14:00:00Z'), 'Europe/Berlin')).toBe('2026-05-12 16:00 (Europe/Berlin)')
})

test('a plan differs from another as soon as one part of it does', () => {
  const { plan } = plannedStart('2026-07-01T18:00:00', 'Europe/Berlin')
  const others = [
    ...[{ title: 'x' }, { description: 'x' }, { start: new Date(0) }, { minutes: 15 }],
    ...[{ zone: 'Etc/UTC' }, { type: 'x' }, { type: undefined }, { language: 'en' }, { language: undefined }],
  ]
  const all = [plan, ...others.map((other) => ({ ...plan, ...other }))].map(planHash)
  expect(new Set(all).size).toBe(all.length)
  expect(planHash({ ...plan })).toBe(planHash(plan))
})

test('a problem that prevents a plan is said in one sentence', () => {
  const problem = (part: Partial<PlannedWebinar>, zone: string | undefined = 'Etc/UTC') => {
    const planned = planOf({ ...row, ...part }, zone)
    return planned.problem
  }
  expect(problem({})).toBeUndefined()
  expect(problem({ kind: 'session', title: '' })).toEqual({ code: 'no_name', kind: 'session' })
  expect(problem({ start: undefined })).toEqual({ code: 'no_start', kind: 'event' })
  expect(problem({ end: undefined })).toEqual({ code: 'no_end', kind: 'event' })
  expect(planOf(row, undefined).problem).toEqual({ code: 'no_time_zone', kind: 'event' })
  expect(planOf({ ...row, kind: 'session' }, undefined).problem).toEqual({
    ...{ code: 'no_time_zone', kind: 'session' },
  })
  expect(problem({ end: row.start })).toEqual({ code: 'ends_before_start', kind: 'event' })
})
