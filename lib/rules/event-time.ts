import { Temporal } from 'temporal-polyfill'

/**
 * The instant of a wall-clock time in a zone. A time that the clocks skip is read as if they had not (an hour later), a
 * time that comes twice is the first: what calendars do (tc39.es/proposal-temporal, "compatible").
 * @param wallClock ISO without a zone, e.g. `2026-05-12T16:00:00`
 * @param zone IANA, e.g. `Europe/Berlin`
 */
export function instantOf(wallClock: string, zone: string): Date {
  return new Date(Temporal.PlainDateTime.from(wallClock).toZonedDateTime(zone).epochMilliseconds)
}

const widestOffset = 14 * 60 * 60 * 1000

/** Whether a wall-clock end may still lie ahead, whatever the zone: good enough to decide who is worth a look. */
export function mayLieAhead(wallClock: string | undefined, now: Date): boolean {
  return wallClock === undefined || Date.parse(`${wallClock}Z`) + widestOffset > now.getTime()
}
