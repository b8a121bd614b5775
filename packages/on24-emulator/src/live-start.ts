import { Temporal } from 'temporal-polyfill'
import { pacificZone } from './pacific.ts'
import { refuse } from './refusal.ts'

/**
 * The start of an event as a form gives it: `MM/DD/YYYY hh:mm AM` in the event's own zone, ISO without an offset
 * (Pacific), ISO with one, or a JavaScript date string.
 */
export function readLiveStart(text: string, timeZone: string): Date {
  const wall = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d) (AM|PM)$/.exec(text)
  if (wall) {
    const [, month, day, year, hour, minute, half] = wall
    const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0)
    return inZone(`${year}-${month}-${day}T${String(hours).padStart(2, '0')}:${minute}`, timeZone)
  }
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return inZone(text, pacificZone)
  const withOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)$/
  const dateString = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}/
  const time = withOffset.test(text) || dateString.test(text) ? new Date(text) : undefined
  return time && !Number.isNaN(time.getTime()) ? time : refuse(400, `liveStart ${text} is not a valid date.`)
}

function inZone(local: string, timeZone: string): Date {
  try {
    return new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds)
  } catch {
    return refuse(400, `liveStart ${local} is not a valid date.`)
  }
}
