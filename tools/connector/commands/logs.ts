import { readFileSync } from 'node:fs'
import { columns } from '../columns.ts'
import type { Command } from '../command.ts'
import { CommandError } from '../exit.ts'
import { findWebinar, idOf, linkedRow } from '../find-row.ts'

/** The questions of the workbook. */
const charts = ['failures', 'metric-runs', 'registrations', 'time-to-on24', 'waits', 'webinars'] as const
const [usualHours, mostHours] = [24, 24 * 365]

/** The lines in which the app reports, of one row or of all, the oldest first. */
export function reportsOf(row: string | undefined): string {
  const about = row ? ` and message has '${row}'` : ''
  return `traces
| where message has 'connector.'${about}
| project timestamp, message
| order by timestamp desc
| take 200
| order by timestamp asc`
}

export const logs: Command = {
  name: 'logs',
  argument: '[row]',
  does: 'what the app reported, of one row (its id or link; of an event also its name) or of all: the last 200 lines',
  options: {
    hours: { value: 'number', does: `how far to look back, ${usualHours} if not said` },
    chart: { value: 'name', does: `a question of the workbook instead: ${charts.join(', ')}` },
  },
  async run({ subject, text }, { azure, dynamics, appId }) {
    const hours = Number(text('hours') ?? usualHours)
    if (!Number.isInteger(hours) || hours < 1 || hours > mostHours) {
      throw new CommandError('wrongUse', `--hours must be a whole number from 1 to ${mostHours}.`)
    }
    const wanted = text('chart')
    const chart = charts.find((name) => name === wanted)
    if (wanted !== undefined && (!chart || subject !== undefined)) {
      throw new CommandError('wrongUse', `--chart must be one of ${charts.join(', ')}, and is of no row.`)
    }
    const row = subject && (linkedRow(subject)?.id ?? idOf(subject) ?? (await findWebinar(subject, dynamics)).id)
    const rows = await azure.query(await appId(), chart ? chartQuery(chart) : reportsOf(row), hours)
    const [first] = rows
    const cells = rows.map((line) => Object.values(line).map((value) => (value === null ? undefined : String(value))))
    const table = chart && first ? columns([Object.keys(first), ...cells]) : cells.map((line) => line.join('  '))
    return { document: { rows }, lines: rows.length ? table : ['The log has nothing of that.'] }
  },
}

function chartQuery(name: string) {
  return readFileSync(new URL(`../../../infra/queries/workbook/${name}.kql`, import.meta.url), 'utf8')
}
