import * as v from 'valibot'

const flag = (name: string) => v.optional(v.boolean(`${name} must be true or false.`), false)

/** The body of `POST /webinars/{table}/{id}/sync`. */
export const SyncBody = v.pipe(
  v.object(
    { registrations: flag('registrations'), attendance: flag('attendance'), dryRun: flag('dryRun') },
    'The body must be a JSON object.',
  ),
  v.check(
    ({ registrations, attendance }) => registrations || attendance,
    'Ask for registrations, attendance, or both.',
  ),
)
