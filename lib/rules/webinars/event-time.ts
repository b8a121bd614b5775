import { Temporal } from 'temporal-polyfill'
import { hour } from '../../core/time.ts'

/**
 * The instant of a wall-clock time in a zone. A time that the clocks skip is read as if they had not (an hour later), a
 * time that comes twice is the first: what calendars do (tc39.es/proposal-temporal, "compatible").
 * @param wallClock ISO without a zone, e.g. `2026-05-12T16:00:00`
 * @param zone IANA, e.g. `Europe/Berlin`
 */
export function instantOf(wallClock: string, zone: string): Date {
  return new Date(Temporal.PlainDateTime.from(wallClock).toZonedDateTime(zone).epochMilliseconds)
}

/** The instant at which something ends that begins then: of an end that comes twice, the first one after the start. */
export function endInstantOf(wallClock: string, zone: string, start: Date): Date {
  const first = instantOf(wallClock, zone)
  if (first > start) return first
  const later = Temporal.PlainDateTime.from(wallClock).toZonedDateTime(zone, { disambiguation: 'later' })
  return new Date(later.epochMilliseconds)
}

/** An instant by the clock of a zone, for people: `2026-05-12 16:00 (Europe/Berlin)`. */
export function wallClockIn(instant: Date, zone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
  const text = zoned.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
  return `${text} (${zone})`
}

/** The same for a row: ISO without a zone, to the second. */
export function wallClockOf(instant: Date, zone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
  return zoned.toPlainDateTime().toString({ smallestUnit: 'second' })
}

/** Whether the clocks of a zone skip this wall-clock time, or show it twice. */
export function clockChange(wallClock: string, zone: string): 'skipped' | 'repeated' | undefined {
  const local = Temporal.PlainDateTime.from(wallClock)
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return undefined
  return earlier.toPlainDateTime().equals(local) ? 'repeated' : 'skipped'
}

const widestOffset = 14 * hour

/** Whether a wall-clock end may still lie ahead, whatever the zone: good enough to decide who is worth a look. */
export function mayLieAhead(wallClock: string | undefined, now: Date): boolean {
  return wallClock === undefined || Date.parse(`${wallClock}Z`) + widestOffset > now.getTime()
}
