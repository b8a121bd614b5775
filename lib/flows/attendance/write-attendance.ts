import { setImmediate } from 'node:timers/promises'
import { UnfinishedError } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { addExisting, noCheckIns } from '../../rules/attendance/existing-check-ins.ts'
import {
  type Attendee,
  addMatch,
  indexRegistrations,
  type Match,
  type Matches,
  noMatches,
} from '../../rules/attendance/match-attendees.ts'
import { unpackAttendance } from '../../rules/attendance/packed-attendance.ts'
import { checkInHash } from '../../rules/attendance/to-check-in.ts'
import type { Services } from '../../services.ts'
import type { Unmatched } from '../../stores/attendance.ts'
import { bisectWrite } from './bisect-write.ts'
import { checkInOf, createRows, registrationsOf, rowsPerWrite } from './check-in-rows.ts'
import type { ListedAttendees } from './read-attendees.ts'
import { writeOwnRows } from './write-own-rows.ts'
import { setsOf, writeSideBySide } from './write-side-by-side.ts'

export type PullCounts = { attendees: number; matched: number; written: number; unmatched: number }

/** Time for writing: with both lists and CRM's rows, which take minutes besides, well within `functionTimeout` (host.json). */
const writingTime = 8 * minute

/**
 * Matches attendees with CRM's registrations and writes the check-ins that changed, then the connector's own rows.
 * @param stands whether the credentials are still there: a large webinar takes minutes
 * @returns undefined if they are not
 * @throws UnfinishedError if there is more to write than time: the next reading finds what was written unchanged
 */
export async function writeAttendance(
  webinar: WebinarRow,
  listed: Omit<ListedAttendees, 'digest'>,
  stands: () => Promise<boolean>,
  { crm, attendanceStore, now }: Services,
): Promise<{ counts: PullCounts; unmatched: Unmatched[] } | undefined> {
  const { kind, id } = webinar
  const { attendees, unmatched, ofListings } = await match(webinar, listed, crm)
  const existing = noCheckIns()
  for await (const checkIn of crm.checkInsOf(kind, id)) addExisting(existing, checkIn)
  const changed: Attendee[] = []
  for await (const attendee of withPauses(attendees.values())) {
    const checkIn = checkInOf(attendee, webinar, existing)
    if (existing.hashes.get(checkIn.id) !== checkInHash(checkIn)) changed.push(attendee)
  }

  const counts = { attendees: attendees.size + unmatched.length, matched: attendees.size, written: 0 }
  const { toRow, writeOwned } = createRows(webinar, existing, crm)
  const began = now().getTime()
  let isBegun = false
  const write = async (set: Attendee[]) => {
    const rows = await Promise.all(set.map(toRow))
    const refused = (await bisectWrite(rows, writeOwned)).flatMap((row) => set[rows.indexOf(row)] ?? [])
    for (const { packed } of refused) {
      unmatched.push({ providerId: unpackAttendance(packed).providerId, reason: 'refused' })
    }
    counts.written += set.length - refused.length
    counts.matched -= refused.length
  }
  const hasTime = () => !isBegun || now().getTime() - began < writingTime
  const goesOn = async () => {
    const goes = hasTime() && (await stands())
    isBegun = true
    return goes
  }
  const isWhole =
    (await writeSideBySide(setsOf(changed, rowsPerWrite), write, goesOn)) &&
    (await writeOwnRows(webinar, listed, ofListings, refusedOf(unmatched), goesOn, crm))
  if (!(await stands())) return undefined
  if (!isWhole) {
    // The timer leaves the rest to its message for another half an hour.
    await attendanceStore.noteQueued(kind, id, now())
    throw new UnfinishedError('There is more attendance than time to write it; the rest is next.')
  }
  return { counts: { ...counts, unmatched: unmatched.length }, unmatched }
}

/** Matches all attendees; CRM's registrations are held no longer than this. */
async function match(
  webinar: WebinarRow,
  { attendees, details, unreadable }: Omit<ListedAttendees, 'digest'>,
  crm: Services['crm'],
): Promise<Matches & { ofListings: Match[] }> {
  const matches = noMatches()
  const ofListings: Match[] = []
  const registrations = indexRegistrations(await registrationsOf(webinar, crm))
  for await (const packed of withPauses(attendees)) {
    const match = addMatch(matches, packed, registrations)
    if (details) ofListings.push(match)
  }
  for (let at = 0; at < unreadable; at += 1) matches.unmatched.push({ providerId: '', reason: 'unreadable' })
  return { ...matches, ofListings }
}

function refusedOf(unmatched: readonly Unmatched[]) {
  return new Set(unmatched.flatMap(({ providerId, reason }) => (reason === 'refused' ? [providerId] : [])))
}

/** Lets other work have the process now and then: a hundred thousand attendees would hold it up for a second. */
async function* withPauses<Row>(rows: Iterable<Row>): AsyncGenerator<Row> {
  let at = 0
  for (const row of rows) {
    if (at % rowsPerWrite === 0) await setImmediate()
    at += 1
    yield row
  }
}
