import * as v from 'valibot'
import { auditActions } from '../stores/audit-trail.ts'
import { fault } from './faults.ts'
import { guid } from './request.ts'

const oneOf = fault({ code: 'not_one_of', member: 'action', values: auditActions.join(', ') })
const noPage = fault({ code: 'not_audit_record', member: 'after' })

/** Which records of the audit trail, and the place where a page begins. Times as ISO 8601; a date is its midnight, UTC. */
export const auditQuery = {
  since: time('since'),
  until: time('until'),
  configuration: v.optional(guid('configuration')),
  action: v.optional(v.picklist(auditActions, oneOf)),
  after: v.optional(v.pipe(v.string(noPage), v.regex(/^\d{13}_[0-9a-f-]{36}_[a-z]+$/, noPage))),
}

function time(member: string) {
  const wrong = fault({ code: 'not_time', member })
  const iso = v.union([v.pipe(v.string(), v.isoDate()), v.pipe(v.string(), v.isoTimestamp())], wrong)
  return v.optional(v.pipe(iso, v.toDate(wrong)))
}
