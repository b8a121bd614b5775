import * as v from 'valibot'
import { unknownMember } from './http.ts'

const flag = (name: string) => v.optional(v.boolean(`${name} must be true or false.`), false)

const members = { registrations: flag('registrations'), attendance: flag('attendance'), dryRun: flag('dryRun') }

/** The body of `POST /webinars/{table}/{id}/sync`. */
export const BackfillBody = v.pipe(
  v.strictObject(members, unknownMember(Object.keys(members), 'The body must be a JSON object.')),
  v.check(
    ({ registrations, attendance }) => registrations || attendance,
    'Ask for registrations, attendance, or both.',
  ),
)
