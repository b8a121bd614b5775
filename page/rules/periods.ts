import type { DailyLedger, WebinarLedger } from '../model.ts'

const day = 86_400_000

/** The day (UTC) that lies so many days before an instant, as in 2026-11-26. */
export function dayBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * day).toISOString().slice(0, 10)
}

export function later(now: Date, days: number): Date {
  return new Date(now.getTime() + days * day)
}

export type Totals = Omit<DailyLedger, 'day'>

const nothing: Totals = {
  due: 0,
  sent: 0,
  waiting: 0,
  refused: 0,
  cancelled: 0,
  meanSeconds: undefined,
  slowestSeconds: undefined,
  attendees: 0,
}

/** The outcome of the registrations of one day, of all accounts. The mean is that of all who are at the provider. */
export function totalsOf(rows: readonly DailyLedger[], of: string): Totals {
  return rows.filter((row) => row.day === of).reduce(add, nothing)
}

function add(sum: Totals, row: DailyLedger): Totals {
  const sent = sum.sent + row.sent
  const seconds = (sum.meanSeconds ?? 0) * sum.sent + (row.meanSeconds ?? 0) * row.sent
  const slowest = [sum.slowestSeconds, row.slowestSeconds].filter((one) => one !== undefined)
  return {
    due: sum.due + row.due,
    sent,
    waiting: sum.waiting + row.waiting,
    refused: sum.refused + row.refused,
    cancelled: sum.cancelled + row.cancelled,
    meanSeconds: sent && (sum.meanSeconds ?? row.meanSeconds) !== undefined ? seconds / sent : undefined,
    slowestSeconds: slowest.length ? Math.max(...slowest) : undefined,
    attendees: sum.attendees + row.attendees,
  }
}

/** The last so many days, oldest first; a day without registrations is there, too. */
export function lastDays(rows: readonly DailyLedger[], now: Date, days: number): (Totals & { day: string })[] {
  return Array.from({ length: days }, (_, index) => dayBefore(now, days - 1 - index)).map((of) => ({
    day: of,
    ...totalsOf(rows, of),
  }))
}

/** The webinars of the next days, and the sums of what is counted of them. */
export function ahead(ledgers: readonly WebinarLedger[], now: Date, days: number) {
  const theirs = ledgers.filter(({ startsOn }) => startsOn && startsOn >= now && startsOn <= later(now, days))
  const sum = (of: 'due' | 'sent' | 'waiting' | 'refused') => theirs.reduce((all, row) => all + row[of], 0)
  return {
    webinars: theirs.length,
    due: sum('due'),
    sent: sum('sent'),
    waiting: sum('waiting'),
    refused: sum('refused'),
  }
}

/**
 * Whether a webinar is over. The ledger has its end as an instant; the wall clock of an event that has none is taken
 * for UTC, and so is right but for half a day.
 */
export function isOver(
  { endsOn }: { endsOn: string },
  ledger: Pick<WebinarLedger, 'endsOn'> | undefined,
  now: Date,
): boolean {
  const end = ledger?.endsOn ?? new Date(endsOn)
  return end < now
}
