import { readLiveStart } from '@webinar-connector/on24-emulator/live-start'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { PlannedWebinar } from '../../../../lib/model/crm.ts'
import { toWebinarForm } from '../../../../lib/on24/webinar-form.ts'
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
