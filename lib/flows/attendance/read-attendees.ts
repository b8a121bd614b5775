import { createDigest } from '../../core/hash.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { DetailedAttendance, DetailedRegistrant } from '../../model/engagement.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { Attendance, ProviderRegistrant } from '../../model/webinar.ts'
import { packDetails, packOrigin } from '../../rules/attendance/details.ts'
import { packAttendance } from '../../rules/attendance/packed-attendance.ts'
import type { Brought } from '../../rules/attendance/retention.ts'
import { packRegistrant, toThereRegistrant } from '../../rules/registrants/packed-registrant.ts'
import type { Wanted } from '../../rules/registrants/wanted.ts'
import { type CompressedTexts, createCompressedTexts } from './compressed-texts.ts'

/** Both lists of a webinar, in short. */
export type ListedAttendees = {
  /** Packed; each carries the registration that their registrant carries, if none of its own. */
  attendees: string[]
  /** All else that is known of each, packed, in the same order; undefined: nothing was asked for, or nothing is known. */
  details: CompressedTexts | undefined
  /** The parts that become rows beside check-ins; false: none does. */
  brought: Brought | false
  /** Registrants of whom more is wanted than their attendance, packed; undefined: none is. */
  people: CompressedTexts | undefined
  unreadable: number
  /** How long all of them watched. */
  minutes: number
  /** The same for two readings in which the provider lists the same, in the same order, for the same row. */
  digest: string
}

/** Lists of people, with or without details. */
type Lists = {
  registrants(webinarId: string): AsyncIterable<(ProviderRegistrant & Partial<DetailedRegistrant>) | undefined>
  attendances(webinarId: string): AsyncIterable<(Attendance & Partial<DetailedAttendance>) | undefined>
}

/**
 * Reads a provider's lists of registrants and attendees to their ends: nothing is written meanwhile.
 * @param isErased whether somebody was erased whom the lists may still show
 * @param brought what is wanted of an attendee beside their attendance, which costs no further call; false: nothing
 * @param wanted tells registrants of whom more is wanted, at no further call either; undefined: of nobody
 */
export async function readAttendees(
  { kind, id, eventId, configuration }: WebinarRow,
  webinarId: string,
  account: Pick<WebinarAccount, 'registrants' | 'attendances' | 'detailed'>,
  brought: Brought | false,
  isErased: (email: string) => boolean,
  wanted: Wanted | undefined,
): Promise<ListedAttendees> {
  const digest = createDigest()
  digest.add([kind, id, eventId, configuration, webinarId].join())
  // Another choice needs a reading in full.
  if (brought && !(brought.attendees && brought.actions)) digest.add(JSON.stringify(brought))
  if (wanted) digest.add(wanted.choice)
  const lists: Lists = (brought || wanted ? account.detailed : undefined) ?? account
  const details = brought && account.detailed ? createCompressedTexts() : undefined
  let people: CompressedTexts | undefined
  const carried = new Map<string, string>()
  const origins = new Map<string, string>()
  for await (const registrant of lists.registrants(webinarId)) {
    digest.add(`${registrant?.providerId} ${registrant?.registrationId}`)
    if (registrant?.registrationId) carried.set(registrant.providerId, registrant.registrationId)
    if (registrant && details) origins.set(registrant.providerId, packOrigin(registrant))
    if (!registrant || !wanted?.isWanted(registrant)) continue
    people ??= createCompressedTexts()
    await people.add(packRegistrant(toThereRegistrant(registrant)))
  }
  const attendees: string[] = []
  let unreadable = 0
  let minutes = 0
  for await (const attendance of lists.attendances(webinarId)) {
    if (!attendance) {
      unreadable += 1
      continue
    }
    const { registrationId = carried.get(attendance.providerId) } = attendance
    const packed = packAttendance({ ...attendance, registrationId })
    digest.add(packed)
    minutes += attendance.metrics.minutes
    attendees.push(packed)
    if (!details) continue
    const erased = isErased(attendance.email) && { isErased: true }
    const more = packDetails({ ...attendance, ...erased }, origins.get(attendance.providerId))
    digest.add(more)
    await details.add(more)
  }
  digest.add(String(unreadable))
  return { attendees, details, brought, people, unreadable, minutes, digest: digest.value() }
}
