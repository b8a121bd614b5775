import type { RequestKind, RequestRow } from '../../model/request.ts'
import type { RequestedWork } from '../../rules/requests/requested-work.ts'
import type { Act } from '../../stores/audit-trail.ts'
import { type Order, userOf } from '../operations/audited.ts'

const actions: Record<RequestKind, Act['action']> = {
  check: 'webinar_checked',
  resend: 'registrations_sent_again',
  backfill: 'backfill_started',
  attendance: 'attendance_read',
  types: 'types_refreshed',
  revokeLink: 'join_link_revoked',
  makeEvent: 'event_made',
  purge: 'attendees_purged',
  erase: 'person_erased',
  fields: 'fields_read',
  preview: 'registration_previewed',
  thisContact: 'attendee_tied',
  makeContact: 'contact_made',
  ignore: 'attendee_ignored',
}

const planned: Partial<typeof actions> = { backfill: 'backfill_planned', purge: 'purge_planned' }

/** The order that a row shows, for the audit trail: of the user who made the row. */
export function orderOf({ id, createdBy }: RequestRow, { kind, subject, isDry }: RequestedWork): Order {
  const about =
    subject.kind === 'configuration' ? { configuration: subject.id } : { subject: `${subject.table} ${subject.id}` }
  const action = (isDry && planned[kind]) || actions[kind]
  return { act: id, action, actor: userOf({ modifiedBy: createdBy }), ...about }
}
