import type * as v from 'valibot'
import type { On24RegistrationFields } from './schemas.ts'

/**
 * Captions of the fields that an event requires and the form has no value for. ON24 names fields in snake case here
 * (`job_title`) and without underscores in the form (`jobtitle`).
 */
export function missingFields(
  { registrationfields }: v.InferOutput<typeof On24RegistrationFields>,
  form: Record<string, string>,
): string[] {
  return registrationfields
    .filter(({ fieldid, required }) => required === 'Y' && !form[fieldid.replaceAll('_', '').toLowerCase()])
    .map(({ fieldid, fieldcaption }) => fieldcaption || fieldid)
}
