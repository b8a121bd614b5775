import { Temporal } from 'temporal-polyfill'

export const pacificZone = 'America/Los_Angeles'

/** A time as ON24 writes it: Pacific wall time with its offset of that day, e.g. `2026-07-01T11:01:42-07:00`. */
export function pacific(time: Date): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(pacificZone)
  return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}
