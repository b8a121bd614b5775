import type { CheckIn } from '../../model/crm.ts'
import { checkInHash } from './to-check-in.ts'

/**
 * The check-ins that stand in CRM for a webinar. The connector's own go by their id. Others were made at the click on a
 * personal link of Dynamics, by a person or by another integration: the first attendee of their registration gets them.
 */
export type ExistingCheckIns = {
  hashes: Map<string, string>
  /** By event registration. */
  foreign: Map<string, { checkIn: CheckIn; takenBy?: string }>
}

export function noCheckIns(): ExistingCheckIns {
  return { hashes: new Map(), foreign: new Map() }
}

/** Adds one that stands. Of several foreign ones of a registration the lowest id counts, so that it is always the same. */
export function addExisting({ hashes, foreign }: ExistingCheckIns, checkIn: CheckIn) {
  hashes.set(checkIn.id, checkInHash(checkIn))
  if (isOwn(checkIn.id)) return
  const registration = checkIn.eventRegistrationId.toLowerCase()
  const other = foreign.get(registration)?.checkIn
  if (!other || checkIn.id < other.id) foreign.set(registration, { checkIn })
}

/**
 * The check-in to write for an attendee: their own if it stands, else a foreign one of their registration, else a new one.
 * Times that only the foreign one knows stay. Where both stand, the foreign one is left as it is.
 */
export function placeCheckIn({ hashes, foreign }: ExistingCheckIns, checkIn: CheckIn): CheckIn {
  const found = hashes.has(checkIn.id) ? undefined : foreign.get(checkIn.eventRegistrationId.toLowerCase())
  if (!found || (found.takenBy ?? checkIn.id) !== checkIn.id) return checkIn
  found.takenBy = checkIn.id
  const { id, from, to } = found.checkIn
  return { ...checkIn, id, from: checkIn.from ?? from, to: checkIn.to ?? to }
}

/** The connector's ids are UUIDs of version 5, made of names; Dataverse makes none of these. */
function isOwn(id: string) {
  return id.charAt(14) === '5'
}
