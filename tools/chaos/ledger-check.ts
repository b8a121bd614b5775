import type { Environment } from '../environment/environment.ts'
import type { Webinar } from './scenario.ts'

type Row = Record<string, unknown>
type Counts = { due: number; sent: number; waiting: number; refused: number; cancelled: number }

const failed = 100_000_003

/** Compares the ledger with the rows in CRM and the registrants at ON24; one line each that differs. Uses no code of the connector. */
export function checkLedger({ dataverse, on24 }: Environment, webinars: readonly Webinar[]): string[] {
  const problems: string[] = []
  const days = new Map<string, Counts>()
  const ledger = dataverse.rows('wbc_webinarledger')
  for (const { kind, id, region, on24: number } of webinars) {
    const active = on24[region].registrants(number).filter(({ userstatus }) => userstatus === 'active')
    const there = new Set(active.map(({ eventuserid }) => String(eventuserid)))
    const configuration = dataverse.row(`msevtmgt_${kind}`, id)?.msevtmgt_webinarconfigurationid
    const truth = none()
    for (const row of dataverse.rows(`msevtmgt_${kind}registration`)) {
      if (row[`msevtmgt_${kind}id`] !== id) continue
      const day = `${configuration} ${String(row.createdon).slice(0, 10)}`
      const ofDay = days.get(day) ?? none()
      days.set(day, ofDay)
      for (const counts of [truth, ofDay]) count(counts, row, there)
    }
    const shown = ledger.find((row) => row[`wbc_${kind}id`] === id)
    compare(`${kind} ${number}`, truth, shown, problems)
  }
  for (const [day, truth] of days) {
    const shown = dataverse.rows('wbc_dailyledger').find((row) => `${row.wbc_configurationid} ${row.wbc_day}` === day)
    compare(day, truth, shown, problems)
  }
  return problems
}

function none(): Counts {
  return { due: 0, sent: 0, waiting: 0, refused: 0, cancelled: 0 }
}

function count(counts: Counts, row: Row, there: ReadonlySet<string>) {
  if (row.statecode !== 0 || row.msevtmgt_iscanceled === true) {
    counts.cancelled += 1
    return
  }
  counts.due += 1
  if (there.has(String(row.msevtmgt_webinarregistrationid))) counts.sent += 1
  else if (row.msevtmgt_publishingstate === failed) counts.refused += 1
  else counts.waiting += 1
}

function compare(what: string, truth: Counts, shown: Row | undefined, problems: string[]) {
  const wrong = Object.entries(truth).filter(([name, value]) => (shown?.[`wbc_${name}`] ?? 0) !== value)
  for (const [name, value] of wrong) {
    problems.push(`${what}: the ledger has ${shown?.[`wbc_${name}`]} ${name}, and there are ${value}`)
  }
}
