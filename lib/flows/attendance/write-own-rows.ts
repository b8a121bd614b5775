import { AppError } from '../../core/errors.ts'
import type { KnownRow } from '../../model/attendee-rows.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { Attendance } from '../../model/webinar.ts'
import { type Details, unpackDetails } from '../../rules/attendance/details.ts'
import type { Match, UnmatchedReason } from '../../rules/attendance/match-attendees.ts'
import { unpackAttendance } from '../../rules/attendance/packed-attendance.ts'
import { toUnmatchedAttendee } from '../../rules/attendance/to-unmatched-attendee.ts'
import type { Services } from '../../services.ts'
import type { ListedAttendees } from './read-attendees.ts'
import { setsOf, writeSideBySide } from './write-side-by-side.ts'

type Listing = { attendance: Attendance; details: Details; match: Match }
type Crm = Pick<Services['crm'], 'unmatchedOf' | 'writeUnmatched' | 'deleteUnmatched' | 'webinarOwner'>

/** Dataverse works the rows of such a write off one by one, so more would only take longer. */
const rowsPerWrite = 100

/**
 * Brings the connector's own rows of a webinar's attendees up to date. Somebody whom the provider has forgotten gets none.
 * @param matches of each attendee as listed
 * @param refused ids of attendees whose check-in was refused
 * @param goesOn asked before each set of rows
 * @returns whether all of it was done
 */
export async function writeOwnRows(
  webinar: WebinarRow,
  { attendees, details }: Pick<ListedAttendees, 'attendees' | 'details'>,
  matches: readonly Match[],
  refused: ReadonlySet<string>,
  goesOn: () => Promise<boolean>,
  crm: Crm,
): Promise<boolean> {
  if (!details) return true
  const unmatched = await createUnmatched(webinar, refused, goesOn, crm)
  let at = 0
  for await (const texts of details.blocks()) {
    const listings = texts.flatMap((text, index): Listing[] => {
      const [packed, match] = [attendees[at + index], matches[at + index]]
      return packed && match ? [{ attendance: unpackAttendance(packed), details: unpackDetails(text), match }] : []
    })
    at += texts.length
    if (!(await unmatched.write(listings.filter(({ details }) => !details.isErased)))) return false
  }
  return unmatched.end()
}

/** Rows of attendees who belong to no registration: they go once they do, or are no longer listed. */
async function createUnmatched(
  webinar: WebinarRow,
  refused: ReadonlySet<string>,
  goesOn: () => Promise<boolean>,
  crm: Crm,
) {
  const { kind, id } = webinar
  const standing = byId(await Array.fromAsync(crm.unmatchedOf(kind, id)))
  const listed = new Set<string>()
  return {
    async write(listings: readonly Listing[]) {
      const rows = listings.flatMap(({ attendance, details, match }) => {
        const reason = reasonOf(match, attendance, refused)
        return reason ? [toUnmatchedAttendee(attendance, details, reason, webinar)] : []
      })
      // Whom the provider lists twice is one row.
      const changed = rows.filter((row) => {
        const isNews = !listed.has(row.id) && standing.get(row.id) !== row.digest
        listed.add(row.id)
        return isNews
      })
      if (changed.length === 0) return true
      const owner = await crm.webinarOwner(kind, id)
      const [known, unknown] = [
        changed.filter((row) => standing.has(row.id)),
        changed.filter((row) => !standing.has(row.id)),
      ]
      return writeSideBySide(
        [...setsOf(known, rowsPerWrite), ...setsOf(unknown, rowsPerWrite)],
        (set) => tolerated(crm.writeUnmatched(set, standing.has(set[0]?.id ?? '') ? undefined : owner)),
        goesOn,
      )
    },
    /** To be called once all attendees were written. */
    end: () => {
      const gone = [...standing.keys()].filter((row) => !listed.has(row))
      return writeSideBySide(setsOf(gone, rowsPerWrite), (set) => tolerated(crm.deleteUnmatched(set)), goesOn)
    },
  }
}

function reasonOf(match: Match, { providerId }: Attendance, refused: ReadonlySet<string>): UnmatchedReason | undefined {
  if ('reason' in match) return match.reason
  return refused.has(providerId) ? 'refused' : undefined
}

function byId(rows: readonly KnownRow[]) {
  return new Map(rows.map(({ id, digest }) => [id, digest]))
}

/** Rows that are refused are left out until the next reading in full. @throws what trying again helps with */
async function tolerated(write: Promise<readonly PromiseSettledResult<void>[] | undefined>) {
  const results = await write.catch((reason: unknown) => [{ status: 'rejected', reason } as const])
  for (const result of results ?? []) {
    const { reason } = result.status === 'rejected' ? result : {}
    if (reason !== undefined && !isLasting(reason)) throw reason
  }
}

function isLasting(error: unknown) {
  return error instanceof AppError && (!error.retry || error.userMessage.code === 'dataverse_no_access')
}
