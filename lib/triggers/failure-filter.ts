import * as v from 'valibot'
import { failureKinds as kinds } from '../stores/failures.ts'
import { fault, known } from './faults.ts'
import { guid } from './request.ts'

const members = {
  configuration: v.optional(guid('configuration')),
  kind: v.optional(v.picklist(kinds, fault({ code: 'not_one_of', member: 'kind', values: kinds.join(', ') }))),
}

/** Which failures: all, or those of one configuration or kind. */
export const FailureFilterBody = known(members, 'unknown_member', { code: 'body_not_filter' })

/** The same in a query, with the place where a page begins. */
export const failureQuery = { ...members, after: v.optional(failureId('after')) }

/** The id of a failure: its work or queue, and its row. */
export function failureId(member: string) {
  const wrong = fault({ code: 'not_failure', member })
  return v.pipe(v.string(wrong), v.regex(/^[a-z]+_[0-9a-f-]{36}$/, wrong))
}
