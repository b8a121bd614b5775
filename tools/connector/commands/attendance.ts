import * as v from 'valibot'
import { columns } from '../columns.ts'
import type { Command } from '../command.ts'
import { findWebinar } from '../find-row.ts'

const Unmatched = v.looseObject({ providerId: v.string(), email: v.nullable(v.string()), reason: v.string() })
const Attendance = v.looseObject({
  ...{ asOf: v.string(), final: v.boolean(), attendees: v.number(), matched: v.number() },
  unmatched: v.array(Unmatched),
})

export const attendance: Command = {
  name: 'attendance',
  argument: '<event>',
  does: 'the last reading of attendance, and who could not be matched',
  async run({ subject = '' }, { connector, dynamics }) {
    const webinar = await findWebinar(subject, dynamics)
    const read = await connector.read(Attendance, `webinars/${webinar.table}/${webinar.id}/attendance`)
    const { asOf, final, attendees, matched, unmatched } = read
    const later = final ? 'it is the last reading' : 'it is read again'
    return {
      document: { webinar, ...read },
      lines: [
        `${attendees} attended, ${matched} of them matched, as of ${asOf}; ${later}.`,
        ...columns(unmatched.map(({ providerId, email, reason }) => [`  ${email ?? providerId}`, reason])),
      ],
    }
  },
}
