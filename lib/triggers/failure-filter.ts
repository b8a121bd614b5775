import * as v from 'valibot'
import { InvalidInputError } from '../core/errors.ts'
import { failureKinds as kinds } from '../stores/failures.ts'
import { fault, faultsOf } from './faults.ts'
import { unknownMember } from './http.ts'

const notGuid = fault({ code: 'not_guid', member: 'configuration' })
const members = {
  configuration: v.optional(v.pipe(v.string(notGuid), v.uuid(notGuid), v.toLowerCase())),
  kind: v.optional(v.picklist(kinds, fault({ code: 'not_one_of', member: 'kind', values: kinds.join(', ') }))),
}

/** Which failures: all, or those of one configuration or kind. */
export const FailureFilterBody = v.strictObject(
  members,
  unknownMember(Object.keys(members), { code: 'body_not_filter' }),
)

/** The same from a query string, which has other members too. @throws InvalidInput naming every fault */
export function failureFilter(query: Record<string, string>): v.InferOutput<typeof FailureFilterBody> {
  const parsed = v.safeParse(v.object(members), query)
  if (parsed.success) return parsed.output
  throw new InvalidInputError(faultsOf(parsed.issues))
}
