import { Temporal } from 'temporal-polyfill'
import { hour } from '../../core/time.ts'
import type { AccountSettings } from '../../model/account-settings.ts'

/** The parts of a webinar's attendance that are brought to CRM, beside check-ins. */
export type Brought = Readonly<Record<'unmatched' | 'attendees' | 'actions', boolean>>

/** Wall clocks are that far from UTC at most: nothing goes before its time. */
const widestOffset = 14 * hour

/**
 * The wall-clock time, as if it were UTC, before which a webinar has to have ended for its attendees to be kept no longer.
 * @param monthsKept undefined: they are kept for ever, and so is the answer
 */
export function keptFrom(monthsKept: number | undefined, now: Date): Date | undefined {
  if (monthsKept === undefined) return undefined
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('UTC')
  return new Date(today.subtract({ months: monthsKept }).epochMilliseconds - widestOffset)
}

/** The parts that are brought of a webinar that ends at this wall-clock time: nothing that would be deleted again. */
export function broughtOf(
  { end }: { end: string | undefined },
  { engagement, actions, monthsKept }: Pick<AccountSettings, 'engagement' | 'actions' | 'monthsKept'>,
  now: Date,
): Brought {
  const from = keptFrom(monthsKept, now)
  const isKept = from === undefined || end === undefined || Date.parse(`${end}Z`) >= from.getTime()
  return { unmatched: isKept, attendees: isKept && engagement, actions: isKept && engagement && actions }
}
