import * as v from 'valibot'
import type { Command } from '../command.ts'
import { CommandError } from '../exit.ts'
import { findWebinar } from '../find-row.ts'
import { followRun, Run, runLine } from '../follow-run.ts'

const Count = v.number()
const Plan = v.looseObject({
  blocked: v.nullable(v.string()),
  registrations: v.optional(
    v.looseObject({
      ...{ people: Count, register: Count, update: Count, restore: Count, cancel: Count, rowOnly: Count },
      ...{ unchanged: Count, refused: Count, reasons: v.array(v.object({ reason: v.string(), count: Count })) },
    }),
  ),
  attendance: v.optional(v.object({ reads: Count })),
})
const Started = v.object({ id: v.string() })

export const backfill: Command = {
  name: 'backfill',
  argument: '<event>',
  does: 'brings the registrations of a webinar to ON24 and its attendance back: shows what it would do, asks, does it',
  options: {
    registrations: { does: 'registrations alone' },
    attendance: { does: 'attendance alone' },
    'dry-run': { does: 'only show what it would do' },
    yes: { does: 'do it without being asked' },
    'no-wait': { does: 'end with the order, not with the run' },
  },
  async run({ subject = '', flag }, tools) {
    const { connector, dynamics, terminal } = tools
    const webinar = await findWebinar(subject, dynamics)
    const both = flag('registrations') === flag('attendance')
    const wanted = { registrations: both || flag('registrations'), attendance: both || flag('attendance') }
    const route = `webinars/${webinar.table}/${webinar.id}/sync`
    const plan = await connector.send(Plan, 'POST', route, { ...wanted, dryRun: true })
    const planned = {
      document: { webinar, plan, run: null },
      lines: planLines(plan),
      needsSomebody: plan.blocked !== null,
    }
    if (plan.blocked !== null || flag('dry-run')) return planned
    if (!flag('yes')) {
      if (!terminal.confirm)
        throw new CommandError('wrongUse', 'There is no terminal to ask at: say --yes, or --dry-run.')
      for (const line of planned.lines) terminal.note(line)
      if (!(await terminal.confirm('Do it?'))) return { ...planned, lines: ['Nothing was done.'] }
    }
    const { id } = await connector.send(Started, 'POST', route, wanted)
    const run = await (flag('no-wait') ? connector.read(Run, `runs/${id}`) : followRun(id, tools))
    return { document: { webinar, plan, run }, lines: [runLine(run)], needsSomebody: run.failed > 0 }
  },
}

function planLines({ blocked, registrations, attendance }: v.InferOutput<typeof Plan>): string[] {
  if (blocked !== null) return [`Not possible: ${blocked}`]
  const lines: string[] = []
  if (registrations) {
    const { people, register, update, restore, cancel, rowOnly, unchanged, refused, reasons } = registrations
    const does = `${register} to register, ${update} to update, ${restore} to restore, ${cancel} to cancel, ${rowOnly} rows to correct`
    lines.push(`Registrations of ${people} people: ${does}, ${unchanged} as they should be, ${refused} refused.`)
    for (const { reason, count } of reasons) lines.push(`  ${count} refused: ${reason}`)
  }
  if (attendance?.reads) lines.push('Attendance is read from ON24 and compared as a whole.')
  return lines
}
