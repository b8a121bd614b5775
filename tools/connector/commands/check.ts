import * as v from 'valibot'
import type { Command } from '../command.ts'
import { findWebinar } from '../find-row.ts'

const Checked = v.object({
  checkedAt: v.string(),
  findings: v.array(
    v.looseObject({
      code: v.string(),
      level: v.picklist(['error', 'warning']),
      finding: v.string(),
      remedy: v.string(),
    }),
  ),
})

export const check: Command = {
  name: 'check',
  argument: '<event>',
  does: 'what stands between a webinar and its audience, and what to do about it',
  async run({ subject = '' }, { connector, dynamics }) {
    const webinar = await findWebinar(subject, dynamics)
    const checked = await connector.send(Checked, 'POST', `webinars/${webinar.table}/${webinar.id}/check`)
    const lines = checked.findings.map(({ code, level, finding, remedy }) =>
      `${level}, ${code}: ${finding} ${remedy}`.trimEnd(),
    )
    return {
      document: { webinar, ...checked },
      lines: lines.length ? lines : ['Nothing stands in its way.'],
      needsSomebody: checked.findings.some(({ level }) => level === 'error'),
    }
  },
}
