import { NotFoundError, RefusedError } from '../../core/errors.ts'
import { sentence } from '../../messages/sentence.ts'
import { timesFor } from '../../rules/attendance/remembered-times.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'

/**
 * The last pull of a webinar's attendance, and whom it could not match. Their addresses are read at the provider for
 * this answer; none is kept.
 * @throws NotFound if there is no such event or session, or its attendance was never read; Refused if it is no webinar
 */
export async function viewAttendance(row: RowReference, { crm, attendanceStore, accountFor, language }: Services) {
  const webinar = await crm.webinar(row)
  if (!webinar) throw new NotFoundError({ code: 'webinar_row_unknown' })
  const pull = await attendanceStore.pull(webinar.kind, webinar.id)
  if (!pull?.asOf && !isWebinar(webinar)) throw new RefusedError({ code: 'not_a_webinar', kind: webinar.kind })
  if (!pull?.asOf) throw new NotFoundError({ code: 'attendance_not_read' })
  const unmatched = await attendanceStore.unmatched(webinar.kind, webinar.id)
  const emails = new Map(unmatched.map(({ providerId }): [string, string | null] => [providerId, null]))
  const account = unmatched.length ? await accountFor(pull.configuration) : undefined
  for await (const attendance of account?.attendances(pull.webinarId) ?? []) {
    if (attendance && emails.has(attendance.providerId)) emails.set(attendance.providerId, attendance.email)
  }
  const spoken = await language()
  return {
    asOf: pull.asOf.toISOString(),
    final: timesFor(pull, webinar).final,
    attendees: pull.attendees,
    matched: pull.matched,
    unmatched: unmatched.map(({ providerId, reason }) => ({
      providerId,
      email: emails.get(providerId) ?? null,
      reason: sentence({ code: `attendee_${reason}` }, spoken),
    })),
  }
}
