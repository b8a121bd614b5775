import { hashOf } from '../../core/hash.ts'
import type { ActionRow, AttendeeRow } from '../../model/attendee-rows.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { Listing } from './listing.ts'
import { causeOf, nobody, placeOf, rowId } from './to-unmatched-attendee.ts'

/** The name spaces of the ids of attendees and of their actions. Changing one would make each of them a second time. */
const attendees = '5b7f4f1a-0f0e-4a53-9d55-7c8e6a0b9c12'
const actions = 'c2a9e0f4-6d3b-4b8e-8f21-1e5d7a4c3b90'

/** An attendee as a row, and what they did as rows of that one, always with the same ids. */
export function toAttendeeRow(listing: Listing, webinar: WebinarRow): { row: AttendeeRow; actions: ActionRow[] } {
  const { attendance, details, match } = listing
  const { person = nobody, engagement } = details
  const place = placeOf(webinar)
  const facts = { ...place, email: attendance.email, person, engagement, ...belonging(listing, webinar) }
  const attendeeId = rowId(attendees, webinar, attendance.providerId)
  const rows = details.actions.map((action): ActionRow => {
    const what = { ...action, eventId: place.eventId, sessionId: place.sessionId, attendeeId }
    return {
      id: rowId(actions, webinar, attendance.providerId, action.kind, action.key),
      digest: hashOf(what),
      ...what,
    }
  })
  const actionsDigest = rows.length > 0 ? hashOf(rows.map(({ digest }) => digest)) : ''
  const cause = 'reason' in match ? causeOf(attendance, match.reason) : undefined
  const row = { id: attendeeId, digest: hashOf({ ...facts, cause }), ...facts, cause, actionsDigest }
  return { row, actions: rows }
}

function belonging({ match }: Listing, { kind }: WebinarRow) {
  if ('reason' in match) {
    const none = { eventRegistrationId: undefined, sessionRegistrationId: undefined, contactId: undefined }
    return { ...none, matchedBy: undefined }
  }
  const { id, eventRegistrationId, contactId } = match.registration
  const sessionRegistrationId = kind === 'session' ? id : undefined
  return { eventRegistrationId, sessionRegistrationId, contactId, matchedBy: match.by }
}
