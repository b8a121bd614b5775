import { createDigest } from '../../core/hash.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { packAttendance } from '../../rules/attendance/packed-attendance.ts'

/** Both lists of a webinar, in short. */
export type ListedAttendees = {
  /** Packed; each carries the registration that their registrant carries, if none of its own. */
  attendees: string[]
  unreadable: number
  /** How long all of them watched. */
  minutes: number
  /** The same for two readings in which the provider lists the same, in the same order, for the same row. */
  digest: string
}

/** Reads a provider's lists of registrants and attendees to their ends: nothing is written meanwhile. */
export async function readAttendees(
  { kind, id, eventId, configuration }: WebinarRow,
  webinarId: string,
  account: Pick<WebinarAccount, 'registrants' | 'attendances'>,
): Promise<ListedAttendees> {
  const digest = createDigest()
  digest.add([kind, id, eventId, configuration, webinarId].join())
  const carried = new Map<string, string>()
  for await (const registrant of account.registrants(webinarId)) {
    digest.add(`${registrant?.providerId} ${registrant?.registrationId}`)
    if (registrant?.registrationId) carried.set(registrant.providerId, registrant.registrationId)
  }
  const attendees: string[] = []
  let unreadable = 0
  let minutes = 0
  for await (const attendance of account.attendances(webinarId)) {
    if (!attendance) {
      unreadable += 1
      continue
    }
    const { registrationId = carried.get(attendance.providerId) } = attendance
    const packed = packAttendance({ ...attendance, registrationId })
    digest.add(packed)
    minutes += attendance.metrics.minutes
    attendees.push(packed)
  }
  digest.add(String(unreadable))
  return { attendees, unreadable, minutes, digest: digest.value() }
}
