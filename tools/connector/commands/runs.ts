import * as v from 'valibot'
import { columns } from '../columns.ts'
import type { Command } from '../command.ts'
import { followRun, Run, runLine } from '../follow-run.ts'

const Backfill = v.looseObject({
  ...{ id: v.string(), startedAt: v.string(), table: v.string(), webinar: v.string() },
  ...{ registrations: v.boolean(), attendance: v.boolean() },
})
const Backfills = v.object({ backfills: v.array(Backfill) })

export const runs: Command = {
  name: 'runs',
  argument: '[run]',
  does: 'how far a run got: a backfill, or what was sent again; without one, the last backfills',
  options: { wait: { does: 'wait for its end' } },
  async run({ subject, flag }, tools) {
    if (subject !== undefined) {
      const path = `runs/${encodeURIComponent(subject)}`
      const run = flag('wait') ? await followRun(subject, tools) : await tools.connector.read(Run, path)
      return { document: { runs: [run] }, lines: [runLine(run)], needsSomebody: run.failed > 0 }
    }
    const { backfills } = await tools.connector.read(Backfills, 'backfills')
    const rows = backfills.map(({ id, startedAt, table, webinar, registrations, attendance }) => {
      const what = [registrations && 'registrations', attendance && 'attendance'].filter(Boolean).join(' and ')
      return [id, startedAt, table, webinar, what]
    })
    return { document: { runs: backfills }, lines: rows.length ? columns(rows) : ['There was no backfill yet.'] }
  },
}
