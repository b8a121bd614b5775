import * as v from 'valibot'
import { fault, known } from './faults.ts'

const flag = (member: string) => v.optional(v.boolean(fault({ code: 'not_boolean', member })), false)

const members = { registrations: flag('registrations'), attendance: flag('attendance'), dryRun: flag('dryRun') }

/** The body of `POST /webinars/{table}/{id}/sync`. */
export const BackfillBody = v.pipe(
  known(members, 'unknown_member'),
  v.check(({ registrations, attendance }) => registrations || attendance, fault({ code: 'nothing_asked_for' })),
)
