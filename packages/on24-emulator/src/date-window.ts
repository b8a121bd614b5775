import { Temporal } from 'temporal-polyfill'
import { pacificZone } from './pacific.ts'
import { refuse } from './refusal.ts'
import { wholeNumber } from './request.ts'
import type { Fields } from './types.ts'

/** Epoch milliseconds, both ends included. */
export type DateWindow = { from: number; to: number }

const longestInterval = 180
const rolling = ['dateinterval', 'dateintervaloffset', 'dateintervaltimezone']

/**
 * The dates that a query asks for. A list with limits covers the last `defaultDays` where no dates are given, and refuses a
 * span over `longestDays`; a list without limits then shows everything.
 */
export function readWindow(
  query: Fields,
  now: Date,
  limits?: { defaultDays: number; longestDays: number },
): DateWindow | undefined {
  const { startdate, enddate } = query
  if (query.dateinterval !== undefined) {
    if (startdate || enddate) refuse(400, 'dateInterval cannot be used together with startDate or endDate.')
    return rollingWindow(query, now)
  }
  if (rolling.some((name) => query[name] !== undefined)) refuse(400, 'dateInterval is missing.')
  if (!limits && !startdate && !enddate) return undefined
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(pacificZone).startOfDay()
  const earliest = limits ? today.subtract({ days: limits.defaultDays }) : undefined
  const start = startdate ? readTime('startDate', startdate, '00:00:00') : earliest
  const end = enddate ? readTime('endDate', enddate, '23:59:59') : today.add({ days: 1 }).subtract({ seconds: 1 })
  if (!start) return { from: 0, to: end.epochMilliseconds + 999 }
  if (Temporal.ZonedDateTime.compare(end, start) < 0) refuse(400, 'endDate is before startDate.')
  if (limits && Temporal.ZonedDateTime.compare(start.add({ days: limits.longestDays }), end) < 0) {
    refuse(400, `The date range must not exceed ${limits.longestDays} days.`)
  }
  return { from: start.epochMilliseconds, to: end.epochMilliseconds + 999 }
}

/** True if a time lies in the window; without a window, always. */
export function within(window: DateWindow | undefined, time: number): boolean {
  return !window || (time >= window.from && time <= window.to)
}

function rollingWindow(query: Fields, now: Date): DateWindow {
  const days = wholeNumber(query, 'dateInterval', 1)
  if (days < 1 || days > longestInterval) refuse(400, `dateInterval must be between 1 and ${longestInterval}.`)
  const zone = query.dateintervaltimezone ?? pacificZone
  const offset = wholeNumber(query, 'dateIntervalOffset', 0)
  try {
    const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).startOfDay()
    const end = today.subtract({ days: offset }).add({ days: 1 })
    return { from: end.subtract({ days }).epochMilliseconds, to: end.epochMilliseconds - 1 }
  } catch {
    return refuse(400, `dateIntervalTimezone ${zone} is not valid.`)
  }
}

function readTime(name: string, text: string, timeOfDay: string): Temporal.ZonedDateTime {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)([+-]\d\d:\d\d)?)?$/.exec(text)
  if (!parts) refuse(400, `${name} must be YYYY-MM-DD, YYYY-MM-DDThh:mm:ss or YYYY-MM-DDThh:mm:ss+-hh:mm.`)
  const [, day, time, offset] = parts
  try {
    if (offset) return Temporal.Instant.from(text).toZonedDateTimeISO(pacificZone)
    const local = Temporal.PlainDateTime.from(`${day}T${time ?? timeOfDay}`)
    const zoned = local.toZonedDateTime(pacificZone)
    if (zoned.toPlainDateTime().equals(local)) return zoned
  } catch {
    // An impossible date and a time that the change to summer time skips are refused alike.
  }
  return refuse(400, `${name} ${text} does not exist.`)
}
