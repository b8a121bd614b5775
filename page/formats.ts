/** How numbers and times are written for a person. */
export type Formats = ReturnType<typeof createFormats>

/** Times are shown in the time zone of the person's system. */
export function createFormats(locale: string, timeZone?: string) {
  const zone = timeZone ? { timeZone } : {}
  const number = new Intl.NumberFormat(locale)
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone })
  // The wall clock of an event comes as if it were UTC.
  const wallClock = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zone })
  const inUnit = (value: number, unit: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value)
  return {
    number: (value: number) => number.format(value),
    /** With one place. */
    decimal: (value: number) => decimal.format(value),
    time: (value: Date | undefined) => (value ? moment.format(value) : '–'),
    clock: (value: Date) => clock.format(value),
    /** A time that the Web API gives without a zone. */
    wallClock: (value: string) => (value ? wallClock.format(new Date(value)) : '–'),
    day: (value: string) => day.format(new Date(value)),
    duration(seconds: number | undefined) {
      if (seconds === undefined) return '–'
      if (seconds < 120) return inUnit(seconds, 'second')
      return seconds < 7200 ? inUnit(seconds / 60, 'minute') : inUnit(seconds / 3600, 'hour')
    },
  }
}
