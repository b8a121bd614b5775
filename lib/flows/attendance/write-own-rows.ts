import type { Owner, WebinarRow } from '../../model/crm.ts'
import { unpackDetails } from '../../rules/attendance/details.ts'
import { type Listing, listedOften, unionOfListings } from '../../rules/attendance/listing.ts'
import type { Match } from '../../rules/attendance/match-attendees.ts'
import { unpackAttendance } from '../../rules/attendance/packed-attendance.ts'
import type { Services } from '../../services.ts'
import { createAttendeeRows } from './attendee-rows.ts'
import { createOwnRowWriter } from './own-rows.ts'
import type { ListedAttendees } from './read-attendees.ts'
import { createUnmatchedRows } from './unmatched-rows.ts'

type Listed = Pick<ListedAttendees, 'attendees' | 'details' | 'brought'>

/**
 * Brings the connector's own rows of a webinar's attendees up to date. Somebody whom the provider has forgotten gets none.
 * Rows of which no more is brought stay as they are.
 * @param matches of each attendee as listed
 * @param refused ids of attendees whose check-in was refused
 * @param goesOn asked before each set of rows
 * @returns whether all of it was done
 */
export async function writeOwnRows(
  webinar: WebinarRow,
  listed: Listed,
  matches: readonly Match[],
  refused: ReadonlySet<string>,
  goesOn: () => Promise<boolean>,
  crm: Services['crm'],
): Promise<boolean> {
  const { brought } = listed
  if (!listed.details || !brought) return true
  let asked: Promise<Owner | undefined> | undefined
  const owner = () => {
    asked ??= crm.webinarOwner(webinar.kind, webinar.id)
    return asked
  }
  const writer = createOwnRowWriter(goesOn)
  const unmatched = await createUnmatchedRows(webinar, refused, owner, writer, crm)
  const attendees = brought.attendees && (await createAttendeeRows(webinar, brought.actions, owner, writer, crm))
  for await (const listings of listingsOf(listed, matches)) {
    const remembered = listings.filter(({ details }) => !details.isErased)
    await unmatched.write(remembered)
    if (attendees) await attendees.write(remembered)
    if (!writer.isWhole()) return false
  }
  await unmatched.end()
  if (attendees) await attendees.end()
  return writer.isWhole()
}

/** Attendees block by block. Of a person who is listed more than once, with the last of these. */
async function* listingsOf({ attendees, details }: Listed, matches: readonly Match[]): AsyncGenerator<Listing[]> {
  const left = listedOften(matches)
  const held = new Map<string, Listing>()
  let at = 0
  for await (const texts of details?.blocks() ?? []) {
    yield texts.flatMap((text, index): Listing[] => {
      const [packed, match] = [attendees[at + index], matches[at + index]]
      if (!packed || !match) return []
      const listing = { attendance: unpackAttendance(packed), details: unpackDetails(text), match }
      const registration = 'registration' in match ? match.registration.id : ''
      const more = left.get(registration)
      if (more === undefined) return [listing]
      const before = held.get(registration)
      const union = before ? unionOfListings(before, listing) : listing
      held.set(registration, union)
      left.set(registration, more - 1)
      return more > 1 ? [] : [union]
    })
    at += texts.length
  }
}
