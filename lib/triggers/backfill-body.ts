import * as v from 'valibot'
import { fault } from './faults.ts'
import { unknownMember } from './http.ts'

const flag = (member: string) => v.optional(v.boolean(fault({ code: 'not_boolean', member })), false)

const members = { registrations: flag('registrations'), attendance: flag('attendance'), dryRun: flag('dryRun') }

/** The body of `POST /webinars/{table}/{id}/sync`. */
export const BackfillBody = v.pipe(
  v.strictObject(members, unknownMember(Object.keys(members), { code: 'body_not_object' })),
  v.check(({ registrations, attendance }) => registrations || attendance, fault({ code: 'nothing_asked_for' })),
)
