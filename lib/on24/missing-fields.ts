import type * as v from 'valibot'
import { fieldNameOf } from './registrant-fields.ts'
import type { On24RegistrationFields } from './schemas.ts'

/** Captions of the fields that an event requires and the form has no value for. */
export function missingFields(
  { registrationfields }: v.InferOutput<typeof On24RegistrationFields>,
  form: Record<string, string>,
): string[] {
  return registrationfields
    .filter(({ fieldid, required }) => required === 'Y' && !form[fieldNameOf(fieldid)])
    .map(({ fieldid, fieldcaption }) => fieldcaption || fieldid)
}
