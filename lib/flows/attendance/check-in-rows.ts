import type { OwnedCheckIn, RegistrationKey, WebinarRow } from '../../model/crm.ts'
import { type ExistingCheckIns, placeCheckIn } from '../../rules/attendance/existing-check-ins.ts'
import { type Attendee, adoptEventRegistrations } from '../../rules/attendance/match-attendees.ts'
import { unpackAttendance } from '../../rules/attendance/packed-attendance.ts'
import { toCheckIn } from '../../rules/attendance/to-check-in.ts'
import type { Services } from '../../services.ts'
import { createOwnedWrite } from './write-owned.ts'

/** Rows of one write: large enough for few calls, small enough for Dataverse's advice of 100 to 1000. */
export const rowsPerWrite = 500

/** Every registration of a webinar, as attendance is matched with it. */
export async function registrationsOf(
  { kind, id, eventId }: WebinarRow,
  crm: Services['crm'],
): Promise<RegistrationKey[]> {
  const registrations = await Array.fromAsync(crm.registrationKeys(kind, id))
  if (registrations.every(({ eventRegistrationId }) => eventRegistrationId)) return registrations
  return adoptEventRegistrations(registrations, await Array.fromAsync(crm.registrationKeys('event', eventId)))
}

/** The check-in of an attendee. */
export function checkInOf({ packed, registration }: Attendee, webinar: WebinarRow, existing: ExistingCheckIns) {
  return placeCheckIn(existing, toCheckIn(unpackAttendance(packed), registration, webinar))
}

/** Rows are made when their turn comes, because they take many times the memory of what they are made of. */
export function createRows(webinar: WebinarRow, existing: ExistingCheckIns, crm: Services['crm']) {
  let owner: ReturnType<typeof crm.webinarOwner> | undefined
  const webinarOwner = () => {
    owner ??= crm.webinarOwner(webinar.kind, webinar.id)
    return owner
  }
  return {
    async toRow(attendee: Attendee): Promise<OwnedCheckIn> {
      const checkIn = checkInOf(attendee, webinar, existing)
      if (existing.hashes.has(checkIn.id)) return { ...checkIn, owner: undefined }
      return { ...checkIn, owner: attendee.registration.owner ?? (await webinarOwner()) }
    },
    writeOwned: createOwnedWrite(crm.writeCheckIns, webinarOwner),
  }
}
