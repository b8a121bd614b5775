import type { WebinarRow } from '../../model/crm.ts'
import type { Attendance } from '../../model/webinar.ts'
import { noCheckIns } from '../../rules/attendance/existing-check-ins.ts'
import { seenBy } from '../../rules/attendance/live-look.ts'
import { type Attendee, addMatch, indexRegistrations, noMatches } from '../../rules/attendance/match-attendees.ts'
import { packAttendance } from '../../rules/attendance/packed-attendance.ts'
import { checkInId } from '../../rules/attendance/to-check-in.ts'
import type { Services } from '../../services.ts'
import { bisectWrite } from './bisect-write.ts'
import { createRows, registrationsOf, rowsPerWrite } from './check-in-rows.ts'
import { setsOf, writeSideBySide } from './write-side-by-side.ts'

/**
 * Writes check-ins of people who came to a webinar that runs; how many. Who has one already, whoever made it, is left as
 * it is, and so is who matches no registration: the reading after the end makes all of it exact.
 */
export async function writeLiveCheckIns(
  webinar: WebinarRow,
  audience: readonly Attendance[],
  { crm, attendanceStore, now }: Services,
): Promise<number> {
  if (audience.length === 0) return 0
  const ids = new Set<string>()
  const checkedIn = new Set<string>()
  for await (const { id, eventRegistrationId } of crm.checkInsOf(webinar.kind, webinar.id)) {
    ids.add(id)
    checkedIn.add(eventRegistrationId.toLowerCase())
  }
  const fresh = audience.filter(({ providerId }) => !ids.has(checkInId(webinar, providerId)))
  if (fresh.length === 0) return 0
  const registrations = indexRegistrations(await registrationsOf(webinar, crm))
  const matches = noMatches()
  for (const attendance of fresh) addMatch(matches, packAttendance(seenBy(attendance, now())), registrations)
  const news = [...matches.attendees.values()].filter(
    ({ registration }) => !checkedIn.has(registration.eventRegistrationId.toLowerCase()),
  )
  if (news.length === 0) return 0

  const { toRow, writeOwned } = createRows(webinar, noCheckIns(), crm)
  let written = 0
  const write = async (set: readonly Attendee[]) => {
    const rows = await Promise.all(set.map(toRow))
    written += rows.length - (await bisectWrite(rows, writeOwned)).length
  }
  // A reading that somebody ordered may have come in between: the next one compares all with Dynamics.
  const compareAll = () =>
    attendanceStore.updatePull(webinar.kind, webinar.id, (known) => known && { ...known, fullAt: undefined })
  await writeSideBySide(setsOf(news, rowsPerWrite), write, async () => true).finally(compareAll)
  return written
}
