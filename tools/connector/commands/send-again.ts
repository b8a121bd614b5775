import * as v from 'valibot'
import { counted } from '../columns.ts'
import type { Command, Tools } from '../command.ts'
import { CommandError } from '../exit.ts'
import { idOf, linkedRow } from '../find-row.ts'
import { followRun, Run, runLine } from '../follow-run.ts'
import { failureFilter, filterOptions, listFailures } from './failures.ts'

const Started = v.object({ id: v.string() })
const Sent = v.object({ replayed: v.number() })

export const sendAgain: Command = {
  name: 'send-again',
  argument: '[failure]',
  does: 'sends again what gave up: one failure, by its id or by the id or link of its row, or all that fit',
  options: {
    ...filterOptions,
    all: { does: 'all of them' },
    'no-wait': { does: 'end with the order, not with the run' },
  },
  async run(input, tools) {
    const { subject, flag } = input
    const filter = await failureFilter(input, tools)
    const byFilter = flag('all') || filter.configuration !== undefined || filter.kind !== undefined
    if (byFilter === (subject !== undefined)) {
      throw new CommandError('wrongUse', 'Say one failure; or --account, --kind or both for those that fit; or --all.')
    }
    if (subject !== undefined) return sendOne(subject, tools)
    const { id } = await tools.connector.send(Started, 'POST', 'failures/replay', filter)
    const run = await (flag('no-wait') ? tools.connector.read(Run, `runs/${id}`) : followRun(id, tools))
    return { document: { sent: run.total, run }, lines: [runLine(run)], needsSomebody: run.failed > 0 }
  },
}

async function sendOne(given: string, { connector }: Tools) {
  const row = linkedRow(given)?.id ?? idOf(given)
  const ids = row
    ? (await listFailures(connector)).filter((failure) => failure.row === row).map(({ id }) => id)
    : [given]
  if (!ids.length)
    throw new CommandError('wrongUse', `The row ${row} has no failure: failures lists those that there are.`)
  for (const id of ids) await connector.send(Sent, 'POST', `failures/${encodeURIComponent(id)}/replay`)
  const line = `Sent ${counted(ids.length, 'message')} again: what came of it stands on the row.`
  return { document: { sent: ids.length, run: null }, lines: [line] }
}
