import type { Owner, WebinarRow } from '../../model/crm.ts'
import type { Listing } from '../../rules/attendance/listing.ts'
import type { UnmatchedReason } from '../../rules/attendance/match-attendees.ts'
import { toUnmatchedAttendee } from '../../rules/attendance/to-unmatched-attendee.ts'
import type { Services } from '../../services.ts'
import type { OwnRowWriter } from './own-rows.ts'

type Crm = Pick<Services['crm'], 'unmatchedOf' | 'writeUnmatched' | 'deleteUnmatched'>

/**
 * Rows of attendees who belong to no registration: they go once they do, or are no longer listed.
 * @param refused ids of attendees whose check-in was refused
 */
export async function createUnmatchedRows(
  webinar: WebinarRow,
  refused: ReadonlySet<string>,
  owner: () => Promise<Owner | undefined>,
  { write }: OwnRowWriter,
  crm: Crm,
) {
  const standing = new Map<string, string>()
  for await (const { id, digest } of crm.unmatchedOf(webinar.kind, webinar.id)) standing.set(id, digest)
  const listed = new Set<string>()
  const stands = ({ id }: { id: string }) => standing.has(id)

  return {
    async write(listings: readonly Listing[]) {
      const rows = listings.flatMap((listing) => {
        const reason = reasonOf(listing, refused)
        return reason ? [toUnmatchedAttendee(listing.attendance, listing.details, reason, webinar)] : []
      })
      // A person who is listed twice is one row.
      const changed = rows.filter((row) => {
        const isNews = !listed.has(row.id) && standing.get(row.id) !== row.digest
        listed.add(row.id)
        return isNews
      })
      await write(changed.filter(stands), (set) => crm.writeUnmatched(set, undefined))
      const ofEvent = changed.every(stands) ? undefined : await owner()
      await write(
        changed.filter((row) => !stands(row)),
        (set) => crm.writeUnmatched(set, ofEvent),
      )
    },
    /** To be called once all attendees were written. */
    async end() {
      const gone = [...standing.keys()].flatMap((id) => (listed.has(id) ? [] : [{ id }]))
      await write(gone, (set) => crm.deleteUnmatched(set.map(({ id }) => id)))
    },
  }
}

function reasonOf({ match, attendance }: Listing, refused: ReadonlySet<string>): UnmatchedReason | undefined {
  if ('reason' in match) return match.reason
  return refused.has(attendance.providerId) ? 'refused' : undefined
}
