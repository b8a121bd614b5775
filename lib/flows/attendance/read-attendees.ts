import type { WebinarAccount } from '../../model/provider.ts'
import { packAttendance } from '../../rules/attendance/packed-attendance.ts'

/** Both lists of a webinar, in short. */
export type ListedAttendees = {
  /** Packed; each carries the registration that their registrant carries, if none of its own. */
  attendees: string[]
  unreadable: number
}

/** Reads a provider's lists of registrants and attendees to their ends: nothing is written meanwhile. */
export async function readAttendees(
  webinarId: string,
  account: Pick<WebinarAccount, 'registrants' | 'attendances'>,
): Promise<ListedAttendees> {
  const carried = new Map<string, string>()
  for await (const registrant of account.registrants(webinarId)) {
    if (registrant?.registrationId) carried.set(registrant.providerId, registrant.registrationId)
  }
  const attendees: string[] = []
  let unreadable = 0
  for await (const attendance of account.attendances(webinarId)) {
    if (!attendance) {
      unreadable += 1
      continue
    }
    const { registrationId = carried.get(attendance.providerId) } = attendance
    attendees.push(packAttendance({ ...attendance, registrationId }))
  }
  return { attendees, unreadable }
}
