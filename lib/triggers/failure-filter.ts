import * as v from 'valibot'
import { InvalidInputError } from '../core/errors.ts'
import { failureKinds as kinds } from '../stores/failures.ts'
import { unknownMember } from './http.ts'

const members = {
  configuration: v.optional(
    v.pipe(v.string('configuration must be a GUID.'), v.uuid('configuration must be a GUID.'), v.toLowerCase()),
  ),
  kind: v.optional(v.picklist(kinds, `kind must be one of ${kinds.join(', ')}.`)),
}

/** Which failures: all, or those of one configuration or kind. */
export const FailureFilterBody = v.strictObject(
  members,
  unknownMember(Object.keys(members), 'The body must be a JSON object; {} means all.'),
)

/** The same from a query string, which has other members too. @throws InvalidInput naming every fault */
export function failureFilter(query: Record<string, string>): v.InferOutput<typeof FailureFilterBody> {
  const parsed = v.safeParse(v.object(members), query)
  if (parsed.success) return parsed.output
  throw new InvalidInputError(parsed.issues.map(({ message }) => message))
}
